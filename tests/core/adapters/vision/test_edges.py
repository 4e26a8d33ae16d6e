import numpy as np

from core.adapters.vision.edges import measure_edges, measure_motion, settle_box
from core.domain.clips.box import Box

CAM = Box(x=40, y=30, width=60, height=45)


def make_pictures(*, count=12, border=0, rows=108, columns=192):
    """Return noise that changes with each picture, with a quiet rectangle that stays."""
    random = np.random.default_rng(3)
    pictures = []
    for _ in range(count):
        picture = random.integers(0, 120, (rows, columns, 3)).astype(np.uint8)
        around = (
            slice(CAM.y - border, CAM.bottom + border),
            slice(CAM.x - border, CAM.right + border),
        )
        picture[around] = (255, 255, 255)
        picture[CAM.y : CAM.bottom, CAM.x : CAM.right] = (180, 150, 190)
        pictures.append(picture)
    return pictures


def test_only_the_sides_of_what_stays_are_lasting_edges():
    edges = measure_edges(make_pictures())

    rows, columns = slice(CAM.y + 2, CAM.bottom - 2), slice(CAM.x + 2, CAM.right - 2)
    assert edges.upright[rows, CAM.x].mean() > 0.9
    assert edges.upright[rows, CAM.right].mean() > 0.9
    assert edges.level[CAM.y, columns].mean() > 0.9
    assert edges.level[CAM.bottom, columns].mean() > 0.9
    assert edges.upright[:, 120:].mean() < 0.3


def test_a_box_settles_on_the_lines_beside_it():
    near = Box(x=CAM.x - 1, y=CAM.y + 1, width=CAM.width + 2, height=CAM.height - 1)

    assert settle_box(make_pictures(), near) == CAM


def test_a_drawn_border_is_left_outside():
    outer = Box(x=CAM.x - 2, y=CAM.y - 2, width=CAM.width + 4, height=CAM.height + 4)

    assert settle_box(make_pictures(border=2), outer) == CAM


def test_sides_without_a_line_and_those_on_the_frames_border_stay():
    calm = [np.full((108, 192, 3), 90, np.uint8)] * 4
    nowhere = Box(x=0, y=90, width=192, height=18)

    assert settle_box(calm, nowhere) == nowhere


def test_motion_is_how_much_the_pixels_of_a_box_change():
    pictures = make_pictures()

    assert measure_motion(pictures, CAM) == 0.0
    assert measure_motion(pictures, Box(x=120, y=30, width=40, height=40)) > 20
