import math
from pathlib import Path

import pytest

from core.adapters.audio import read_loudness
from core.domain.signals.speech_presence import measure_speech_share

TALK = Path(__file__).parents[5] / "shared" / "footage" / "talk.mp4"


def _syllables(seconds):
    """Half a second of words, falling and rising by 25 dB, as a speaker's do."""
    return [-25 - 12.5 * (1 + math.cos(step * 2 * math.pi / 6)) for step in range(seconds * 10)]


@pytest.mark.parametrize(
    ("levels", "share"),
    [
        pytest.param(_syllables(20), 1.0, id="syllables"),
        pytest.param([-20.0] * 200, 0.0, id="a steady tone"),
        pytest.param([-20.0, -24.0] * 100, 0.0, id="a flutter of 4 dB"),
        pytest.param([-100.0] * 200, 0.0, id="silence"),
        pytest.param([-20.0] * 25 + [-60.0] * 25, 0.0, id="one pause"),
        pytest.param(_syllables(10) + [-20.0] * 100, 0.5, id="half of it"),
        pytest.param(_syllables(4), 0.0, id="too short to say"),
        pytest.param([], 0.0, id="no sound"),
    ],
)
def test_what_rises_and_falls_like_syllables_sounds_like_speech(levels, share):
    assert measure_speech_share(levels) == share


@pytest.mark.shared
@pytest.mark.skipif(not TALK.exists(), reason="the recordings lie beside the project, if at all")
def test_recorded_talk_sounds_like_speech():
    levels = read_loudness(TALK, from_seconds=0.0, to_seconds=40.0)

    assert measure_speech_share(levels) == 1.0
