"""The busy rate: how many frames a second a recording has where something moves in it.

Screen recorders, game recorders and phones write a frame only when there is a new one. The average
over such a file says how long nothing happened, and a clip at that rate would stutter.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

_RATE_MIN: Final = 24.0
_BIN_SECONDS: Final = 0.0005
_SHORTEST_SECONDS: Final = 0.004
_LONGEST_SECONDS: Final = 0.2
_WIDTH_BINS: Final = 2
_APART_BINS: Final = 6
_SHARE_MIN: Final = 0.1
_EVEN_SHARE: Final = 0.97
_EVEN_SECONDS: Final = 0.0016
_EVEN_STEP_SHARE: Final = 0.02


def measure_busy_rate(blocks: Sequence[Sequence[float]], average: float) -> float:
    """Return the rate of the busy parts; `average` where frames are even, or too few to tell.

    `blocks` are the times in seconds of consecutive frames, in order. The shortest step that at
    least a tenth of them keep is the recorder's own; steps are longer where it had nothing to say.
    A slow one is multiplied until no frame is shown noticeably late.
    """
    steps = [b - a for block in blocks for a, b in pairwise(block)]
    short = [step for step in steps if _SHORTEST_SECONDS <= step <= _LONGEST_SECONDS]
    if len(short) < 2 or _is_even(steps, average):
        return average
    counts = _count_bins(short)
    peak = next((i for i in range(len(counts)) if _is_peak(counts, i, len(short))), None)
    if peak is None:
        return average
    reach = (_WIDTH_BINS + 0.5) * _BIN_SECONDS
    middle = (peak + 0.5) * _BIN_SECONDS
    near = [step for step in short if abs(step - middle) <= reach]
    rate = len(near) / sum(near)
    return rate * max(1, math.ceil(_RATE_MIN / rate - 0.01))


def _is_even(steps: Sequence[float], average: float) -> bool:
    if average <= 0:
        return False
    reach = max(_EVEN_SECONDS, _EVEN_STEP_SHARE / average)
    even = sum(abs(step - 1 / average) <= reach for step in steps)
    return even >= _EVEN_SHARE * len(steps)


def _count_bins(steps: Sequence[float]) -> list[int]:
    """Return how many steps lie about each half millisecond."""
    bins = [0] * (round(_LONGEST_SECONDS / _BIN_SECONDS) + 2)
    for step in steps:
        bins[int(step / _BIN_SECONDS)] += 1
    return [sum(bins[max(0, i - _WIDTH_BINS) : i + _WIDTH_BINS + 1]) for i in range(len(bins))]


def _is_peak(counts: Sequence[int], index: int, total: int) -> bool:
    around = counts[max(0, index - _APART_BINS) : index + _APART_BINS + 1]
    return counts[index] >= _SHARE_MIN * total and counts[index] == max(around)
