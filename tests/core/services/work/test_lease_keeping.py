from __future__ import annotations

import asyncio

import pytest

from core.background import spawn
from core.domain.work.job import JobStatus, Queue
from core.errors import ExternalFailure
from core.services.work.job_handlers import JobProgress
from core.services.work.lease_keeping import HOLD_TRIES, LeaseKeeping, WorkWatch
from tests.builders import make_job
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock

LEASE_SECONDS = 0.03
AWAY = ExternalFailure("The table is away.", retryable=True, stage="table")


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def stores(clock):
    return FakeStores(clock)


@pytest.fixture
def keeping(clock, stores):
    return LeaseKeeping(
        clock=clock,
        jobs=stores.jobs,
        queue=stores.queue,
        lease_seconds=LEASE_SECONDS,
        pause_seconds=0.001,
    )


async def _begin(stores) -> WorkWatch:
    await stores.jobs.add_job(make_job())
    lease = await stores.queue.receive(Queue.WORK, lease_seconds=LEASE_SECONDS)
    job = make_job()
    running = await stores.jobs.save_job(job.move_to(JobStatus.RUNNING, at=job.updated_at))
    return WorkWatch(job=running, lease=lease, progress=JobProgress())


async def test_a_lease_is_extended_and_people_see_how_far_the_work_is(keeping, stores):
    watch = await _begin(stores)
    until = watch.lease.until
    work = spawn(asyncio.sleep(60), name="work")
    beat = spawn(keeping.keep(watch, work), name="beat")

    watch.progress.enter("render", 0.5)
    stores.memory.clock.advance(1)
    async with asyncio.timeout(10):
        while watch.job.stage != "render" or watch.lease.until == until:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
    watch.has_ended.set()
    await beat

    assert not watch.is_lost
    assert (await stores.jobs.get_job(watch.job.creator_id, watch.job.id)).progress == 0.5
    work.cancel()


async def test_work_ends_where_its_lease_is_another_workers_by_now(keeping, stores, clock):
    watch = await _begin(stores)
    clock.advance(60)
    await stores.queue.receive(Queue.WORK, lease_seconds=LEASE_SECONDS)
    work = spawn(asyncio.sleep(60), name="work")

    await keeping.keep(watch, work)

    assert watch.is_lost
    with pytest.raises(asyncio.CancelledError):
        await work
    assert not await keeping.still_holds(watch)


async def test_a_table_that_is_away_is_asked_again_and_in_the_end_given_up(
    keeping, stores, monkeypatch
):
    watch = await _begin(stores)
    answers = [AWAY, AWAY, None]
    extend = stores.queue.extend

    async def stumble(lease, *, lease_seconds):
        if answers and (answer := answers.pop(0)) is not None:
            raise answer
        return await extend(lease, lease_seconds=lease_seconds)

    monkeypatch.setattr(stores.queue, "extend", stumble)

    assert await keeping.still_holds(watch)
    answers += [AWAY] * (HOLD_TRIES + 1)
    with pytest.raises(ExternalFailure):
        await keeping.still_holds(watch)
