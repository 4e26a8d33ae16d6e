"""What SciPy says of the same numbers; it comes with what tests need."""

import numpy as np
import pytest
from scipy.special import ndtri, stdtr
from scipy.stats import rankdata

from core.domain.learning.evidence.ranks import find_chance, rank, score_by_rank


@pytest.mark.parametrize("levels", [1, 2, 7, 10_000])
@pytest.mark.parametrize("shape", [(1,), (60,), (9, 33)])
def test_ranks_are_those_of_scipy_and_equal_values_share_theirs(levels, shape):
    values = np.random.default_rng(3).integers(0, levels, shape).astype(float)

    assert np.array_equal(rank(values), rankdata(values, axis=-1))


def test_ties_get_the_mean_of_their_ranks():
    assert rank(np.array([5.0, 1.0, 5.0, 9.0])).tolist() == [2.5, 1.0, 2.5, 4.0]


@pytest.mark.parametrize("levels", [1, 2, 7, 10_000])
def test_normal_scores_are_those_of_scipy(levels):
    values = np.random.default_rng(5).integers(0, levels, 60).astype(float)

    expected = ndtri((rankdata(values) - 0.375) / 60.25)
    assert score_by_rank(values) == pytest.approx(expected, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("free", [1, 2, 6, 31, 400, 20_000])
@pytest.mark.parametrize("t", [0.0, 1e-6, 0.3, 1.0, 2.5, -4.0, 12.0, 60.0])
def test_chances_are_those_of_scipy(free, t):
    assert find_chance(free, t) == pytest.approx(2 * stdtr(free, -abs(t)), rel=1e-9, abs=1e-280)
