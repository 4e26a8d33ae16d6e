import asyncio
from datetime import timedelta

import pytest

from core.adapters.table.queue.queue_rows import HELD_UNTIL
from core.adapters.table.queue.table_queue import TableQueue
from core.adapters.table.sqlite import SqliteTable
from core.domain.work.ids import JobId
from core.domain.work.job import Queue
from core.errors import Conflict
from core.ports.work import JobQueue
from tests.builders import NOON, make_job, make_test_ulid
from tests.contracts.stepped_clock import SteppedClock
from tests.core.adapters.table.counting_table import CountingTable

_: type[JobQueue] = TableQueue


@pytest.fixture
async def table(tmp_path):
    table = CountingTable(await SqliteTable.open(tmp_path / "truss.db"))
    yield table
    await table.close()


@pytest.fixture
def queue(table):
    return TableQueue(table, SteppedClock())


async def test_looking_into_an_empty_queue_is_one_query(queue, table):
    assert await queue.receive(Queue.WORK, lease_seconds=60) is None

    assert table.calls == {"query": 1}


async def test_receiving_is_one_query_and_one_move(queue, table):
    await queue.send(make_job(), visible_at=NOON)
    table.calls.clear()

    await queue.receive(Queue.WORK, lease_seconds=60)

    assert table.calls == {"query": 1, "transact": 1}


async def test_racing_workers_share_the_jobs_without_taking_one_twice(queue):
    for number in range(16):
        job = make_job(id=JobId(make_test_ulid(number)))
        await queue.send(job, visible_at=NOON)

    received = await asyncio.gather(
        *(queue.receive(Queue.WORK, lease_seconds=60) for _ in range(32))
    )

    jobs = [lease.job_id for lease in received if lease]
    assert len(jobs) == len(set(jobs)) == 16


async def test_many_leases_are_taken_back_in_pages(queue):
    for number in range(250):
        job = make_job(id=JobId(make_test_ulid(number)))
        await queue.send(job, visible_at=NOON)
        await queue.receive(Queue.WORK, lease_seconds=3600)

    assert await queue.release_all(Queue.WORK) == 250
    assert await queue.release_all(Queue.WORK) == 0


async def test_a_lease_extended_within_a_millisecond_stays_the_same_row(queue, table):
    await queue.send(make_job(), visible_at=NOON)
    lease = await queue.receive(Queue.WORK, lease_seconds=60)
    assert lease is not None

    assert await queue.extend(lease, lease_seconds=60) == lease
    await queue.delete(lease)
    with pytest.raises(Conflict):
        await queue.extend(lease, lease_seconds=60)


async def test_nobodys_leases_are_taken_over_where_others_work_too(table):
    """On a shared table a lease may belong to a process that lives."""
    queue = TableQueue(table, SteppedClock(), is_shared=True)
    await queue.send(make_job(), visible_at=NOON)
    await queue.receive(Queue.WORK, lease_seconds=60)

    assert await queue.release_all(Queue.WORK) == 0
    assert await queue.receive(Queue.WORK, lease_seconds=60) is None


async def test_a_restart_takes_over_what_its_own_home_left_and_nothing_else(table):
    """Of others it would have to wait for the end of the lease, for they may live."""

    def open_queue(home):
        return TableQueue(table, SteppedClock(), is_shared=True, home=home)

    jobs = [make_job(id=JobId(make_test_ulid(number))) for number in (1, 2)]
    for job in jobs:
        await open_queue("here").send(job, visible_at=NOON)
    ours = await open_queue("here").receive(Queue.WORK, lease_seconds=60)
    await open_queue("there").receive(Queue.WORK, lease_seconds=60)
    again = open_queue("here")

    assert await again.release_all(Queue.WORK) == 1
    taken = await again.receive(Queue.WORK, lease_seconds=60)

    assert taken is not None
    assert ours is not None
    assert taken.job_id == ours.job_id
    assert await again.receive(Queue.WORK, lease_seconds=60) is None
    assert await again.release_all(Queue.PUBLISHING) == 0


async def test_what_was_extended_is_of_the_home_and_what_was_put_off_of_none(table):
    queue = TableQueue(table, SteppedClock(), is_shared=True, home="here")
    await queue.send(make_job(), visible_at=NOON)
    first = await queue.receive(Queue.WORK, lease_seconds=60)
    assert first is not None
    await queue.extend(first, lease_seconds=90)
    assert await TableQueue(table, SteppedClock(), is_shared=True, home="here").release_all(
        Queue.WORK
    )

    second = await queue.receive(Queue.WORK, lease_seconds=60)
    assert second is not None
    await queue.release(second, visible_at=NOON + timedelta(hours=1))

    assert await queue.release_all(Queue.WORK) == 0


async def test_all_that_wait_are_listed_leased_or_not(queue):
    jobs = [make_job(id=JobId(make_test_ulid(number))) for number in range(1100)]
    for job in jobs:
        await queue.send(job, visible_at=NOON)
    await queue.receive(Queue.WORK, lease_seconds=60)

    assert await queue.list_waiting(Queue.WORK) == {job.id for job in jobs}
    assert await queue.list_waiting(Queue.DISCORD) == frozenset()


async def _hold(table, *, left_seconds, holder="h1"):
    """Hold the queue's one row as a process does that was told of it by SQS."""
    (row,) = (await table.scan()).items
    until = int((NOON.timestamp() + left_seconds) * 1000)
    held = {"isLease": True, "holder": holder, "messageId": "m", HELD_UNTIL: until, "waitMs": 60000}
    await table.put_if(row | held)


async def test_what_a_process_with_sqs_works_on_is_left_to_it_until_its_lease_is_over(tmp_path):
    """A process that was started without the queues' prefix beside those that have it."""
    sqlite, clock = await SqliteTable.open(tmp_path / "truss.db"), SteppedClock()
    queue = TableQueue(sqlite, clock, is_shared=True)
    await queue.send(make_job(), visible_at=NOON)
    await _hold(sqlite, left_seconds=60)

    assert await queue.receive(Queue.WORK, lease_seconds=60) is None
    clock.step(61)
    lease = await queue.receive(Queue.WORK, lease_seconds=60)

    assert lease is not None
    (row,) = (await sqlite.scan()).items
    assert not {"holder", "messageId", HELD_UNTIL} & row.keys()
    await sqlite.close()


async def test_a_hold_that_lies_further_ahead_than_it_ever_was_is_none(tmp_path):
    """The clock of this machine is a day behind."""
    sqlite = await SqliteTable.open(tmp_path / "truss.db")
    queue = TableQueue(sqlite, SteppedClock(), is_shared=True)
    await queue.send(make_job(), visible_at=NOON)
    await _hold(sqlite, left_seconds=86400)

    assert await queue.receive(Queue.WORK, lease_seconds=60) is not None
    await sqlite.close()


async def test_of_one_with_sqs_and_one_without_that_see_a_row_at_once_one_takes_it(
    tmp_path, monkeypatch
):
    sqlite = await SqliteTable.open(tmp_path / "truss.db")
    queue = TableQueue(sqlite, SteppedClock(), is_shared=True)
    await queue.send(make_job(), visible_at=NOON)
    transact = sqlite.transact

    async def be_late(actions):
        await _hold(sqlite, left_seconds=60)
        await transact(actions)

    monkeypatch.setattr(sqlite, "transact", be_late)

    assert await queue.receive(Queue.WORK, lease_seconds=60) is None
    (row,) = (await sqlite.scan()).items
    assert row["holder"] == "h1"
    await sqlite.close()
