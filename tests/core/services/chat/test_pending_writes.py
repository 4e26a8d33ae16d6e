from itertools import pairwise

import pytest

from core.errors import Busy, Conflict, ExternalFailure, NotFound
from core.services.chat import pending_writes
from core.services.chat.pending_writes import PendingWrites
from tests.fakes.time_and_ids import FakeClock


class Table:
    """Does what it is told to, unless it is away."""

    def __init__(self):
        self.error = None
        self.done = []

    def write(self, name):
        async def write():
            if self.error:
                raise self.error
            self.done.append(name)

        return write


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def table():
    return Table()


@pytest.fixture
def writes(clock):
    return PendingWrites(clock, stream_id="s1")


async def test_what_fails_is_tried_again_in_order_after_a_pause(clock, table, writes):
    table.error = Busy("The table is locked.")
    for name in "abc":
        writes.add(name, table.write(name))
    await writes.run()
    table.error = None
    await writes.run()
    assert (table.done, len(writes)) == ([], 3)

    clock.advance(1.0)
    writes.add("d", table.write("d"))
    await writes.run()

    assert table.done == ["a", "b", "c", "d"]


async def test_the_pauses_grow_to_ten_seconds(clock, table, writes):
    table.error = ExternalFailure("It does not answer.", retryable=True)
    tries = []

    async def count():
        tries.append(clock.steady_seconds())
        await table.write("a")()

    writes.add("a", count)
    for _ in range(600):
        await writes.run()
        clock.advance(0.1)

    pauses = [after - before for before, after in pairwise(tries)]
    assert pauses[0] < 1.0
    assert 5.0 <= pauses[-1] <= 10.2


@pytest.mark.parametrize(
    ("error", "tries"),
    [
        (NotFound("It is gone."), 1),
        (ExternalFailure("It is forbidden."), 1),
        (Conflict("Somebody was faster."), 5),
    ],
)
async def test_what_no_try_can_mend_makes_way_for_the_next(clock, table, writes, error, tries):
    tried = []

    async def refuse():
        tried.append(1)
        raise error

    writes.add("bad", refuse)
    writes.add("good", table.write("good"))
    for _ in range(10):
        await writes.run()
        clock.advance(11.0)

    assert (len(tried), table.done) == (tries, ["good"])


async def test_an_error_that_nobody_foresaw_is_shown_once(table, writes):
    async def fail():
        raise KeyError("a mistake of ours")

    writes.add("bad", fail)
    writes.add("good", table.write("good"))
    with pytest.raises(KeyError):
        await writes.run()
    await writes.run()

    assert table.done == ["good"]


async def test_of_what_replaces_itself_the_newest_is_stored(clock, table, writes):
    table.error = Busy("The table is locked.")
    writes.add("moment", table.write("moment"))
    await writes.run()
    for number in range(3):
        writes.add("memory", table.write(f"memory {number}"), is_replaceable=True)
        writes.add(f"other {number}", table.write(f"other {number}"))
    table.error = None
    clock.advance(1.0)
    await writes.run()

    assert table.done == ["moment", "other 0", "other 1", "memory 2", "other 2"]


async def test_at_the_end_it_waits_for_so_long_and_then_lets_go(table, writes, monkeypatch):
    monkeypatch.setattr(pending_writes, "_POLL_SECONDS", 0.001)
    table.error = Busy("The table is locked.")
    writes.add("moment", table.write("moment"))

    assert not await writes.drain(seconds=0.01)
    writes.give_up()

    assert len(writes) == 0
    assert await writes.drain(seconds=0.01)


async def test_it_does_not_grow_without_bound(table, writes, monkeypatch):
    monkeypatch.setattr(pending_writes, "WRITES_MAX", 2)
    for name in "abc":
        writes.add(name, table.write(name))
    await writes.run()

    assert table.done == ["a", "b"]
