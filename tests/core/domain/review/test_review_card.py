from dataclasses import replace

import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.review.review_card import describe_change, has_card, make_nonce, name_cut
from tests.builders import NOON, make_clip, make_test_clip_id


def test_a_decision_leaves_the_cut_as_it_is():
    clip = make_clip(status=ClipStatus.IN_REVIEW, object_key="a/clip.mp4")
    approved = replace(clip.move_to(ClipStatus.APPROVED, at=NOON), version=9)

    assert name_cut(approved) == name_cut(clip)
    assert name_cut(replace(clip, object_key="a/2/clip.mp4")) != name_cut(clip)


def test_the_video_of_a_clip_that_is_being_cut_anew_is_still_the_old_one():
    """So its card says that a new cut is made, until that has a card of its own."""
    clip = make_clip(status=ClipStatus.IN_REVIEW, object_key="a/clip.mp4")
    recut = replace(clip.move_to(ClipStatus.RENDERING, at=NOON), start_seconds=99.0)

    assert name_cut(recut) == name_cut(clip)
    assert [has_card(one) for one in (clip, recut, make_clip())] == [True, True, False]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"status": ClipStatus.APPROVED, "decided_by": "web"}, "already approved on the web page."),
        ({"status": ClipStatus.REJECTED, "decided_by": "ada"}, "already rejected by ada."),
        ({"status": ClipStatus.IN_REVIEW}, "look at the new cut and decide again."),
    ],
)
def test_who_saw_an_older_version_is_told_what_is_there_now(given, sentence):
    assert describe_change(make_clip(**given)).endswith(sentence)


def test_a_nonce_is_the_same_for_every_try_and_for_nothing_else():
    clip = make_clip()

    nonce = make_nonce(clip, "10")

    assert len(nonce) == 24  # Discord takes at most 25 characters
    assert make_nonce(replace(clip, version=2), "10") == nonce
    others = {
        make_nonce(clip, "11"),
        make_nonce(replace(clip, object_key="a/2/clip.mp4"), "10"),
        make_nonce(replace(clip, id=make_test_clip_id(2)), "10"),
    }
    assert len(others | {nonce}) == 4
