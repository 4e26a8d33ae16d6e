"""What SciPy says of the same numbers; it comes with what tests need."""

import numpy as np
import pytest
from scipy.special import ndtri, stdtr

from core.domain.learning.evidence.ranks import find_chance, rank, score_by_rank


def rankdata(values, **given):
    """Return SciPy's ranks; to import its statistics takes longer than all that is here."""
    from scipy.stats import rankdata as rank_by_scipy  # noqa: PLC0415 - as told

    return rank_by_scipy(values, **given)


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


# Values of the tables in print, and of sums in 60 digits written apart from this code.
@pytest.mark.parametrize(
    ("free", "t", "chance"),
    [
        (1, 12.7062, 0.05),
        (1, 63.6567, 0.01),
        (2, 4.30265, 0.05),
        (5, 2.57058, 0.05),
        (5, 6.86883, 0.001),
        (30, 2.04227, 0.05),
        (30, 3.64596, 0.001),
        (1_000_000, 1.959966, 0.05),
    ],
)
def test_chances_are_those_of_the_printed_tables(free, t, chance):
    assert find_chance(free, t) == pytest.approx(chance, rel=1e-5)


@pytest.mark.parametrize(
    ("free", "t", "chance"),
    [
        (1, 1e-8, 0.9999999936338023),
        (400, 1e-6, 0.9999992026139607),
        (10_000, 5.73, 1.0333512193544752e-08),
        (1_000_000, 1e-6, 0.9999992021156386),
        (1_000_000, 1.0, 0.31731074983357815),
        (1_000_000, 5.73, 1.0045933258471336e-08),
        (1_000_000, 12.0, 3.57168512476509e-33),
    ],
)
def test_chances_keep_their_digits_near_nothing_and_for_many(free, t, chance):
    assert find_chance(free, t) == pytest.approx(chance, rel=1e-10)


@pytest.mark.parametrize("free", [1, 2, 5, 30, 1_000_000])
def test_chances_of_what_is_no_number_or_endless(free):
    assert find_chance(free, np.inf) == find_chance(free, -np.inf) == 0.0
    assert np.isnan(find_chance(free, np.nan))
    assert find_chance(free, 0.0) == 1.0


def test_nothing_and_one_value_have_ranks_and_scores():
    assert rank(np.array([])).tolist() == score_by_rank(np.array([])).tolist() == []
    assert rank(np.empty((3, 0))).shape == (3, 0)
    assert (rank(np.array([7.0])).tolist(), score_by_rank(np.array([7.0])).tolist()) == ([1], [0])


def test_the_endless_and_both_zeros_have_their_places():
    assert rank(np.array([np.inf, -np.inf, 1.0, np.inf])).tolist() == [3.5, 1.0, 2.0, 3.5]
    assert rank(np.array([0.0, -0.0])).tolist() == [1.5, 1.5]
