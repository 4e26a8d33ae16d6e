"""The highlights' pictures: flash, shake and cut, in the middle of the frame."""

import random

import pytest

from core.adapters.demo.canvas import Canvas
from core.adapters.demo.effects import Effects
from core.adapters.demo.race import ShipPose
from core.adapters.demo.shows import Shows, camera_at, find_highlight
from core.adapters.demo.story import HIGHLIGHTS

SHIP = ShipPose(x=320, y=270, turn=0, is_shown=True)


@pytest.fixture(scope="module")
def shows() -> Shows:
    return Shows(Effects(random.Random(1)))


@pytest.mark.parametrize("highlight", HIGHLIGHTS, ids=lambda h: h.kind)
def test_the_picture_flashes_and_then_cuts(highlight):
    at = highlight.offset_seconds

    assert camera_at(at).flash > 0.5
    assert camera_at(at - 1).flash == 0
    assert camera_at(at + 3.8).darkness == pytest.approx(1)
    assert any(camera_at(at + k / 30).shake != (0, 0) for k in range(1, 10))


def test_the_camera_is_still_in_quiet_times():
    camera = camera_at(40.0)

    assert (camera.shake, camera.flash, camera.darkness, camera.close_up) == ((0, 0), 0, 0, False)
    assert find_highlight(40.0) is None


@pytest.mark.parametrize("highlight", HIGHLIGHTS, ids=lambda h: h.kind)
def test_something_is_drawn_and_named_in_the_middle(shows, highlight):
    canvas = Canvas()

    for since in (-12.0, -3.1, -1.4, -0.3, 0.35, 1.2):
        shows.draw(canvas, highlight.offset_seconds + since, SHIP)
    shows.draw_banner(canvas, highlight.offset_seconds + 1.0)

    assert canvas.pixels[:, 231:433].any()
    assert 200 < shows.aim_at(highlight.offset_seconds, SHIP)[0] < 440


def test_nothing_is_drawn_in_quiet_times(shows):
    canvas = Canvas()

    shows.draw(canvas, 40.0, SHIP)
    shows.draw_banner(canvas, 40.0)

    assert not canvas.pixels.any()
