from datetime import timedelta

import pytest

from cogs.progress import Tone, describe_progress
from core.domain.clips.clip import ClipStatus
from core.domain.clips.tracked_job import Tracked
from core.domain.work.job import JobKind, JobStatus
from tests.builders import NOON, make_clip, make_job, make_test_clip_id

FETCH, ANALYSE = JobKind.FETCH_ASSET, JobKind.ANALYSE_ASSET


def show(kind=FETCH, *, clips=(), title="My stream", **given):
    return describe_progress(
        Tracked(title=title, job=make_job(kind=kind, **given), clips=tuple(clips))
    )


def make_clips(*statuses):
    return [
        make_clip(id=make_test_clip_id(number), status=status)
        for number, status in enumerate(statuses)
    ]


@pytest.mark.parametrize(
    ("kind", "stage", "fraction", "headline", "percent"),
    [
        (FETCH, "", 0.0, "Step 1 of 3 · Waiting for its turn", 0),
        (FETCH, "download", 0.424, "Step 1 of 3 · Downloading the video", 42),
        (FETCH, "join parts", 0.1, "Step 1 of 3 · Joining the parts", 10),
        (ANALYSE, "understand", 0.5, "Step 2 of 3 · Having the model watch", 50),
        (ANALYSE, "something new", 0.9, "Step 2 of 3 · Something new", 90),
        (JobKind.RENDER_CLIP, "render", 1.0, "Rendering", 100),
    ],
)
def test_a_step_is_named_with_how_far_it_is(kind, stage, fraction, headline, percent):
    shown = show(kind, status=JobStatus.RUNNING, stage=stage, progress=fraction)

    assert (shown.headline, shown.percent, shown.tone) == (headline, percent, Tone.WORKING)
    assert shown.may_cancel is (kind is not JobKind.RENDER_CLIP)
    assert not shown.may_retry


def test_what_waits_for_another_try_says_why_and_until_when():
    due = NOON + timedelta(seconds=10)

    shown = show(status=JobStatus.QUEUED, stage="download", reason="Nobody answers.", next_at=due)

    assert shown.sentence == "Nobody answers. It will be tried again."
    assert (shown.again_at, shown.percent) == (due, None)
    assert show(status=JobStatus.QUEUED, next_at=due).again_at is None


def test_a_failed_step_names_itself_and_can_be_tried_again():
    shown = show(status=JobStatus.FAILED, stage="download", reason="There is no file.")

    assert shown.headline == "It stopped: downloading the video"
    assert (shown.sentence, shown.tone) == ("There is no file.", Tone.FAILED)
    assert (shown.may_retry, shown.may_cancel) == (True, False)


def test_a_failure_without_a_reason_is_a_sentence_all_the_same():
    assert "Unknown error" in show(status=JobStatus.FAILED).sentence
    assert not show(JobKind.RENDER_CLIP, status=JobStatus.FAILED).may_retry


def test_what_was_called_off_says_so():
    shown = show(status=JobStatus.CANCELLED)

    assert (shown.headline, shown.may_retry, shown.may_cancel) == ("Called off", False, False)


@pytest.mark.parametrize(
    ("statuses", "headline", "sentence", "percent", "tone"),
    [
        (
            ("rendering", "in_review"),
            "Step 3 of 3 · Making clips",
            "1 of 2 clips ready.",
            50,
            "working",
        ),
        (("in_review",), "1 clip made", "1 clip waits for a decision.", 100, "done"),
        (("in_review", "in_review"), "2 clips made", "2 clips wait for a decision.", 100, "done"),
        (
            ("in_review", "failed"),
            "1 clip made",
            "1 clip waits for a decision. 1 clip could not be made; the card says why.",
            100,
            "done",
        ),
        (("approved", "rejected"), "2 clips made", "All of them have been decided.", 100, "done"),
        ((), "No clips", "No moment stood out.", None, "done"),
    ],
)
def test_the_end_tells_of_the_clips(statuses, headline, sentence, percent, tone):
    shown = show(ANALYSE, status=JobStatus.DONE, clips=make_clips(*map(ClipStatus, statuses)))

    assert (shown.headline, shown.sentence) == (headline, sentence)
    assert (shown.percent, shown.tone) == (percent, Tone(tone))


def test_where_no_clip_came_of_it_the_analysis_says_what_it_looked_at():
    assert (
        show(ANALYSE, status=JobStatus.DONE, reason="Looked at 6:00.").sentence == "Looked at 6:00."
    )


def test_a_strangers_title_cannot_deceive():
    assert show(title="a\u202egpj\n\n# B").title == "agpj # B"
    assert show(title="").title == "The work"
