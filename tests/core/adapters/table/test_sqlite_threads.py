import asyncio
from threading import Event

import pytest

from core.adapters.table.sqlite_threads import ConnectionThreads, Once, connect
from core.errors import NotFound


@pytest.fixture
def path(tmp_path):
    connection = connect(tmp_path / "t.db")
    connection.execute("CREATE TABLE t (n INTEGER UNIQUE)")
    connection.close()
    return tmp_path / "t.db"


@pytest.fixture
async def writer(path):
    threads = ConnectionThreads(path, count=1, writes=True)
    await asyncio.to_thread(threads.start)
    yield threads
    await asyncio.to_thread(threads.stop)


def _insert(number):
    return lambda connection: connection.execute("INSERT INTO t VALUES (?)", (number,)).rowcount


def _read(connection):
    return [row[0] for row in connection.execute("SELECT n FROM t ORDER BY n")]


def _refuse(connection):
    raise NotFound("an answer, not a failure")


def _insert_and_break(connection):
    connection.execute("INSERT INTO t VALUES (99)")
    raise ZeroDivisionError


async def test_an_answer_keeps_what_was_committed_beside_it(writer):
    gate = Event()
    first = asyncio.ensure_future(writer.call(lambda c: gate.wait(5)))
    rest = [asyncio.ensure_future(writer.call(work)) for work in (_insert(1), _refuse, _insert(2))]
    await asyncio.sleep(0.05)
    gate.set()

    outcomes = await asyncio.gather(first, *rest, return_exceptions=True)

    assert outcomes[1] == outcomes[3] == 1
    assert isinstance(outcomes[2], NotFound)
    assert await writer.call(_read) == [1, 2]


async def test_a_failure_takes_nothing_with_it_and_leaves_nothing_behind(writer):
    """Calls that were to be committed with it are done again by themselves."""
    gate = Event()
    first = asyncio.ensure_future(writer.call(lambda c: gate.wait(5)))
    works = (_insert(1), _insert_and_break, _insert(2))
    rest = [asyncio.ensure_future(writer.call(work)) for work in works]
    await asyncio.sleep(0.05)
    gate.set()

    outcomes = await asyncio.gather(first, *rest, return_exceptions=True)

    assert isinstance(outcomes[2], ZeroDivisionError)
    assert await writer.call(_read) == [1, 2]


async def test_what_waits_is_done_before_the_end(path):
    threads = ConnectionThreads(path, count=1, writes=True)
    await asyncio.to_thread(threads.start)
    calls = [asyncio.ensure_future(threads.call(_insert(n))) for n in range(200)]
    await asyncio.sleep(0)

    await asyncio.to_thread(threads.stop)

    assert await asyncio.gather(*calls) == [1] * 200
    with pytest.raises(RuntimeError, match="closed"):
        await threads.call(_read)


async def test_a_call_whose_caller_left_is_done_all_the_same(writer):
    gate = Event()
    first = asyncio.ensure_future(writer.call(lambda c: gate.wait(5)))
    left = asyncio.ensure_future(writer.call(_insert(7)))
    await asyncio.sleep(0.01)
    left.cancel()
    gate.set()
    await first

    assert await writer.call(_read) == [7]


async def test_readers_give_errors_to_their_callers(path):
    readers = ConnectionThreads(path, count=2, writes=False)
    await asyncio.to_thread(readers.start)

    with pytest.raises(NotFound):
        await readers.call(_refuse)
    assert await readers.call(_read) == []
    await asyncio.to_thread(readers.stop)


def test_a_loop_that_is_gone_harms_no_thread(path):
    threads = ConnectionThreads(path, count=1, writes=True)
    threads.start()
    gate = Event()

    async def leave():
        call = asyncio.ensure_future(threads.call(lambda c: gate.wait(5)))
        await asyncio.sleep(0.01)
        call.cancel()

    asyncio.run(leave())
    gate.set()
    threads.stop()


async def test_work_that_is_sent_again_is_answered_and_not_done_again(writer):
    once = Once()

    answers = [await writer.call(_insert(1), once=once) for _ in range(2)]

    assert answers == [1, 1]
    assert await writer.call(_read) == [1]


async def test_work_that_stored_nothing_is_done_when_it_is_sent_again(writer):
    once = Once()

    with pytest.raises(NotFound):
        await writer.call(_refuse, once=once)

    assert await writer.call(_insert(1), once=once) == 1
    assert await writer.call(_read) == [1]
