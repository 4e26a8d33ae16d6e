"""Polygons become sprites, and sprites are clipped to the canvas."""

import math

import numpy as np
import pytest

from core.adapters.demo.canvas import (
    HEIGHT,
    MARGIN,
    WIDTH,
    Canvas,
    box,
    disc,
    fill_polygon,
    make_sprite,
    mirrored,
    polygon,
    sprite_of,
)


def test_a_box_covers_its_area():
    sprite = make_sprite([box(7, -3, -2, 3, 2)])

    assert int((sprite.pixels == 7).sum()) == 6 * 4


def test_a_scaled_disc_has_its_area():
    sprite = make_sprite([disc(7, 0, 0, 10)], scale=2)

    assert int(sprite.mask.sum()) == pytest.approx(math.pi * 400, rel=0.03)


def test_a_quarter_turn_swaps_width_and_height():
    sprite = make_sprite([box(7, -10, -2, 10, 2)], angle=math.pi / 2)
    rows, columns = np.nonzero(sprite.mask)

    assert np.ptp(rows) > 3 * np.ptp(columns)


def test_a_mirrored_shape_lies_on_the_other_side():
    assert mirrored(polygon(1, (2, 3))).points == ((-2, 3),)


def test_a_polygon_outside_draws_nothing():
    pixels = np.zeros((4, 4), dtype=np.uint8)

    fill_polygon(pixels, [(9, 9), (12, 9), (9, 12)], 5)

    assert not pixels.any()


@pytest.mark.parametrize(
    ("x", "y", "pixels"),
    [
        (100, 100, 16),  # whole
        (-MARGIN, 100, 8),  # the left half is outside
        (-200, 100, 0),
        (WIDTH + 200, HEIGHT + 200, 0),
        (-MARGIN, -MARGIN, 4),  # a quarter
    ],
)
def test_a_sprite_is_clipped(x, y, pixels):
    canvas = Canvas()

    canvas.blit(sprite_of(np.full((4, 4), 9, dtype=np.uint8)), x, y)

    assert int((canvas.pixels == 9).sum()) == pixels


def test_points_outside_are_left_out():
    canvas = Canvas()

    canvas.plot(np.array([5.0, -900.0]), np.array([5.0, 5.0]), 3, size=2)
    canvas.plot(np.array([50.0]), np.array([50.0]), np.array([4], dtype=np.uint8))

    assert int((canvas.pixels == 3).sum()) == 4
    assert canvas.pixels[50 + MARGIN, 50 + MARGIN] == 4


def test_lines_and_boxes_are_drawn():
    canvas = Canvas()

    canvas.line((10, 10), (19, 10), 5)
    canvas.fill(6, 30, 30, 32, 33)

    assert int((canvas.pixels == 5).sum()) == 9
    assert int((canvas.pixels == 6).sum()) == 6
