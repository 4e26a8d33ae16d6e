"""Ranks, and what is read from tables of the normal and of Student's distribution."""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

_STEPS_MOST: Final = 300
_NEAR_ENOUGH: Final = 1e-14
_TINY: Final = 1e-300
_LARGE: Final = 20.0


def rank(values: Numbers) -> Numbers:
    """Return the ranks from 1 in the last axis; equal values get the mean of theirs."""
    order = np.argsort(values, axis=-1, kind="stable")
    ordered = np.take_along_axis(values, order, axis=-1)
    places = np.broadcast_to(np.arange(values.shape[-1]), values.shape)
    rises = ordered[..., 1:] != ordered[..., :-1]
    edge = np.ones((*values.shape[:-1], 1), bool)
    last = values.shape[-1]
    firsts = np.maximum.accumulate(
        np.where(np.concatenate([edge, rises], axis=-1), places, 0), axis=-1
    )
    ends = np.where(np.concatenate([rises, edge], axis=-1), places, last)
    lasts = np.minimum.accumulate(ends[..., ::-1], axis=-1)[..., ::-1]
    ranks = np.empty(values.shape)
    np.put_along_axis(ranks, order, (firsts + lasts) / 2 + 1, axis=-1)
    return ranks


def score_by_rank(values: Numbers) -> Numbers:
    """Return normal scores (Blom); equal values get the mean of their ranks."""
    halves = (2 * rank(values)).astype(int)
    return np.asarray(_list_scores(len(values))[halves - 2])


@lru_cache(maxsize=64)
def _list_scores(count: int) -> Numbers:
    """Return the scores of the ranks 1, 1.5, 2 and so on among so many values."""
    find = NormalDist().inv_cdf
    return np.array([find((half / 2 - 0.375) / (count + 0.25)) for half in range(2, 2 * count + 1)])


def find_chance(free: int, t: float) -> float:
    """Return how likely Student's t is to lie at least so far from 0, on either side."""
    # It is the regularised incomplete beta function of free / (free + t^2) at (free / 2, 1 / 2).
    first, second = free / 2, 0.5
    square = t * t
    x, rest = free / (free + square), square / (free + square)
    if x == 0.0 or rest == 0.0:
        return x
    power = -first * math.log1p(square / free)
    front = math.exp(_take_half_step(first) + power) * math.sqrt(rest / math.pi)
    if x < (first + 1) / (first + second + 2):
        return front * _expand(first, second, x) / first
    return 1 - front * _expand(second, first, rest) / second


def _take_half_step(start: float) -> float:
    """Return by how much the logarithm of the gamma function grows from `start` in half a step.

    Of large numbers both logarithms are so large that their difference keeps few digits.
    """
    if start < _LARGE:
        return math.lgamma(start + 0.5) - math.lgamma(start)
    s = 1 / (start * start)
    series = -1 / 8 + s * (1 / 192 + s * (-1 / 640 + s * (17 / 14336 - s * 31 / 18432)))
    return math.log(start) / 2 + series / start


def _expand(first: float, second: float, x: float) -> float:
    """Return the incomplete beta function's continued fraction (Lentz's method)."""
    top, below = 1.0, 1 / _keep_off_zero(1 - (first + second) * x / (first + 1))
    fraction = below
    for step in range(1, _STEPS_MOST):
        twice = first + 2 * step
        even = step * (second - step) * x / ((twice - 1) * twice)
        odd = -(first + step) * (first + second + step) * x / (twice * (twice + 1))
        for part in (even, odd):
            below = 1 / _keep_off_zero(1 + part * below)
            top = _keep_off_zero(1 + part / top)
            fraction *= top * below
        if abs(top * below - 1) < _NEAR_ENOUGH:
            break
    return fraction


def _keep_off_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
