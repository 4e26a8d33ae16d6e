"""Smooth paths: as still, then as even, then as gently begun as a subject's movement allows.

The path minimises |Dp| + 10 |D2p| + 100 |D3p| close to what is wanted: Grundmann et al.,
"Auto-Directed Video Stabilization with Robust L1 Optimal Camera Paths", 2011. The linear programme
is solved by a barrier method; loading a library for it would take longer than solving it does.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

# Weights of speed, change and jerk, and the steps of each from one point to those after it.
_TERMS = ((1.0, (-1.0, 1.0)), (10.0, (1.0, -2.0, 1.0)), (100.0, (-1.0, 3.0, -3.0, 1.0)))
_BAND = 4
_BARRIER_FIRST, _BARRIER_LAST, _BARRIER_STEP = 1000.0, 0.002, 0.15
_NEWTON_STEPS_MAX = 25
_NEWTON_DONE = 1e-4
_HALVINGS_MAX = 30

Limits = Sequence[tuple[float, float]]


def smooth_path(limits: Limits) -> list[float]:
    """Return the smoothest path that is within the limits (low < high) at each of its points."""
    path = [(low + high) / 2 for low, high in limits]
    barrier = _BARRIER_FIRST
    while barrier > _BARRIER_LAST:
        path = _descend(path, limits, barrier)
        barrier *= _BARRIER_STEP
    return path


def measure_roughness(path: Sequence[float]) -> float:
    """Return what a smooth path has least of."""
    return sum(weight * abs(step) for weight, step, _, _ in _list_steps(path))


def _list_steps(
    path: Sequence[float],
) -> Iterator[tuple[float, float, int, tuple[float, ...]]]:
    """Yield each step: its weight, its size, its first point and how much each point counts."""
    for weight, parts in _TERMS:
        for first in range(len(path) - len(parts) + 1):
            size = sum(part * path[first + n] for n, part in enumerate(parts))
            yield weight, size, first, parts


def _descend(path: list[float], limits: Limits, barrier: float) -> list[float]:
    """Return the path at which roughness and barriers are least together, by Newton's method."""
    value = _value(path, limits, barrier)
    for _ in range(_NEWTON_STEPS_MAX):
        slope, bands = _differentiate(path, limits, barrier)
        move = _solve_banded(bands, slope)
        gain = sum(a * b for a, b in zip(slope, move, strict=True))
        if gain < _NEWTON_DONE * barrier:
            break
        length = 1.0
        for _ in range(_HALVINGS_MAX):
            tried = [at - length * by for at, by in zip(path, move, strict=True)]
            reached = _value(tried, limits, barrier)
            if reached <= value - 0.1 * length * gain:
                path, value = tried, reached
                break
            length /= 2
        else:
            break
    return path


def _value(path: Sequence[float], limits: Limits, barrier: float) -> float:
    """Return roughness with rounded corners, plus the barriers; infinite beyond a limit."""
    if any(not low < at < high for at, (low, high) in zip(path, limits, strict=True)):
        return math.inf
    total = 0.0
    for weight, step, _, _ in _list_steps(path):
        root = math.hypot(barrier, weight * step)
        # The least of `weight * t - barrier * log(t * t - step * step)` over all t.
        total += barrier + root - barrier * math.log(2 * barrier * (barrier + root) / weight**2)
    for at, (low, high) in zip(path, limits, strict=True):
        total -= barrier * math.log((at - low) * (high - at))
    return total


def _differentiate(
    path: Sequence[float], limits: Limits, barrier: float
) -> tuple[list[float], list[list[float]]]:
    """Return the first derivative and the bands of the second: row i is of points i to i + 3."""
    slope = [0.0] * len(path)
    bands = [[0.0] * _BAND for _ in path]
    for weight, step, first, parts in _list_steps(path):
        root = math.hypot(barrier, weight * step)
        steep = weight**2 * step / (barrier + root)
        bend = weight**2 * barrier / ((barrier + root) * root)
        for n, part in enumerate(parts):
            slope[first + n] += steep * part
            for m in range(n, len(parts)):
                bands[first + n][m - n] += bend * part * parts[m]
    for index, (at, (low, high)) in enumerate(zip(path, limits, strict=True)):
        slope[index] += barrier / (high - at) - barrier / (at - low)
        bands[index][0] += barrier / (high - at) ** 2 + barrier / (at - low) ** 2
    return slope, bands


def _solve_banded(bands: list[list[float]], right: Sequence[float]) -> list[float]:
    """Return the solution of a symmetric, positive definite system of few bands (L D L')."""
    count = len(bands)
    answer = list(right)
    for i in range(count):
        row = bands[i]
        factors = [entry / row[0] for entry in row]
        for n in range(1, min(_BAND, count - i)):
            answer[i + n] -= factors[n] * answer[i]
            below = bands[i + n]
            for m in range(n, _BAND):
                below[m - n] -= factors[n] * row[m]
        bands[i] = [row[0], *factors[1:]]
    for i in reversed(range(count)):
        later = sum(bands[i][n] * answer[i + n] for n in range(1, min(_BAND, count - i)))
        answer[i] = answer[i] / bands[i][0] - later
    return answer
