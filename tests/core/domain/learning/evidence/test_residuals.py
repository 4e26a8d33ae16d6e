import numpy as np
import pytest

from core.domain.learning.evidence.ranks import score_by_rank
from core.domain.learning.evidence.residuals import (
    average,
    find_slope,
    join,
    leave,
    measure_spread,
    take_out,
)

NAMES = ["youtube"] * 30 + ["tiktok"] * 30
TIME = np.linspace(-1, 1, 60)


def test_levels_of_platforms_and_drift_are_taken_out():
    values = 3.0 * np.array([name == "tiktok" for name in NAMES]) + 2 * TIME - TIME**2 + 5

    assert np.allclose(leave(take_out(NAMES), values), 0, atol=1e-9)
    assert not np.allclose(leave(take_out(NAMES, drifts=False), values), 0, atol=0.1)


def test_a_platform_with_four_posts_has_no_level_of_its_own():
    assert take_out(["x"] * 4 + ["youtube"] * 56).shape[1] == 3


def test_equal_values_share_a_rank():
    scores = score_by_rank(np.array([5.0, 1.0, 5.0, 9.0]))

    assert scores[0] == scores[2]
    assert scores[1] < scores[0] < scores[3]
    assert score_by_rank(np.array([1.0, 2.0, 3.0]))[1] == pytest.approx(0)


def test_a_spread_ignores_one_large_value():
    values = np.arange(100.0)

    assert measure_spread(np.append(values, 1e9)) == pytest.approx(measure_spread(values), rel=0.05)


def test_what_a_platform_explains_is_nobodys_slope():
    base = take_out(NAMES)
    answers = np.array([float(name == "tiktok") for name in NAMES])
    values = np.random.default_rng(1).normal(size=60)

    assert find_slope(base, values, answers) is None
    assert find_slope(base, values, np.zeros(60)) is None


def test_the_posts_of_one_subject_become_their_mean():
    mean = average(["b", "a", "b", "c"])

    assert (mean @ np.array([1.0, 5.0, 3.0, 7.0])).tolist() == [2.0, 5.0, 7.0]


def test_what_is_taken_out_of_means_is_what_was_taken_out_of_posts():
    subjects = [str(number % 30) for number in range(60)]
    base, mean = take_out(NAMES), average(subjects)

    joined = join(base, mean)

    assert np.allclose(joined.T @ joined, np.eye(joined.shape[1]))
    assert np.allclose(leave(joined, mean @ base), 0, atol=1e-9)
    assert join(base, average([str(number) for number in range(60)])) is base
