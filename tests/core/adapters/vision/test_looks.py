import numpy as np
import pytest

from core.adapters.vision.looks import Looker


def open_look(video, **window):
    return Looker(video, **{"start_seconds": 0.0, "end_seconds": 4.0, "deadline": 1e18} | window)


def test_each_keyframe_is_a_picture_once_and_every_other_one_is_there_in_large(face_films):
    looker = open_look(face_films / "cam.mp4")  # 40 frames, eight keyframes

    assert looker.glance() is not None
    look = looker.look()

    assert look is not None
    assert len(look.pictures) == 8
    assert len(look.fine) == 4
    assert look.width == 960


def test_too_few_keyframes_are_no_glance_and_frames_between_them_are_decoded(face_films):
    looker = open_look(face_films / "cam_rare_keys.mp4")

    assert looker.glance() is None
    look = looker.look()

    assert look is not None
    assert len(look.pictures) >= 10
    assert np.abs(look.pictures[0].astype(int) - look.pictures[-1]).mean() > 1


@pytest.mark.parametrize("name", ["game.mp4", "talk.mp4"])
def test_after_the_deadline_nothing_is_seen(face_films, name):
    assert open_look(face_films / name, deadline=0.0).look() is None
