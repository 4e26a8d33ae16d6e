"""The streamer's face follows the story."""

import pytest

from core.adapters.demo.canvas import Canvas
from core.adapters.demo.webcam import LEFT, TALL, TOP, WIDE, draw_webcam, mood_at


@pytest.mark.parametrize(
    ("offset", "mood"),
    [
        (50.0, "calm"),
        (200.1, "calm"),  # nobody reacts within a tenth of a second
        (201.0, "shock"),
        (204.0, "laugh"),
        (247.0, "cheer"),
        (294.0, "shock"),
        (110.0, "calm"),
    ],
)
def test_the_mood_follows_the_highlights(offset, mood):
    assert mood_at(offset) == mood


@pytest.mark.parametrize("offset", [50.0, 201.0, 204.0, 247.0, 3.7])
def test_the_box_is_filled_and_stays_in_its_corner(offset):
    canvas = Canvas()

    draw_webcam(canvas, offset, (0, 0))

    assert int((canvas.pixels > 0).sum()) == WIDE * TALL
    assert LEFT + WIDE < 219  # left of the centre 9:16 part
    assert TOP + TALL <= 360
