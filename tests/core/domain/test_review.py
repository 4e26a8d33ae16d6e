from dataclasses import replace

from core.domain.clip import ClipStatus
from core.domain.review import make_nonce, name_cut
from tests.builders import NOON, make_clip, make_test_clip_id


def test_a_decision_leaves_the_cut_as_it_is():
    clip = make_clip(status=ClipStatus.IN_REVIEW, object_key="a/clip.mp4")
    approved = replace(clip.move_to(ClipStatus.APPROVED, at=NOON), version=9)

    assert name_cut(approved) == name_cut(clip)
    assert name_cut(replace(clip, start_seconds=99.0)) != name_cut(clip)


def test_a_nonce_is_the_same_for_every_try_and_for_nothing_else():
    clip = make_clip()

    nonce = make_nonce(clip, "10")

    assert len(nonce) == 24  # Discord takes at most 25 characters
    assert make_nonce(replace(clip, version=2), "10") == nonce
    others = {
        make_nonce(clip, "11"),
        make_nonce(replace(clip, start_seconds=99.0), "10"),
        make_nonce(replace(clip, id=make_test_clip_id(2)), "10"),
    }
    assert len(others | {nonce}) == 4
