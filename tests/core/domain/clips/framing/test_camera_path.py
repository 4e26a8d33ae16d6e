import math
from itertools import pairwise

import pytest

from core.domain.clips.framing.camera_path import (
    STEP_SECONDS,
    Shot,
    SubjectPoint,
    Track,
    choose_crop_width,
    plan_path,
    x_at,
)

CROP = 608


def make_shot(xs, *, start=0.0, face_share=1.0, group_width=100):
    times = [round(start + i * STEP_SECONDS, 3) for i in range(len(xs))]
    return Shot(
        start_seconds=start,
        end_seconds=round(start + len(xs) * STEP_SECONDS, 3),
        points=tuple(SubjectPoint(at_seconds=t, x=x) for t, x in zip(times, xs, strict=True)),
        face_share=face_share,
        group_width=group_width,
    )


def make_track(*shots):
    return Track(width=1920, height=1080, shots=shots)


@pytest.mark.parametrize(
    ("width", "height", "crop"),
    [
        (1920, 1080, 608),  # 1080 * 9/16 = 607.5
        (1280, 720, 404),  # 405, to the even one
        (405, 720, 404),  # upright already, and of an odd width
        (2, 2, 2),
    ],
)
def test_the_crop_is_even_and_no_wider_than_the_picture(width, height, crop):
    assert choose_crop_width(width, height) == crop


def test_a_subject_that_hardly_moves_gets_a_camera_that_stands_still():
    # 0.2 * 608 = 121.6 columns are not worth a move: the middle of 950 and 1050, less half a crop.
    path = plan_path(make_track(make_shot([950, 1000, 1050, 980] * 10)), CROP)

    assert path == ((0.0, 696), (8.0, 696))


def test_a_subject_that_walks_is_kept_near_the_middle():
    xs = [960 + 500 * math.sin(2 * math.pi * i * STEP_SECONDS / 8) for i in range(100)]

    path = plan_path(make_track(make_shot(xs)), CROP)

    off = [abs(x_at(path, i * STEP_SECONDS) + CROP / 2 - x) for i, x in enumerate(xs)]
    assert max(off) <= 0.1 * CROP + 4  # and the rounding of knots
    assert all(x % 2 == 0 and 0 <= x <= 1920 - CROP for _, x in path)


def test_a_walk_between_two_rests_moves_the_camera_once_and_smoothly():
    xs = [500.0] * 25 + [500 + 90 * i for i in range(1, 10)] + [1310.0] * 25

    path = plan_path(make_track(make_shot(xs)), CROP)

    at = [x_at(path, i * STEP_SECONDS) for i in range(len(xs))]
    steps = [after - before for before, after in pairwise(at)]
    assert sum(step == 0 for step in steps) >= 0.6 * len(steps)
    assert min(steps) >= 0
    assert max(abs(b - a) for a, b in pairwise(steps)) < 60  # it speeds up and slows down


def test_the_camera_never_leaves_the_frame():
    path = plan_path(make_track(make_shot([0.0] * 20 + [80.0 * i for i in range(25)])), CROP)

    assert min(x for _, x in path) >= 0
    assert max(x for _, x in path) <= 1920 - CROP


def test_nothing_is_carried_over_a_cut():
    track = make_track(make_shot([400.0] * 10), make_shot([1500.0] * 10, start=2.0))

    path = plan_path(track, CROP)

    assert path == ((0.0, 96), (1.999, 96), (2.0, 1196), (4.0, 1196))
    assert (x_at(path, 1.97), x_at(path, 2.0)) == (96, 1196)
    assert track.cuts_at_seconds == (2.0,)


def test_another_subject_is_cut_to_and_not_rushed_to():
    path = plan_path(make_track(make_shot([400.0] * 10 + [1500.0] * 10)), CROP)

    assert path == ((0.0, 96), (1.999, 96), (2.0, 1196), (4.0, 1196))


def test_a_walk_before_a_cut_ends_at_the_cut():
    walk = [400 + 60.0 * i for i in range(15)]
    path = plan_path(make_track(make_shot(walk), make_shot([600.0] * 10, start=3.0)), CROP)

    times = [t for t, _ in path]
    assert times == sorted(set(times))
    assert 2.999 in times
    assert x_at(path, 3.0) == 296


def test_a_shot_of_no_length_leaves_no_knot_out_of_order():
    empty = Shot(start_seconds=2.0, end_seconds=2.0, points=())
    track = make_track(make_shot([400.0] * 10), empty, make_shot([400.0] * 10, start=2.0))

    times = [t for t, _ in plan_path(track, CROP)]

    assert times == sorted(set(times))


def test_a_walk_of_two_steps_has_a_path_too():
    path = plan_path(make_track(make_shot([400.0, 560.0])), CROP)

    assert all(96 - 62 <= x <= 256 + 62 for _, x in path)


def test_a_shot_without_a_subject_shows_the_middle():
    path = plan_path(make_track(Shot(start_seconds=0.0, end_seconds=3.0, points=())), CROP)

    assert path == ((0.0, 656), (3.0, 656))


def test_a_moving_subject_that_is_met_late_has_a_path_from_the_start():
    xs = [400 + 80.0 * i for i in range(10)]
    shot = make_shot(xs)
    late = Shot(start_seconds=-0.1, end_seconds=2.0, points=shot.points)

    path = plan_path(make_track(late), CROP)

    assert path[0] == (-0.1, path[1][1])
    assert path[-1][0] == 2.0


def test_where_the_solver_gives_up_the_subject_itself_is_followed(monkeypatch):
    monkeypatch.setattr("highspy._Highs.getModelStatus", lambda _: None)

    path = plan_path(make_track(make_shot([400 + 80.0 * i for i in range(10)])), CROP)

    assert path[0] == (0.0, 96)
    assert x_at(path, 1.8) == 96 + 720


@pytest.mark.parametrize(
    ("at_seconds", "x"),
    [(-1.0, 100), (0.0, 100), (1.0, 150), (1.5, 176), (2.0, 200), (9.0, 200)],  # 175 is not even
)
def test_the_camera_moves_evenly_between_knots(at_seconds, x):
    assert x_at(((0.0, 100), (2.0, 200)), at_seconds) == x


def test_a_track_says_how_much_of_it_is_faces_and_groups_too_wide_to_crop():
    track = make_track(
        make_shot([960.0] * 15, group_width=1330),
        make_shot([960.0] * 5, start=3.0, face_share=0.0, group_width=0),
    )

    assert track.face_share == pytest.approx(0.75)  # 3 s of 4
    assert track.group_share(CROP) == pytest.approx(0.75)
    assert track.group_share(1400) == 0.0
    assert Track(width=2, height=2, shots=()).face_share == 0.0
