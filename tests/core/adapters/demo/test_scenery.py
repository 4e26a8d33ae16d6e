"""The scenery: fills the whole canvas, and moves with the ship."""

import random

import pytest

from core.adapters.demo.canvas import Canvas
from core.adapters.demo.scenery import Scenery
from core.adapters.demo.timeline import Timeline


@pytest.fixture(scope="module")
def scenery() -> Scenery:
    return Scenery(random.Random(1))


def test_no_pixel_of_the_canvas_is_left_out(scenery):
    canvas = Canvas()

    scenery.draw(canvas, Timeline().at(40.0))

    assert canvas.pixels.all()


def test_the_ground_moves_with_the_ship(scenery):
    timeline, canvas = Timeline(), Canvas()

    scenery.draw(canvas, timeline.at(40.0))
    before = canvas.pixels.copy()
    scenery.draw(canvas, timeline.at(40.2))

    assert (canvas.pixels[200:] != before[200:]).any()
