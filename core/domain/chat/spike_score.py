"""The spike score: how surprising a crowd is, compared with what is usual."""

from __future__ import annotations

from math import log
from typing import NamedTuple


class CrowdCounts(NamedTuple):
    """Distinct chatters with brief lines, and with reactions, in the last 10 and 5 seconds.

    The same shape holds the usual values, which are then means.
    """

    brief_long: float
    brief_short: float
    reacting_long: float
    reacting_short: float


def score_crowd(counts: CrowdCounts, usual: CrowdCounts) -> float:
    """Return half the sum of the four counts' surprises, in nats; `usual` must be above 0."""
    return sum(map(_surprise, counts, usual)) / 2


def _surprise(count: float, mean: float) -> float:
    """Return the log-likelihood ratio of a Poisson count above its mean; 0 below it."""
    return count * log(count / mean) - (count - mean) if count > mean else 0.0
