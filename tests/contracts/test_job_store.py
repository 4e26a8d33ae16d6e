from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.work.ids import CreatorId, JobId
from core.domain.work.job import JobStatus, Queue
from core.errors import Conflict, NotFound
from tests.builders import CREATOR, NOON, make_job, make_test_ulid
from tests.contracts.paging import read_all


async def test_a_job_comes_back_as_it_was_added(stores):
    job = make_job(
        stage="encode",
        progress=0.37,
        attempts=2,
        next_at=NOON,
        lease_until=NOON,
        reason="once",
    )

    assert await stores.jobs.add_job(job)

    assert await stores.jobs.get_job(CREATOR, job.id) == job


async def test_a_job_is_added_once(stores):
    assert await stores.jobs.add_job(make_job())
    assert not await stores.jobs.add_job(make_job(stage="other"))

    assert await stores.queue.receive(Queue.WORK, lease_seconds=60) is not None
    assert await stores.queue.receive(Queue.WORK, lease_seconds=60) is None


async def test_a_job_waits_for_its_time(stores, clock):
    await stores.jobs.add_job(make_job(next_at=NOON + timedelta(seconds=30)))

    assert await stores.queue.receive(Queue.WORK, lease_seconds=60) is None
    clock.step(30)
    assert await stores.queue.receive(Queue.WORK, lease_seconds=60) is not None


async def test_one_of_two_workers_moves_a_job(stores):
    await stores.jobs.add_job(make_job())
    first = await stores.jobs.save_job(make_job().move_to(JobStatus.RUNNING, at=NOON))

    with pytest.raises(Conflict) as conflict:
        await stores.jobs.save_job(make_job().move_to(JobStatus.RUNNING, at=NOON))

    assert conflict.value.current == first


async def test_a_job_can_fail_and_be_queued_again(stores):
    await stores.jobs.add_job(make_job())
    job = await stores.jobs.save_job(make_job(status=JobStatus.RUNNING))
    job = await stores.jobs.save_job(job.move_to(JobStatus.FAILED, at=NOON))
    job = await stores.jobs.save_job(job.move_to(JobStatus.QUEUED, at=NOON))

    assert await stores.jobs.get_job(CREATOR, job.id) == replace(make_job(), version=4)


async def test_the_job_of_another_creator_is_not_found(stores):
    await stores.jobs.add_job(make_job())

    with pytest.raises(NotFound):
        await stores.jobs.get_job(CreatorId("ben"), make_job().id)


async def test_jobs_of_one_status_are_listed_newest_first(stores):
    jobs = [
        make_job(id=JobId(make_test_ulid(n)), created_at=NOON + timedelta(seconds=n))
        for n in range(5)
    ]
    for job in jobs:
        await stores.jobs.add_job(job)
    await stores.jobs.save_job(replace(jobs[0], status=JobStatus.RUNNING))

    async def read(cursor):
        return await stores.jobs.list_jobs(CREATOR, JobStatus.QUEUED, cursor=cursor, limit=3)

    assert await read_all(read) == jobs[:0:-1]
