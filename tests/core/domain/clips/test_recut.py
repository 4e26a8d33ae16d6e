import math
from dataclasses import replace

import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.clips.recut import Trim, recut, retitle, trim
from core.errors import Conflict, InvalidInput
from tests.builders import NOON, make_clip, make_score

# The clip of these tests lies at 103 to 133 s of 360 s.
ASSET_SECONDS = 360.0


def make_seen(**given):
    values = {"status": ClipStatus.IN_REVIEW, "score": make_score(), "object_key": "a/1/clip.mp4"}
    return make_clip(**(values | given))


@pytest.mark.parametrize(
    ("start_by", "end_by", "start", "end"),
    [
        (-2.0, 0.0, 101.0, 133.0),
        (1.5, -1.5, 104.5, 131.5),
        (10.0, 10.0, 113.0, 143.0),
        (-30.0, 0.0, 73.0, 133.0),  # 60 s, the longest
        (27.0, 0.0, 130.0, 133.0),  # 3 s, the shortest
        (0.1234567, 0.0, 103.123, 133.0),
    ],
)
def test_edges_move_by_seconds(start_by, end_by, start, end):
    by = Trim(start_by_seconds=start_by, end_by_seconds=end_by)

    trimmed = trim(make_seen(), by, asset_seconds=ASSET_SECONDS)

    assert (trimmed.start_seconds, trimmed.end_seconds) == (start, end)
    assert trimmed.score is None


@pytest.mark.parametrize(
    ("clip", "by", "start", "end"),
    [
        (make_seen(start_seconds=2.0, end_seconds=20.0), Trim(start_by_seconds=-5), 0.0, 20.0),
        (make_seen(start_seconds=340.0, end_seconds=358.0), Trim(end_by_seconds=9), 340.0, 360.0),
    ],
)
def test_edges_stop_where_the_video_ends(clip, by, start, end):
    trimmed = trim(clip, by, asset_seconds=ASSET_SECONDS)

    assert (trimmed.start_seconds, trimmed.end_seconds) == (start, end)


@pytest.mark.parametrize(
    ("clip", "by", "sentence"),
    [
        (make_seen(), Trim(start_by_seconds=27.5), "a clip of 2.5 s; a clip lasts 3 to 60 s"),
        (make_seen(), Trim(start_by_seconds=-31), "a clip of 61 s"),
        (make_seen(), Trim(start_by_seconds=40), "a clip of 0 s"),
        (make_seen(), Trim(), "by how many seconds"),
        (make_seen(), Trim(end_by_seconds=0.01), "by how many seconds"),
        (make_seen(), Trim(end_by_seconds=60.5), "at most 60 s"),
        (make_seen(), Trim(start_by_seconds=math.nan), "at most 60 s"),
        (make_seen(), Trim(start_by_seconds=-math.inf), "at most 60 s"),
        (make_seen(start_seconds=0.0), Trim(start_by_seconds=-2), "The video goes no further"),
        (make_seen(end_seconds=360.0), Trim(end_by_seconds=2), "The video goes no further"),
    ],
)
def test_what_makes_no_clip_is_refused_in_words(clip, by, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        trim(clip, by, asset_seconds=ASSET_SECONDS)


@pytest.mark.parametrize(
    "status",
    [ClipStatus.IN_REVIEW, ClipStatus.APPROVED, ClipStatus.REJECTED, ClipStatus.FAILED],
)
def test_nobody_has_decided_on_a_new_cut(status):
    seen = make_seen(status=status, decided_by="ada", failed_stage="render", failed_reason="full")

    sent = recut(seen, at=NOON)

    assert (sent.status, sent.decided_by) == (ClipStatus.RENDERING, None)
    assert (sent.failed_stage, sent.failed_reason) == (None, None)


@pytest.mark.parametrize("status", [ClipStatus.DRAFT, ClipStatus.RENDERING])
def test_a_clip_that_is_being_made_is_left_alone(status):
    clip = make_seen(status=status)

    with pytest.raises(Conflict, match="being made; wait"):
        recut(clip, at=NOON)
    with pytest.raises(Conflict, match="no video yet"):
        retitle(clip, "A title", by="discord:1", at=NOON)


def test_a_title_is_one_clean_line():
    retitled = retitle(make_seen(), "  What\n a \u202eride!  ", by="discord:1", at=NOON)

    assert retitled == replace(
        make_seen(), title="What a ride!", title_by="discord:1", updated_at=NOON
    )
    assert len(retitle(make_seen(), "x" * 500, by="discord:1", at=NOON).title) == 80


@pytest.mark.parametrize("title", ["", " \n\u200b", "!?", "🎉"])
def test_a_title_without_a_letter_is_none(title):
    with pytest.raises(InvalidInput, match="one letter or number"):
        retitle(make_seen(), title, by="discord:1", at=NOON)


def test_the_same_title_again_is_refused():
    with pytest.raises(InvalidInput, match="already has that title"):
        retitle(make_seen(title="One"), "One ", by="discord:1", at=NOON)
