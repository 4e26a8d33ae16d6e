"""An hour forward or back by the clock, against the queue as it lies in SQLite."""

from datetime import timedelta

import pytest

from core.adapters.table.queue.clock_steps import ClockSteps
from core.adapters.table.queue.table_queue import TableQueue
from core.adapters.table.sqlite import SqliteTable
from core.domain.work.ids import JobId
from core.domain.work.job import Queue
from core.errors import Conflict
from tests.builders import NOON, make_job, make_test_ulid
from tests.contracts.stepped_clock import SteppedClock

HOUR = 3600.0
BOTH_WAYS = pytest.mark.parametrize("by_seconds", [-HOUR, HOUR])


@pytest.fixture
def clock():
    return SteppedClock()


@pytest.fixture
async def table(tmp_path):
    table = await SqliteTable.open(tmp_path / "truss.db")
    yield table
    await table.close()


@pytest.fixture
def queue(table, clock):
    return TableQueue(table, clock)


def _receive(queue):
    return queue.receive(Queue.WORK, lease_seconds=60)


@BOTH_WAYS
async def test_a_job_that_waits_is_received_after_a_step(queue, clock, by_seconds):
    """An hour back stopped the queue for an hour."""
    await queue.send(make_job(), visible_at=clock.now())
    clock.set_by(by_seconds)

    assert await _receive(queue) is not None


@BOTH_WAYS
async def test_a_lease_is_neither_taken_nor_lost_by_a_step(queue, clock, by_seconds):
    await queue.send(make_job(), visible_at=clock.now())
    lease = await _receive(queue)
    clock.set_by(by_seconds)

    assert await _receive(queue) is None
    lease = await queue.extend(lease, lease_seconds=60)
    assert await _receive(queue) is None
    await queue.delete(lease)
    clock.step(days=1)
    assert await _receive(queue) is None


@BOTH_WAYS
async def test_a_dead_workers_lease_lapses_although_the_clock_was_set(
    table, queue, clock, by_seconds
):
    await queue.send(make_job(), visible_at=clock.now())
    await TableQueue(table, clock).receive(Queue.WORK, lease_seconds=60)
    clock.set_by(by_seconds)
    assert await _receive(queue) is None
    waited = 0

    while await _receive(queue) is None:
        clock.step(1)
        waited += 1

    assert 59 <= waited <= 121


async def test_another_process_keeps_its_lease_while_ours_sees_its_clock_set_forward(
    table, queue, clock
):
    await queue.send(make_job(), visible_at=clock.now())
    other = TableQueue(table, clock, is_shared=True)
    lease = await _receive(other)
    clock.set_by(HOUR)

    assert await _receive(queue) is None
    clock.step(20)
    lease = await other.extend(lease, lease_seconds=60)
    clock.step(50)
    assert await _receive(queue) is None
    await other.extend(lease, lease_seconds=60)


async def test_a_wait_is_as_long_as_it_was_where_the_clock_was_set_back(queue, clock):
    """A retry in 10 s came an hour and 10 s later."""
    await queue.send(make_job(), visible_at=clock.now() + timedelta(seconds=10))
    clock.set_by(-HOUR)

    assert await _receive(queue) is None
    clock.step(10)
    assert await _receive(queue) is not None


async def test_a_wait_of_days_is_not_cut_short_by_a_step_back(queue, clock):
    await queue.send(make_job(), visible_at=clock.now() + timedelta(days=2))
    clock.set_by(-HOUR)

    assert await _receive(queue) is None
    clock.step(days=1.9)
    assert await _receive(queue) is None
    clock.step(days=0.1)
    assert await _receive(queue) is not None


async def test_rows_of_a_run_before_the_step_are_found_within_a_minute(table, clock):
    """The clock was wrong by an hour at boot, and was set right before this start."""
    earlier = TableQueue(table, clock)
    for number in range(2):
        await earlier.send(make_job(id=JobId(make_test_ulid(number))), visible_at=NOON)
    clock.set_by(-HOUR)
    queue = TableQueue(table, clock)
    waited = 0

    while await _receive(queue) is None:
        clock.step(1)
        waited += 1

    assert waited <= 60


async def test_a_lease_that_another_took_after_the_step_is_lost(table, queue, clock):
    await queue.send(make_job(), visible_at=clock.now())
    lapsed = await _receive(TableQueue(table, clock))
    clock.step(60)
    await _receive(queue)
    clock.set_by(-HOUR)

    with pytest.raises(Conflict):
        await queue.extend(lapsed, lease_seconds=60)


def test_hidden_rows_are_looked_at_each_minute_and_after_a_step_back(clock):
    steps = ClockSteps(clock)

    assert not steps.must_look("work")
    clock.step(60)
    assert steps.must_look("work")
    assert not steps.must_look("work")
    clock.step(1)
    clock.set_by(-HOUR)
    clock.step(1)
    assert steps.must_look("work")
    assert not steps.must_look("work")


def test_a_clock_that_runs_a_little_fast_was_not_set(clock):
    steps = ClockSteps(clock)

    clock.set_by(0.5)

    assert not steps.must_look("work")
    assert not steps.was_set_forward(within_seconds=60)
