"""A job whose queue row was lost is found by its due row, on every engine."""

from dataclasses import replace

import pytest

from core.domain.work.ids import CreatorId, JobId
from core.domain.work.job import JobStatus, Queue
from core.services.work.housekeeping import Housekeeping
from tests.builders import NOON, make_job, make_test_ulid
from tests.fakes.upkeep import FakeUpkeep

pytestmark = pytest.mark.no_cover


@pytest.fixture
def keeping(stores, clock):
    return Housekeeping(
        clock=clock,
        upkeep=FakeUpkeep(),
        due=stores.due,
        jobs=stores.jobs,
        queue=stores.queue,
    )


async def _lose_row(stores):
    """Take the next job's row out of its queue, as a crash between two writes might."""
    lease = await stores.queue.receive(Queue.WORK, lease_seconds=30)
    await stores.queue.delete(lease)
    return lease


async def test_a_queued_job_that_lost_its_row_is_sent_again(stores, keeping, clock):
    await stores.jobs.add_job(make_job())
    await _lose_row(stores)

    clock.step(119)
    assert await keeping.resend_lost_jobs() == 0
    clock.step(1)
    assert await keeping.resend_lost_jobs() == 1

    assert (await stores.queue.receive(Queue.WORK, lease_seconds=30)).job_id == make_job().id
    assert await stores.queue.receive(Queue.WORK, lease_seconds=30) is None


async def test_a_running_job_that_lost_its_row_is_sent_again_after_its_lease(
    stores, keeping, clock
):
    await stores.jobs.add_job(make_job())
    lease = await _lose_row(stores)
    running = make_job().move_to(JobStatus.RUNNING, at=NOON)
    await stores.jobs.save_job(replace(running, lease_until=lease.until))

    clock.step(149)
    assert await keeping.resend_lost_jobs() == 0
    clock.step(1)
    assert await keeping.resend_lost_jobs() == 1

    assert await stores.queue.receive(Queue.WORK, lease_seconds=30) is not None


async def test_a_job_with_a_row_is_not_sent_again(stores, keeping, clock):
    await stores.jobs.add_job(make_job())
    clock.step(3600)

    assert await keeping.resend_lost_jobs() == 0


async def test_a_job_that_has_ended_is_not_sent_again(stores, keeping, clock):
    await stores.jobs.add_job(make_job())
    await _lose_row(stores)
    await stores.jobs.save_job(make_job().move_to(JobStatus.CANCELLED, at=NOON))
    clock.step(3600)

    assert await keeping.resend_lost_jobs() == 0


async def test_the_jobs_of_all_creators_are_found(stores, keeping, clock):
    """Many creators share eight parts; some hold more than a page."""
    for number in range(230):
        creator_id = CreatorId(f"creator-{number % 10}")
        job = make_job(id=JobId(make_test_ulid(number)), creator_id=creator_id)
        await stores.jobs.add_job(job)
        await _lose_row(stores)
    clock.step(3600)

    assert await keeping.resend_lost_jobs() == 230
    assert await keeping.resend_lost_jobs() == 0
