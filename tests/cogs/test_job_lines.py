import pytest

from cogs.job_lines import name_job
from core.domain.work.job import JobKind, JobStatus
from tests.builders import make_job


@pytest.mark.parametrize("kind", JobKind)
def test_every_job_says_what_it_does(kind):
    assert name_job(make_job(kind=kind))[0].isupper()


def test_what_failed_says_why_and_no_more_than_fits():
    failed = make_job(status=JobStatus.FAILED, reason="x" * 300)

    assert len(name_job(failed)) == 100
