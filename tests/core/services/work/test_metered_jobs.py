from dataclasses import replace

from core.domain.work.job import JobKind, JobStatus
from core.domain.work.meters import Meters
from core.services.work.metered_jobs import MeteredJobs
from tests.builders import make_job
from tests.fakes.all_stores import FakeAllStores
from tests.fakes.time_and_ids import FakeClock


async def test_the_end_of_a_job_is_counted_and_that_of_a_render_twice():
    meters = Meters()
    jobs = MeteredJobs(FakeAllStores(FakeClock()).bundle().jobs, meters)
    job = make_job(kind=JobKind.RENDER_CLIP)
    await jobs.add_job(job)

    running = await jobs.save_job(replace(job, status=JobStatus.RUNNING))
    await jobs.save_job(replace(running, status=JobStatus.DONE))

    kind = JobKind.RENDER_CLIP.value
    assert meters.read("truss_jobs_ended_total", kind=kind, outcome="done") == 1
    assert meters.read("truss_renders_total", outcome="done") == 1
    assert (await jobs.get_job(job.creator_id, job.id)).status is JobStatus.DONE
