import math
import random

import numpy as np
import pytest
from scipy.optimize import linprog

from core.domain.clips.framing.smooth_path import measure_roughness, smooth_path

WIDE = 1312.0


def make_limits(wanted, *, reach=60.0):
    return [(max(0.0, x - reach), min(WIDE, x + reach)) for x in wanted]


def wander(count, *, seed=1):
    rng = random.Random(seed)
    return [656 + 400 * math.sin(i / 9 + seed) + rng.gauss(0, 25) for i in range(count)]


def find_least_roughness(limits):
    """Return what a solver of linear programmes reaches."""
    count = len(limits)
    moves = [np.diff(np.eye(count), n=n, axis=0) for n in (1, 2, 3)]
    step = np.vstack(moves)
    slack = np.eye(len(step))
    costs = np.concatenate(
        [np.full(len(rows), weight) for rows, weight in zip(moves, (1, 10, 100), strict=True)]
    )
    found = linprog(
        np.concatenate([np.zeros(count), costs]),
        A_ub=np.vstack([np.hstack([step, -slack]), np.hstack([-step, -slack])]),
        b_ub=np.zeros(2 * len(step)),
        bounds=[*limits, *[(0, None)] * len(step)],
    )
    return found.fun


@pytest.mark.parametrize("count", [4, 15, 60])
def test_no_path_within_the_limits_is_smoother(count):
    limits = make_limits(wander(count))

    path = smooth_path(limits)

    assert all(low < x < high for x, (low, high) in zip(path, limits, strict=True))
    assert measure_roughness(path) <= find_least_roughness(limits) * 1.001 + 0.1


def test_a_path_that_may_stand_still_does():
    path = smooth_path(make_limits([300 + 20 * math.sin(i) for i in range(30)]))

    assert max(path) - min(path) < 0.1


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_few_points_have_a_path_too(count):
    path = smooth_path(make_limits([100.0 * i for i in range(count)]))

    assert len(path) == count


def test_a_subject_at_the_border_keeps_the_path_inside():
    path = smooth_path(make_limits([0.0] * 10 + [WIDE] * 10))

    assert all(0 < x < WIDE for x in path)
