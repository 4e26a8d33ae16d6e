import numpy as np
import pytest

from core.adapters.ffmpeg.sound_look import (
    find_only_side,
    look_at_sound,
    measure_loudness,
    read_stereo,
)
from core.errors import ExternalFailure

RATE = 48_000


def sine(level, seconds=4.0, hertz=997.0):
    return level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)


def stereo(left, right):
    return np.stack([left, right]).astype(np.float32)


@pytest.mark.parametrize(
    ("samples", "lufs"),
    [
        # EBU Tech 3341: a 997 Hz sine at -23 dBFS on both sides measures -23 LUFS.
        (stereo(sine(10 ** (-23 / 20)), sine(10 ** (-23 / 20))), -23.0),
        (stereo(sine(1.0), 0 * sine(1.0)), -3.01),  # full scale on one side
        # Seconds 20 dB below the rest are gated away.
        (
            stereo(*[np.concatenate([sine(0.1, 8.0), sine(0.004, 8.0)])] * 2),
            -20.0,
        ),
        (stereo(0 * sine(1.0), 0 * sine(1.0)), -70.0),
        (stereo(sine(0.1, 0.01), sine(0.1, 0.01)), -70.0),  # too short to measure
    ],
)
def test_the_loudness_is_that_of_the_recommendation(samples, lufs):
    assert measure_loudness(samples) == pytest.approx(lufs, abs=0.15)


def test_a_long_sound_is_measured_in_pieces_without_a_seam():
    whole = measure_loudness(stereo(sine(0.1, 25.0), sine(0.1, 25.0)))

    assert whole == pytest.approx(measure_loudness(stereo(sine(0.1), sine(0.1))), abs=0.02)


@pytest.mark.parametrize(
    ("samples", "side"),
    [
        (stereo(sine(0.3), 0 * sine(1.0)), 0),  # a microphone on the left input
        (stereo(sine(0.001), sine(0.3)), 1),  # 50 dB of crosstalk
        (stereo(sine(0.3), sine(0.1)), None),  # panned, but there
        (stereo(0 * sine(1.0), 0 * sine(1.0)), None),
    ],
)
def test_one_side_alone_is_told_from_a_panned_sound(samples, side):
    assert find_only_side(samples) == side


def test_each_sample_lies_at_its_own_time(films):
    samples = read_stereo(films / "late_sound.mkv", 0.0, 6.0)

    assert samples is not None
    assert samples.shape == (2, 6 * RATE)
    first = np.flatnonzero(np.abs(samples[0]) > 0.01)[0] / RATE
    assert first > 0.2


def test_a_video_without_sound_has_no_look(films):
    assert look_at_sound(films / "no_sound.mp4", start_seconds=0, duration_seconds=2) is None


def test_what_cannot_be_read_fails_with_its_stage(films):
    with pytest.raises(ExternalFailure) as caught:
        look_at_sound(films / "text.mp4", start_seconds=0, duration_seconds=2)

    assert caught.value.stage == "loudness"
