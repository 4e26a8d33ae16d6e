import pytest

from core.adapters.table.items.job_items import due_key
from core.adapters.table.stores.jobs import JobTable
from core.domain.work.job import JobStatus
from core.errors import NotFound
from core.ports.work import JobStore
from tests.builders import CREATOR, NOON, make_job

_: type[JobStore] = JobTable


async def test_a_job_has_a_due_row_until_it_ends(stores, table):
    """A job whose queue row was lost is found by it."""
    await stores.jobs.add_job(make_job())
    assert (await table.get(due_key(make_job())))["id"] == make_job().id

    job = await stores.jobs.save_job(make_job().move_to(JobStatus.RUNNING, at=NOON))
    assert await table.get(due_key(job)) is not None
    job = await stores.jobs.save_job(job.move_to(JobStatus.FAILED, at=NOON))
    assert await table.get(due_key(job)) is None
    job = await stores.jobs.save_job(job.move_to(JobStatus.QUEUED, at=NOON))
    assert await table.get(due_key(job)) is not None


async def test_the_progress_of_a_job_is_one_plain_write(stores, table):
    await stores.jobs.add_job(make_job())
    table.calls.clear()

    await stores.jobs.save_job(make_job(status=JobStatus.RUNNING, progress=0.5))

    assert table.calls == {"put_if": 1}


async def test_an_ended_job_is_gone_after_30_days_though_it_lies_there_still(stores, clock):
    """DynamoDB deletes hours or days late."""
    await stores.jobs.add_job(make_job())
    job = await stores.jobs.save_job(make_job(status=JobStatus.RUNNING))
    job = await stores.jobs.save_job(job.move_to(JobStatus.DONE, at=NOON))
    clock.step(days=30)

    with pytest.raises(NotFound):
        await stores.jobs.get_job(CREATOR, job.id)
    assert (await stores.jobs.list_jobs(CREATOR, JobStatus.DONE)).items == ()
