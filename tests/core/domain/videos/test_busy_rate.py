import random
from itertools import accumulate

import pytest

from core.domain.videos.busy_rate import measure_busy_rate


def at_rate(rate, count, start=0.0):
    return [start + index / rate for index in range(count)]


def in_milliseconds(times):
    return [round(time, 3) for time in times]


@pytest.mark.parametrize("rate", [24.0, 25.0, 30000 / 1001, 50.0, 60.0])
def test_even_frames_keep_the_average_as_it_was_told(rate):
    assert measure_busy_rate([at_rate(rate, 200)], rate) == rate
    assert measure_busy_rate([in_milliseconds(at_rate(rate, 200))], rate) == rate


@pytest.mark.parametrize(
    ("steps", "rate"),
    [
        ([1 / 60] * 300 + [0.5] * 60, 60),  # action, and a menu for half of the time
        ([1 / 60] * 100 + [1 / 30] * 300, 60),  # a quarter of the frames at full speed
        ([1 / 30] * 157 + [2 / 30] * 30 + [0.6667] * 5, 30),  # frames dropped
        ([1 / 30, 2 / 30] * 80, 30),  # every third one dropped
        ([0.1, 0.2] * 60 + [1.7] * 20, 30),  # a recorder that looks ten times a second
        ([0.017, 0.016, 0.017] * 60 + [0.4] * 20, 60),  # Matroska's whole milliseconds
    ],
)
def test_the_rate_is_that_of_the_busy_parts(steps, rate):
    times = list(accumulate(steps, initial=0.0))

    found = measure_busy_rate([times], (len(times) - 1) / times[-1])

    assert found == pytest.approx(rate, rel=0.01)


def test_a_phones_trembling_clock_does_not_make_it_faster():
    trembling = random.Random(3)
    times = list(accumulate((trembling.gauss(1 / 30, 0.003) for _ in range(900)), initial=0.0))

    assert measure_busy_rate([times], 29.2) == pytest.approx(30, rel=0.05)


@pytest.mark.parametrize("times", [[], [0.0], [0.0, 2.5, 5.0, 7.5]])
def test_too_few_frames_tell_nothing(times):
    assert measure_busy_rate([times], 0.4) == 0.4
