from datetime import timedelta

import pytest

from core.domain.work.ids import JobId
from core.domain.work.job import Job, JobKind, JobStatus
from core.services.work.new_jobs import NewJobs
from tests.builders import CREATOR, NOON
from tests.fakes.time_and_ids import FakeClock

LATER = NOON + timedelta(hours=1)


class NamedIds:
    """Ids that show what they were made of."""

    def new_ulid(self, at, *names):
        return "/".join([at.isoformat(), *names])


@pytest.fixture
def new_jobs():
    return NewJobs(clock=FakeClock(), ids=NamedIds())


def test_a_job_waits_at_once_under_an_id_that_says_what_it_is_for(new_jobs):
    job = new_jobs.make(JobKind.RENDER_CLIP, CREATOR, "clip", "3")

    assert job == Job(
        id=JobId(f"{NOON.isoformat()}/render_clip/clip/3"),
        creator_id=CREATOR,
        kind=JobKind.RENDER_CLIP,
        subject_id="clip",
        created_at=NOON,
        updated_at=NOON,
    )
    assert job.status is JobStatus.QUEUED


def test_a_job_may_be_made_at_another_time_and_start_before_or_after_it(new_jobs):
    job = new_jobs.make(JobKind.POST_CARD, CREATOR, "clip", at=LATER, after=timedelta(seconds=-5))

    assert (job.created_at, job.next_at) == (LATER, LATER - timedelta(seconds=5))
    assert job.id.startswith(LATER.isoformat())


def test_an_id_may_sort_under_another_time_than_the_jobs(new_jobs):
    job = new_jobs.make(JobKind.RENDER_CLIP, CREATOR, "clip", sorts_at=LATER)

    assert (job.id, job.created_at) == (f"{LATER.isoformat()}/render_clip/clip", NOON)


def test_an_id_that_was_given_out_before_is_the_jobs(new_jobs):
    known = new_jobs.name(JobKind.FETCH_ASSET, "intake", sorts_at=NOON)

    job = new_jobs.make(JobKind.FETCH_ASSET, CREATOR, "intake", job_id=known, at=LATER)

    assert (job.id, job.created_at) == (known, LATER)
