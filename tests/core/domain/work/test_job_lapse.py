from datetime import timedelta

import pytest

from core.domain.work.job import JobStatus
from core.domain.work.job_lapse import has_long_ended, may_be_lost, visible_from
from tests.builders import NOON, make_job


def _at(seconds):
    return None if seconds is None else NOON + timedelta(seconds=seconds)


def _job(status, next_at=None, lease_until=None, updated_at=0):
    return make_job(
        status=status,
        next_at=_at(next_at),
        lease_until=_at(lease_until),
        created_at=NOON,
        updated_at=_at(updated_at),
    )


@pytest.mark.parametrize(
    ("job", "seconds"),
    [
        (_job(JobStatus.QUEUED), 0),
        (_job(JobStatus.QUEUED, next_at=40), 40),
        (_job(JobStatus.QUEUED, next_at=40, lease_until=30), 40),
        (_job(JobStatus.RUNNING, lease_until=30), 30),
        (_job(JobStatus.RUNNING), 0),
    ],
)
def test_a_job_is_visible_from_its_retry_or_the_end_of_its_lease_on(job, seconds):
    assert visible_from(job) == _at(seconds)


@pytest.mark.parametrize(
    ("job", "now", "lost"),
    [
        (_job(JobStatus.QUEUED), 119, False),
        (_job(JobStatus.QUEUED), 120, True),
        (_job(JobStatus.QUEUED, next_at=40), 159, False),
        (_job(JobStatus.QUEUED, next_at=40), 160, True),
        (_job(JobStatus.QUEUED, updated_at=100), 219, False),  # somebody touched it since
        (_job(JobStatus.RUNNING, lease_until=30), 149, False),
        (_job(JobStatus.RUNNING, lease_until=30), 150, True),
        (_job(JobStatus.DONE), 999, False),
        (_job(JobStatus.CANCELLED), 999, False),
    ],
)
def test_a_job_may_be_lost_two_minutes_after_anybody_cared(job, now, lost):
    assert may_be_lost(job, _at(now)) is lost


@pytest.mark.parametrize(
    ("status", "now", "ended"),
    [
        (JobStatus.FAILED, 119, False),
        (JobStatus.FAILED, 120, True),
        (JobStatus.QUEUED, 999, False),
    ],
)
def test_what_has_just_ended_may_begin_again(status, now, ended):
    assert has_long_ended(_job(status), _at(now)) is ended
