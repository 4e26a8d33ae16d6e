import numpy as np
import pytest

from core.adapters.vision.edges import (
    is_stirring,
    measure_edges,
    measure_edges_around,
    measure_motion,
    settle_box,
)
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


def make_dim(picture):
    return (picture // 16).astype(np.uint8)


def test_the_sides_of_a_dark_camera_are_seen_in_brightened_pictures():
    dark = [make_dim(picture) for picture in make_pictures()]
    face = Box(x=60, y=40, width=20, height=20)
    plain = measure_edges(dark)

    lit = measure_edges_around(dark, face, plain)

    rows = slice(CAM.y + 2, CAM.bottom - 2)
    assert plain.upright[rows, CAM.x].mean() < 0.3
    assert lit.upright[rows, CAM.x].mean() > 0.9


def test_a_camera_in_the_light_is_looked_at_as_it_is():
    pictures = make_pictures()
    edges = measure_edges(pictures)

    assert measure_edges_around(pictures, CAM, edges) is edges


@pytest.mark.parametrize(
    ("contrast", "stirs", "expected"),
    [
        (100, 0, False),
        (100, 2, False),  # a photograph that compression stirs
        (100, 4, True),
        (10, 2, True),  # a face in the dark
    ],
)
def test_what_stirs_is_rated_by_its_contrast(contrast, stirs, expected):
    face = np.random.default_rng(1).integers(10, 10 + contrast, (20, 20, 3)).astype(np.uint8)
    pictures = [face + np.uint8(stirs * (index % 2)) for index in range(8)]

    assert is_stirring(pictures, Box(x=0, y=0, width=20, height=20)) is expected


def test_a_broad_border_is_left_outside():
    """Some are a hundredth of the picture wide, and drawn anew in each frame."""
    border = 18
    outer = Box(
        x=10 * CAM.x - border,
        y=10 * CAM.y - border,
        width=10 * CAM.width + 2 * border,
        height=10 * CAM.height + 2 * border,
    )
    pictures = make_large(border)

    assert settle_box(pictures, outer) == CAM.scale(10)


def make_large(border):
    random = np.random.default_rng(3)
    pictures = []
    for index in range(6):
        picture = random.integers(0, 120, (1080, 1920, 3)).astype(np.uint8)
        cam = CAM.scale(10)
        around = (
            slice(cam.y - border, cam.bottom + border),
            slice(cam.x - border, cam.right + border),
        )
        picture[around] = (200 + 5 * index, 160, 0)
        picture[cam.y : cam.bottom, cam.x : cam.right] = (180, 250, 190)
        pictures.append(picture)
    return pictures
