from dataclasses import replace

import pytest

from core.domain.work.due import Due, DueKind
from core.domain.work.job import JobKind, JobStatus, Queue
from core.services.work.housekeeping import Housekeeping
from tests.builders import NOON, make_job
from tests.contracts.stepped_clock import SteppedClock
from tests.fakes.all_stores import FakeAllStores
from tests.fakes.upkeep import FakeUpkeep


@pytest.fixture
def clock():
    return SteppedClock()


@pytest.fixture
def stores(clock):
    return FakeAllStores(clock)


def _keeping(stores, clock, upkeep=None):
    return Housekeeping(
        clock=clock,
        upkeep=upkeep or FakeUpkeep(),
        due=stores.due,
        jobs=stores.jobs,
        queue=stores.queue,
    )


async def test_what_has_expired_is_swept_by_the_clock_of_the_app(stores, clock):
    upkeep = FakeUpkeep(expired=3)

    count = await _keeping(stores, clock, upkeep).sweep_expired()

    assert (count, upkeep.swept_at) == (3, [NOON])


async def test_a_job_that_waits_long_in_a_full_queue_is_not_sent_twice(stores, clock):
    """A row more would let two workers render one clip."""
    await stores.jobs.add_job(make_job())
    clock.step(3600)

    assert await _keeping(stores, clock).resend_lost_jobs() == 0
    assert len(stores.memory.rows) == 1


async def test_a_job_that_is_being_worked_on_is_left_alone(stores, clock):
    await stores.jobs.add_job(make_job())
    lease = await stores.queue.receive(Queue.WORK, lease_seconds=600)
    running = make_job().move_to(JobStatus.RUNNING, at=NOON)
    await stores.jobs.save_job(replace(running, lease_until=lease.until))
    stores.memory.rows.clear()
    clock.step(600)

    assert await _keeping(stores, clock).resend_lost_jobs() == 0


async def test_what_is_due_and_is_no_job_is_left_alone(stores, clock):
    due = Due(at=NOON, kind=DueKind.METRICS, creator_id=make_job().creator_id, id="1")
    await stores.due.add_due(due)
    clock.step(3600)

    assert await _keeping(stores, clock).resend_lost_jobs() == 0
    assert await stores.due.delete_due(due)


async def test_a_due_row_without_a_job_is_removed(stores, clock):
    due = Due(at=NOON, kind=DueKind.JOB, creator_id=make_job().creator_id, id=make_job().id)
    await stores.due.add_due(due)
    clock.step(3600)

    assert await _keeping(stores, clock).resend_lost_jobs() == 0
    assert not await stores.due.delete_due(due)


async def test_a_publication_in_the_queue_of_an_older_version_is_not_sent_twice(stores, clock):
    job = make_job(kind=JobKind.PUBLISH_CLIP)
    await stores.jobs.add_job(job)
    ((_, visible_at, job_id),) = stores.memory.rows
    stores.memory.rows = {("work", visible_at, job_id): job.creator_id}
    clock.step(3600)

    assert await _keeping(stores, clock).resend_lost_jobs() == 0
    stores.memory.rows.clear()
    assert await _keeping(stores, clock).resend_lost_jobs() == 1
    assert await stores.queue.list_waiting(Queue.PUBLISHING) == {job.id}
