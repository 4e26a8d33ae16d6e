import asyncio
from datetime import timedelta

from core.adapters.clock import SystemClock
from core.adapters.table.items.job_items import queue_item
from core.adapters.table.queue.table_queue import read_waiting
from core.domain.work.job import Queue
from core.services.work.wake_ups import WakeUps, wait_for
from tests.builders import NOON, make_job


async def test_a_job_that_is_visible_wakes_all_who_wait_for_its_queue_and_no_other():
    clock = SystemClock()
    wakes = WakeUps(clock)
    waiting = [wait_for(wakes.take_ticket(Queue.WORK), 5.0) for _ in range(3)]
    other = wait_for(wakes.take_ticket(Queue.FETCH), 0.02)

    wakes.note(Queue.WORK, clock.now())

    assert await asyncio.gather(*waiting) == [True, True, True]
    assert await other is False


async def test_a_job_that_comes_between_looking_and_waiting_is_not_missed():
    clock = SystemClock()
    wakes = WakeUps(clock)
    ticket = wakes.take_ticket(Queue.WORK)
    wakes.note(Queue.WORK, clock.now())

    assert await wait_for(ticket, 5.0)


async def test_jobs_that_are_due_later_wake_at_their_times():
    clock = SystemClock()
    wakes, began = WakeUps(clock), clock.steady_seconds()
    for milliseconds in (300, 100, 100):
        wakes.note(Queue.WORK, clock.now() + timedelta(milliseconds=milliseconds))

    rung = []
    for _ in range(2):
        assert await wait_for(wakes.take_ticket(Queue.WORK), 5.0)
        rung.append(clock.steady_seconds() - began)

    assert 0.1 <= rung[0] < 0.3 <= rung[1] < 1.5


def test_a_row_of_a_queue_is_told_from_a_lease_and_from_all_else():
    row = queue_item(make_job(), NOON, written_at=NOON)

    assert read_waiting(row) == (make_job().queue, NOON)
    assert read_waiting(row | {"isLease": True}) is None
    assert read_waiting({"PK": "CREATOR#ada", "SK": "METADATA"}) is None
    assert read_waiting({"PK": "QUEUE#unknown#0", "SK": row["SK"]}) is None
