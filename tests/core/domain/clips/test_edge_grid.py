import numpy as np
import pytest

from core.domain.clips.box import Box
from core.domain.clips.edge_grid import EdgeMaps, FacecamTuning, RectangleGrid, add_up

FACE = Box(x=40, y=30, width=10, height=12)


def make_grid(edges, *, left=(20,), right=(80,), top=(10,), bottom=(60,)):
    sides = {"left": left, "right": right, "top": top, "bottom": bottom}
    return RectangleGrid(edges=edges, **{name: np.array(at) for name, at in sides.items()})


def draw(*, left=20, right=80, top=10, bottom=60, rows=100, columns=160):
    upright, level = (np.zeros((rows, columns), np.float32) for _ in range(2))
    upright[top:bottom, [left, right]] = 1
    level[[top, bottom], left:right] = 1
    return EdgeMaps(upright=upright, level=level)


def test_running_sums_begin_with_nothing():
    assert add_up(np.array([[1, 2], [3, 4]], np.float32), axis=0).tolist() == [
        [0, 0],
        [1, 2],
        [4, 6],
    ]
    assert add_up(np.array([[1, 2]], np.float32), axis=1).tolist() == [[0, 1, 3]]


def test_a_drawn_rectangle_has_edge_on_all_sides():
    shares = make_grid(draw()).measure_sides(0.45)

    assert [float(share.squeeze()) for share in shares] == [1.0, 1.0, 1.0, 1.0]


def test_a_side_that_is_half_drawn_counts_half():
    edges = draw()
    edges.upright[10:35, 20] = 0  # 25 of 50 rows of the left side

    shares = make_grid(edges).measure_sides(0.45)

    assert float(shares[0].squeeze()) == pytest.approx(0.5)


def test_the_border_of_the_frame_stands_in_for_a_side():
    shares = make_grid(draw(), left=(0,), bottom=(100,)).measure_sides(0.45)

    assert float(shares[0].squeeze()) == 0.45
    assert float(shares[3].squeeze()) == 0.45


def test_lines_that_run_on_past_a_corner_cost():
    """A wall behind the streamer also draws a line, but the camera's side goes on beyond it."""
    edges = draw()

    true = make_grid(edges).measure_overrun(6)
    false = make_grid(edges, left=(40,)).measure_overrun(6)

    assert float(true.squeeze()) == 0.0
    assert float(false.squeeze()) == pytest.approx(2 / 8)  # top and bottom run on to the left


@pytest.mark.parametrize(
    ("change", "score"),
    [
        ({}, 0.75),  # perfect, but 12 % of the width away from either side
        ({"off_side_factor": 1.0}, 1.0),
        ({"off_side_factor": 1.0, "small_share": 0.2, "small_factor": 0.5}, 0.5),
        ({"area_share_max": 0.1}, -1.0),  # it takes 60*50 of 160*100 = 19 %
        ({"aspect_min": 1.3}, -1.0),  # it is 1.2 times as wide as high
        ({"face_share_min": 0.05}, -1.0),  # the face takes 120 of 3000 = 4 % of it
        ({"face_share_max": 0.03}, -1.0),
    ],
)
def test_a_score_weighs_place_size_and_shape(change, score):
    grid = make_grid(draw())

    scored = grid.score(grid.measure_sides(0.45), FACE, FacecamTuning(**change))

    assert float(scored.squeeze()) == pytest.approx(score)
