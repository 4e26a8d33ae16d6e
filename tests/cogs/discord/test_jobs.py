from cogs.discord.jobs import JOBS_MAX, list_lines
from core.domain.job import JobKind, JobStatus
from tests.builders import make_job


def test_a_job_says_what_how_far_and_how_much():
    job = make_job(status=JobStatus.RUNNING, stage="render", progress=0.404)

    assert list_lines((job,)) == "- Making a clip: render, 40 %"
    assert list_lines((make_job(kind=JobKind.POST_CARD),)) == "- Showing a clip: started, 0 %"
    assert list_lines(()) == "Nothing is being worked on right now."


def test_the_longest_list_fits_into_a_message():
    assert len(list_lines((make_job(stage="*" * 99),) * 100)) <= 2000
    assert list_lines((make_job(),) * 100).count("\n") == JOBS_MAX - 1
