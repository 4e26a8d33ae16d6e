from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.clips.clip import CLIP_MOVES, ClipStatus, Judgement
from core.errors import Conflict
from tests.builders import NOON, make_clip, make_score


@pytest.mark.parametrize("status", list(ClipStatus))
@pytest.mark.parametrize("wanted", list(ClipStatus))
def test_a_clip_moves_only_as_the_table_of_moves_says(status, wanted):
    """Whatever two people do at once, a clip never takes a step that makes no sense."""
    clip = make_clip(status=status)
    at = NOON + timedelta(seconds=1)

    if wanted in CLIP_MOVES[status]:
        moved = clip.move_to(wanted, at=at)

        assert (moved.status, moved.updated_at) == (wanted, at)
    else:
        with pytest.raises(Conflict) as raised:
            clip.move_to(wanted, at=at)

        assert raised.value.current is clip


def test_a_decision_is_final_until_there_is_a_new_cut():
    assert ClipStatus.REJECTED not in CLIP_MOVES[ClipStatus.APPROVED]
    assert ClipStatus.APPROVED not in CLIP_MOVES[ClipStatus.REJECTED]
    assert ClipStatus.RENDERING in CLIP_MOVES[ClipStatus.APPROVED]


SAID = Judgement(model="a model")
IN_REVIEW = make_clip(
    status=ClipStatus.IN_REVIEW, version=3, score=make_score(), measured=make_score()
)


@pytest.mark.parametrize(
    ("changes", "waits"),
    [
        ({}, True),
        ({"status": ClipStatus.APPROVED}, False),
        ({"status": ClipStatus.RENDERING}, False),
        ({"judgement": SAID}, False),
        ({"measured": None}, False),
    ],
)
def test_a_model_judges_what_waits_for_a_decision_and_was_not_judged(changes, waits):
    assert replace(IN_REVIEW, **changes).waits_for_judgement is waits


def test_a_judgement_replaces_title_and_score():
    at = NOON + timedelta(seconds=1)

    judged = IN_REVIEW.judge(SAID, title="Better", score=make_score(1), at=at)

    assert (judged.title, judged.score, judged.updated_at) == ("Better", make_score(1), at)
    assert judged.judgement == replace(SAID, over_version=3, former_title="Hype at 2:08")


def test_what_the_model_does_not_say_stays_and_so_does_a_persons_own_title():
    mute = IN_REVIEW.judge(SAID, title="", score=None, at=NOON)
    own = replace(IN_REVIEW, title_by="discord:1").judge(SAID, title="B", score=None, at=NOON)

    assert (mute.title, mute.score) == ("Hype at 2:08", make_score())
    assert own.title == "Hype at 2:08"


@pytest.mark.parametrize(
    ("seen", "now", "title"),
    [
        (4, 4, "Better"),
        (3, 4, "Hype at 2:08"),  # the version that the judgement replaced
        (2, 4, None),
        (5, 4, None),
        (3, 5, None),  # something else has changed since
        (4, 5, None),
    ],
)
def test_a_decision_counts_for_what_was_seen_and_a_judgement_is_no_other_cut(seen, now, title):
    judged = IN_REVIEW.judge(SAID, title="Better", score=None, at=NOON)

    found = replace(judged, version=now).as_seen(seen)

    assert (found and found.title) == title


def test_a_clip_that_was_never_judged_is_seen_as_it_is_or_not_at_all():
    assert IN_REVIEW.as_seen(3) is IN_REVIEW
    assert IN_REVIEW.as_seen(2) is None
