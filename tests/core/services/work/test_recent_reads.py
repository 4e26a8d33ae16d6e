from datetime import timedelta

import pytest

from core.services.work.recent_reads import (
    CLOCKS_APART,
    KEPT_FOR,
    KEPT_MOST,
    OldestRead,
    RecentReads,
)
from tests.fakes.time_and_ids import FakeClock


class Row:
    """A row that counts how often it is read."""

    def __init__(self):
        self.reads = 0

    async def read(self):
        self.reads += 1
        return self.reads


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def recent(clock):
    return RecentReads(clock=clock)


async def test_what_was_read_after_a_moment_is_not_read_again(clock, recent):
    row, since = Row(), clock.now()
    clock.advance(CLOCKS_APART.total_seconds())

    assert [await recent.read("a", row.read, since=since) for _ in range(3)] == [1, 1, 1]


async def test_what_was_read_before_it_is_read_again(clock, recent):
    row, since = Row(), clock.now()
    clock.advance(10)
    await recent.read("a", row.read, since=since)

    assert await recent.read("a", row.read, since=clock.now()) == 2


async def test_a_clock_that_goes_a_little_wrong_keeps_nothing_old(clock, recent):
    """A job's time is of the machine that made it, which another one may be ahead of."""
    row = Row()
    await recent.read("a", row.read, since=clock.now() - timedelta(minutes=1))

    assert await recent.read("a", row.read, since=clock.now() - CLOCKS_APART / 2) == 2


@pytest.mark.parametrize("set_by_seconds", [-3600, -8, 8])
async def test_a_clock_that_was_set_has_all_read_anew(clock, recent, set_by_seconds):
    """By the clock alone, what was read before it was set back is newer than all jobs for hours."""
    row = Row()
    await recent.read("a", row.read, since=clock.now() - timedelta(minutes=1))
    clock.set_by(set_by_seconds)
    made_at = clock.now()
    clock.advance(9)

    assert await recent.read("a", row.read, since=made_at) == 2


async def test_nothing_is_kept_for_long(clock, recent):
    row, since = Row(), clock.now() - timedelta(minutes=1)
    await recent.read("a", row.read, since=since)
    clock.advance(KEPT_FOR.total_seconds())

    assert await recent.read("a", row.read, since=since) == 2


async def test_without_a_moment_it_is_read_now(clock, recent):
    row = Row()
    await recent.read("a", row.read, since=clock.now() - timedelta(minutes=1))

    assert await recent.read("a", row.read, since=None) == 2


async def test_a_change_while_it_is_read_counts_as_later(clock, recent):
    since = clock.now()
    row = Row()

    async def read_slowly():
        clock.advance(10)
        return await row.read()

    await recent.read("a", read_slowly, since=since)

    assert await recent.read("a", row.read, since=since + timedelta(seconds=5)) == 2


async def test_the_oldest_make_room(clock, recent):
    row, since = Row(), clock.now() - timedelta(minutes=1)
    for name in range(KEPT_MOST + 1):
        await recent.read(name, row.read, since=since)

    assert await recent.read(KEPT_MOST, row.read, since=since) == KEPT_MOST + 1
    assert await recent.read(0, row.read, since=since) == KEPT_MOST + 2


async def test_the_oldest_of_several_reads_is_noted(clock, recent):
    row, since = Row(), clock.now()
    clock.advance(10)
    read_at = clock.now()
    await recent.read("a", row.read, since=since)
    clock.advance(10)
    alone, both = OldestRead(begun_at=clock.now()), OldestRead(begun_at=clock.now())

    await recent.read("b", row.read, since=since, oldest=alone)
    for name in ("a", "b"):
        await recent.read(name, row.read, since=since, oldest=both)

    assert (alone.at, both.at) == (clock.now(), read_at)
