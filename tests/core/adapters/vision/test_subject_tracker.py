import math

import numpy as np
import pytest

from core.adapters.vision import subject_tracker
from core.adapters.vision.sharp_cuts import SharpCuts
from core.adapters.vision.subject_tracker import VideoSubjectTracker
from core.domain.clips.framing.camera_path import plan_path, x_at
from core.errors import InvalidInput
from core.ports.clips import SubjectTracker

_: type[SubjectTracker] = VideoSubjectTracker

# The face's middle lies 106 columns into the cut-out of the astronaut's picture.
FACE_COLUMN = 106
CROP = 304


async def track(video, *, needs_motion=True, **limits):
    return await VideoSubjectTracker(**limits).track_subject(
        video, start_seconds=0, end_seconds=4.0, needs_motion=needs_motion
    )


async def test_a_face_on_a_known_path_is_kept_in_the_middle(face_films):
    found = await track(face_films / "walk.mp4")

    path = plan_path(found, CROP)
    times = [frame / 10 for frame in range(40)]
    truth = [330 + 240 * math.sin(2 * math.pi * t / 4) + FACE_COLUMN for t in times]
    off = [abs(x_at(path, t) + CROP / 2 - x) / CROP for t, x in zip(times, truth, strict=True)]
    assert found.face_share == 1.0
    assert np.mean([each <= 0.12 for each in off]) >= 0.95


async def test_a_person_who_stays_gets_one_shot_and_a_camera_that_stands(face_films):
    found = await track(face_films / "talk.mp4")

    assert len(found.shots) == 1
    assert {x for _, x in plan_path(found, CROP)} == {plan_path(found, CROP)[0][1]}


async def test_a_cut_is_found_to_the_frame_and_the_face_on_either_side(face_films):
    found = await track(face_films / "cut.mp4")

    assert found.cuts_at_seconds == (2.0,)
    before, after = found.shots
    assert before.points[-1].x == pytest.approx(40 + FACE_COLUMN, abs=12)
    assert after.points[0].x == pytest.approx(700 + FACE_COLUMN, abs=12)
    path = plan_path(found, CROP)
    assert x_at(path, 1.9) == 0  # the frame ends there
    assert x_at(path, 2.0) == pytest.approx(700 + FACE_COLUMN - CROP / 2, abs=12)


async def test_without_a_face_the_camera_leans_towards_what_moves(face_films):
    found = await track(face_films / "ball.mp4")

    assert found.face_share == 0.0
    assert found.shots[0].points[0].x == 480
    assert 560 < found.shots[0].points[-1].x < 820


async def test_where_everything_moves_the_camera_stays_in_the_middle(face_films):
    found = await track(face_films / "game.mp4")

    xs = [point.x for shot in found.shots for point in shot.points]
    assert max(abs(x - 480) for x in xs) < 96


async def test_without_a_model_there_is_still_a_track(face_films, monkeypatch):
    monkeypatch.setattr(subject_tracker, "find_model", lambda: None)

    found = await track(face_films / "walk.mp4")

    assert found.face_share == 0.0
    assert found.shots[0].points


async def test_a_shot_shorter_than_a_step_has_no_points(face_films, monkeypatch):
    monkeypatch.setattr(subject_tracker, "read_keyframes", lambda *_, **__: None)
    monkeypatch.setattr(SharpCuts, "finish", lambda _: (1.01, 1.09))

    found = await track(face_films / "talk.mp4")

    assert [len(shot.points) for shot in found.shots] == [6, 0, 14]


@pytest.mark.parametrize("name", ["text.mp4", "sound_only.m4a"])
async def test_what_cannot_be_read_is_refused_in_words(films, name):
    with pytest.raises(InvalidInput, match="choose another window"):
        await track(films / name)


async def test_where_time_runs_out_there_is_nothing_to_follow(face_films):
    with pytest.raises(InvalidInput, match="choose another window"):
        await track(face_films / "talk.mp4", time_limit_seconds=0.0)


async def test_people_who_stay_are_seen_in_keyframes_alone(face_films, monkeypatch):
    """Decoding every frame of a window costs as much as a fifth of its encoding."""
    monkeypatch.setattr(subject_tracker, "read_stretch", lambda *_, **__: pytest.fail("decoded"))

    found = await track(face_films / "talk.mp4")

    assert found.face_share == 1.0
    assert len({x for _, x in plan_path(found, CROP)}) == 1


async def test_a_window_without_anybody_is_not_followed_unless_asked(face_films, monkeypatch):
    monkeypatch.setattr(subject_tracker, "read_stretch", lambda *_, **__: pytest.fail("decoded"))

    found = await track(face_films / "game.mp4", needs_motion=False)

    assert (found.face_share, found.shots[0].points) == (0.0, ())
    with pytest.raises(pytest.fail.Exception):
        await track(face_films / "game.mp4")


@pytest.mark.parametrize("name", ["walk.mp4", "cut.mp4"])
async def test_where_people_move_or_change_every_frame_is_looked_at(face_films, name):
    every, few = [await track(face_films / name, needs_motion=asked) for asked in (True, False)]

    assert every == few
    assert len(every.shots[0].points) >= 10
