"""The sound: quiet, but for the highlights; equal in each run."""

import numpy as np
import pytest

from core.adapters.demo.sound import SAMPLE_RATE, make_sound
from core.adapters.demo.story import HIGHLIGHTS
from core.adapters.demo.timeline import Timeline


@pytest.fixture(scope="module")
def sound():
    return make_sound(1, Timeline(), 360.0)


def _level(sound, start: float) -> float:
    part = sound[int(start * SAMPLE_RATE) : int((start + 2) * SAMPLE_RATE), 0].astype(float)
    return float(20 * np.log10(np.sqrt((part**2).mean()) / 32768))


@pytest.mark.parametrize("highlight", HIGHLIGHTS, ids=lambda h: h.kind)
def test_a_highlight_is_far_louder_than_what_is_before_it(sound, highlight):
    at = highlight.offset_seconds

    assert _level(sound, at) > _level(sound, at - 4) + 10


def test_it_lasts_as_long_as_asked_and_is_equal_in_each_run():
    first, second = (make_sound(1, Timeline(), 3.0) for _ in range(2))

    assert first.shape == (3 * SAMPLE_RATE, 2)
    assert (first == second).all()
