"""The spike score: how surprising a crowd is, compared with what is usual."""

from __future__ import annotations

from math import exp, log, sqrt
from typing import Final, NamedTuple

_SHOUTING_WEIGHT: Final = 0.15
"""Fitted: how much a share of shouted lines above the usual one raises the score."""


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


def weigh_shouting(*, shouted: int, voices: int, usual_share: float) -> float:
    """Return the factor for shouting: 0.74 to 1.57, and 1 where as many shout as usual.

    It is 1 as well with nobody there, or where everybody always shouts.
    """
    expected = voices * usual_share
    if expected <= 0 or usual_share >= 1:
        return 1.0
    deviation = (shouted - expected) / sqrt(expected * (1 - usual_share))
    return exp(_SHOUTING_WEIGHT * max(-2.0, min(3.0, deviation)))
