"""Residuals: outcomes without what platform and drift explain, by rank, and slopes on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.domain.learning.evidence.ranks import find_chance, score_by_rank

Numbers = NDArray[np.float64]

SIDE_LEAST: Final = 6
"""So many posts must lie on each side of a question."""
PLATFORM_LEAST: Final = 5
"""A platform with fewer posts has no level of its own."""
_CLIPPED_AT: Final = 3.0
"""Sizes are read from residuals within so many robust deviations: one viral post moves none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slope:
    """How one answer goes with an outcome: `ratio_log` and its standard error are logarithms."""

    p: float
    sign: int
    ratio_log: float
    error: float
    with_it: int
    without: int


def take_out(platforms: Sequence[str], *, drifts: bool = True) -> Numbers:
    """Return an orthonormal base of what is taken out: a level for each platform, and drift."""
    count = len(platforms)
    names = sorted({name for name in platforms if platforms.count(name) >= PLATFORM_LEAST})
    columns = [np.ones(count)]
    columns += [np.array([one == name for one in platforms], float) for name in names[1:]]
    if drifts:
        time = np.linspace(-1.0, 1.0, count)
        columns += [time, time**2]
    return _span(np.stack(columns, 1))


def average(subjects: Sequence[str]) -> Numbers:
    """Return what takes the mean of each subject's posts, in the order of their first."""
    rows = {name: row for row, name in enumerate(dict.fromkeys(subjects))}
    members = np.zeros((len(rows), len(subjects)))
    members[[rows[name] for name in subjects], range(len(subjects))] = 1
    return np.asarray(members / members.sum(1, keepdims=True))


def join(base: Numbers, mean: Numbers) -> Numbers:
    """Return the base of what is taken out of the means."""
    return base if mean.shape[0] == mean.shape[1] else _span(mean @ base)


def _span(columns: Numbers) -> Numbers:
    left, sizes, _ = np.linalg.svd(columns, full_matrices=False)
    return np.asarray(left[:, sizes > 1e-9 * sizes[0]])


def leave(base: Numbers, values: Numbers) -> Numbers:
    """Return what is left of the values without what the base explains."""
    return np.asarray(values - base @ (base.T @ values))


def measure_spread(values: Numbers) -> float:
    """Return a deviation that single large values do not move."""
    low, high = np.percentile(values, (25, 75))
    return float((high - low) / 1.349)


def find_slope(base: Numbers, outcome: Numbers, answers: Numbers) -> Slope | None:
    """Return how the answers (0 to 1) go with the outcome; None where there is too little to say.

    The p value is that of the ranks, so that it does not matter how large the largest is.
    """
    with_it = int(np.count_nonzero(answers > 0.5))
    free = len(answers) - base.shape[1] - 1
    if min(with_it, len(answers) - with_it) < SIDE_LEAST or free < SIDE_LEAST:
        return None
    left, asked = leave(base, outcome), leave(base, answers)
    weight = float(asked @ asked)
    spread = measure_spread(left)
    if weight < 1e-6 * len(answers) or spread < 1e-9:
        return None
    ranked, _, _ = _regress(leave(base, score_by_rank(left)), asked, free)
    limit = _CLIPPED_AT * spread
    clipped = leave(base, np.clip(left, -limit, limit))
    _, error, slope = _regress(clipped, asked, free)
    return Slope(
        p=find_chance(free, ranked),
        sign=1 if slope > 0 else -1,
        ratio_log=slope,
        error=error,
        with_it=with_it,
        without=len(answers) - with_it,
    )


def _regress(left: Numbers, asked: Numbers, free: int) -> tuple[float, float, float]:
    """Return t, the standard error and the slope."""
    weight = float(asked @ asked)
    slope = float(asked @ left) / weight
    rest = float(left @ left) - slope**2 * weight
    error = float(np.sqrt(max(rest, 1e-12) / free / weight))
    return slope / error, error, slope
