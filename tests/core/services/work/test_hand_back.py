import asyncio
from datetime import timedelta
from typing import Any

from core.domain.work.job import JobKind, JobStatus, Queue
from core.errors import ExternalFailure
from core.services.work.hand_back import SETTLING_SECONDS, hand_back
from core.services.work.health import Health
from core.services.work.job_handlers import handle
from core.services.work.job_runner import JobRunner
from tests.builders import make_job
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock


def _make_runner(stores, clock, work):
    async def give_up(job, stage, reason):
        raise AssertionError(reason)

    return JobRunner(
        clock=clock,
        jobs=stores.jobs,
        queue=stores.queue,
        handlers={JobKind.RENDER_CLIP: handle(work, give_up)},
        health=Health(clock=clock),
        lease_seconds=30.0,
        retry_seconds=5.0,
        idle_seconds=0.01,
    )


async def _start_and_stop(stores, clock):
    has_begun = asyncio.Event()

    async def work(job, progress):
        has_begun.set()
        await asyncio.Event().wait()

    working = asyncio.ensure_future(_make_runner(stores, clock, work).run(Queue.WORK))
    await asyncio.wait_for(has_begun.wait(), 30)
    working.cancel()
    await asyncio.wait({working})


async def test_a_job_of_a_worker_that_stops_is_another_s_without_waiting_for_its_lease():
    clock = FakeClock()
    stores = FakeStores(clock)
    job = make_job()
    await stores.jobs.add_job(job)
    await stores.queue.send(job, visible_at=clock.now())

    await _start_and_stop(stores, clock)

    waiting = await stores.jobs.get_job(job.creator_id, job.id)
    assert waiting.status is JobStatus.QUEUED
    assert waiting.lease_until is None
    assert await stores.queue.receive(Queue.WORK, lease_seconds=30) is None
    clock.advance(SETTLING_SECONDS)
    assert await stores.queue.receive(Queue.WORK, lease_seconds=30) is not None


async def test_being_stopped_again_and_again_is_no_row_of_crashes():
    clock = FakeClock()
    stores = FakeStores(clock)
    job = make_job()
    await stores.jobs.add_job(job)
    await stores.queue.send(job, visible_at=clock.now())

    for _ in range(5):
        await _start_and_stop(stores, clock)
        clock.advance(SETTLING_SECONDS)

    assert (await stores.jobs.get_job(job.creator_id, job.id)).attempts == 1


async def test_a_table_that_is_away_keeps_no_worker_from_ending():
    clock = FakeClock()
    stores = FakeStores(clock)
    job = make_job()
    await stores.jobs.add_job(job)
    await stores.queue.send(job, visible_at=clock.now())
    lease = await stores.queue.receive(Queue.WORK, lease_seconds=30)
    assert lease is not None
    running = job.move_to(JobStatus.RUNNING, at=clock.now())

    class Away:
        async def save_job(self, job):
            raise ExternalFailure("The table is away.", retryable=True)

    away: Any = Away()
    await hand_back(running, lease, jobs=away, queue=stores.queue, now=clock.now())

    assert lease.until == clock.now() + timedelta(seconds=30)
