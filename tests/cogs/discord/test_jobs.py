from cogs.discord.jobs import JOBS_MAX, list_lines
from cogs.job_lines import name_job
from core.domain.work.job import JobKind, JobStatus
from tests.builders import make_job


def test_a_job_says_what_how_far_and_how_much():
    job = make_job(status=JobStatus.RUNNING, stage="render", progress=0.404)

    assert list_lines((job,)) == "- Making a clip\\: render, 40 %"
    assert list_lines(()) == "Nothing is being worked on right now."


def test_a_job_that_waits_or_failed_says_so():
    waiting = make_job(kind=JobKind.ANALYSE_ASSET)
    started = make_job(kind=JobKind.POST_CARD, status=JobStatus.RUNNING)
    failed = make_job(
        kind=JobKind.ANALYSE_ASSET, status=JobStatus.FAILED, reason="The disk\n is full."
    )

    assert name_job(waiting) == "Analysing a video: waiting, 0 %"
    assert name_job(started) == "Posting a card: started, 0 %"
    assert name_job(failed) == "Analysing a video: The disk is full."


def test_every_kind_of_job_has_a_name_that_fits_into_a_choice():
    for kind in JobKind:
        failed = make_job(kind=kind, status=JobStatus.FAILED, reason="x" * 500)
        assert len(name_job(failed)) <= 100
        assert "_" not in name_job(failed)


def test_the_longest_list_fits_into_a_message():
    assert len(list_lines((make_job(stage="*" * 99),) * 100)) <= 2000
    assert list_lines((make_job(),) * 100).count("\n") == JOBS_MAX - 1
