"""Bursts: nothing before they begin, much while they last, nothing after."""

import random

import numpy as np
import pytest

from core.adapters.demo.canvas import Canvas, sprite_of
from core.adapters.demo.effects import Effects

COIN = sprite_of(np.full((3, 3), 130, dtype=np.uint8))


@pytest.fixture(scope="module")
def effects() -> Effects:
    return Effects(random.Random(1))


def _draw(effects: Effects, name: str, seconds: float) -> Canvas:
    canvas = Canvas()
    draws = {
        "explode": lambda: effects.explode(canvas, (320, 180), seconds),
        "scatter": lambda: effects.scatter(canvas, (320, 180), seconds),
        "firework": lambda: effects.firework(canvas, (320, 100), seconds, 116),
        "confetti": lambda: effects.rain_confetti(canvas, seconds),
        "throw": lambda: effects.throw(canvas, (320, 180), seconds, [COIN]),
    }
    draws[name]()
    return canvas


@pytest.mark.parametrize(
    ("name", "during", "after"),
    [
        ("explode", 0.4, 1.6),
        ("scatter", 0.5, 1.9),
        ("firework", 0.6, 1.5),
        ("confetti", 3.0, 7.1),
        ("throw", 0.8, 2.5),
    ],
)
def test_a_burst_has_its_time(effects, name, during, after):
    assert not _draw(effects, name, -0.1).pixels.any()
    assert _draw(effects, name, during).pixels.any()
    assert not _draw(effects, name, after).pixels.any()


def test_a_close_up_is_twice_as_large(effects):
    canvas = Canvas()
    canvas.fill(9, 310, 170, 330, 190)

    effects.zoom(canvas, (320, 180))

    assert int((canvas.pixels == 9).sum()) == 20 * 20 * 4


def test_dust_flies_past(effects):
    canvas = Canvas()

    effects.streak(canvas, (320, 160), 1.0, 11.0)

    assert canvas.pixels.any()
