import numpy as np
import pytest

from core.domain.clips.box import Box, measure_overlap
from core.domain.clips.edge_grid import EdgeMaps, FacecamTuning
from core.domain.clips.framing.face import Face
from core.domain.clips.framing.facecam import (
    FacecamCandidate,
    cluster_faces,
    is_acceptable,
    list_seeds,
    search_rectangle,
    split_rectangle,
)

TUNING = FacecamTuning()
ROWS, COLUMNS = 540, 960


def make_face(x=100, y=300, size=40):
    return Face(box=Box(x=x, y=y, width=size, height=size), score=0.9)


def draw(box, *, also=()):
    upright, level = (np.zeros((ROWS, COLUMNS), np.float32) for _ in range(2))
    for each in (box, *also):
        for x in (each.x, each.right):
            if 0 < x < COLUMNS:
                upright[each.y : each.bottom, x] = 1
        for y in (each.y, each.bottom):
            if 0 < y < ROWS:
                level[y, each.x : each.right] = 1
    return EdgeMaps(upright=upright, level=level)


def test_a_face_that_stays_is_a_cluster_and_one_that_passes_is_not():
    pictures = [[make_face(x=100 + step), make_face(x=90 * step, y=50)] for step in range(10)]

    clusters = cluster_faces(pictures, TUNING)

    assert [(box.x, len(seen)) for box, seen in clusters] == [(104, 10)]


def test_one_picture_is_not_enough_to_say_that_a_face_stays():
    assert cluster_faces([[make_face()], []], TUNING) == ()


@pytest.mark.parametrize(
    "box",
    [
        Box(x=12, y=282, width=240, height=135),
        Box(x=0, y=390, width=200, height=150),  # in the corner
        Box(x=800, y=0, width=160, height=160),
        Box(x=400, y=10, width=240, height=135),  # in the middle of the top
        Box(x=20, y=120, width=130, height=240),
    ],
)
def test_the_rectangle_around_a_face_is_found(box):
    face = Box(x=box.x + box.width // 3, y=box.y + box.height // 4, width=40, height=50)

    found = search_rectangle(face, draw(box), TUNING)

    assert found is not None
    assert measure_overlap(found.box, box) == 1.0
    assert found.drawn == pytest.approx(1.0)
    assert is_acceptable(found, TUNING)


def test_an_edge_inside_the_camera_is_not_taken_for_its_side():
    """A door behind the streamer stands still as well, from the top to the bottom."""
    box = Box(x=12, y=282, width=240, height=135)
    edges = draw(box)
    edges.upright[282:417, 60] = 1

    found = search_rectangle(Box(x=100, y=310, width=36, height=45), edges, TUNING)

    assert found is not None
    assert found.box == box


def test_a_face_without_edges_around_it_has_no_rectangle():
    empty = np.zeros((ROWS, COLUMNS), np.float32)

    found = search_rectangle(
        make_face(x=450, y=250).box, EdgeMaps(upright=empty, level=empty), TUNING
    )

    assert found is None


def test_the_whole_frame_is_no_rectangle():
    """In a small picture every border is in reach, and none of them says anything."""
    empty = np.zeros((54, 96), np.float32)
    tuning = FacecamTuning(area_share_max=1.0)

    found = search_rectangle(
        Box(x=40, y=20, width=14, height=14), EdgeMaps(upright=empty, level=empty), tuning
    )

    assert found is not None
    assert found.drawn == 0.0
    assert not is_acceptable(found, tuning)


@pytest.mark.parametrize(
    ("score", "drawn", "accepted"),
    [(0.61, 1.0, True), (0.47, 1.0, False), (0.57, 0.7, False)],
)
def test_a_rectangle_needs_a_score_and_unbroken_sides(score, drawn, accepted):
    box = Box(x=0, y=0, width=200, height=120)

    assert is_acceptable(FacecamCandidate(box=box, score=score, drawn=drawn), TUNING) is accepted


def test_seeds_lie_inside_of_what_long_level_edges_enclose():
    box = Box(x=700, y=300, width=160, height=120)

    seeds = list_seeds(draw(box))

    assert any(measure_overlap(seed, box) > 0.03 for seed in seeds)


def test_no_seed_lies_outside_of_the_picture():
    seeds = list_seeds(draw(Box(x=0, y=20, width=960, height=500)))

    assert seeds
    assert all(0 < seed.centre[1] < ROWS for seed in seeds)


STACKED = Box(x=700, y=20, width=240, height=360)


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        (
            STACKED,
            (
                Box(x=700, y=20, width=240, height=175),
                Box(x=700, y=205, width=240, height=175),
            ),
        ),
        (
            Box(x=20, y=300, width=480, height=180),
            (
                Box(x=20, y=300, width=240, height=180),
                Box(x=260, y=300, width=240, height=180),
            ),
        ),
    ],
)
def test_two_cameras_that_stand_together_are_told_apart_by_the_line_between_them(whole, parts):
    assert split_rectangle(whole, draw(whole, also=parts)) == parts


@pytest.mark.parametrize(
    "inside",
    [
        (),
        (Box(x=700, y=330, width=240, height=50),),  # a plate with a name
        (Box(x=760, y=150, width=80, height=200),),  # a shelf on the wall
    ],
)
def test_one_camera_stays_one(inside):
    assert split_rectangle(STACKED, draw(STACKED, also=inside)) == ()


@pytest.mark.parametrize(
    ("drawn", "straight", "expected"),
    [
        (0.85, 0.3, True),
        (0.75, 1.0, True),  # its corners are rounded, and its sides are straight between them
        (0.75, 0.6, False),  # broken sides
        (0.6, 1.0, False),  # a panel of a game's display
    ],
)
def test_sides_may_end_before_rounded_corners(drawn, straight, expected):
    box = Box(x=10, y=10, width=240, height=135)
    candidate = FacecamCandidate(box=box, score=0.6, drawn=drawn, straight=straight)

    assert is_acceptable(candidate, TUNING) is expected


def test_a_rectangle_with_rounded_corners_is_straight_between_them():
    box = Box(x=12, y=282, width=240, height=135)
    edges, radius = draw(box), 20
    for y in (box.y, box.bottom - radius):
        edges.upright[y : y + radius] = 0
    for x in (box.x, box.right - radius):
        edges.level[:, x : x + radius] = 0

    found = search_rectangle(Box(x=100, y=310, width=36, height=45), edges, TUNING)

    assert found is not None
    assert found.box == box
    assert found.drawn < TUNING.drawn_min
    assert found.straight == 1.0
    assert is_acceptable(found, TUNING)
