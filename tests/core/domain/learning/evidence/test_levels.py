import pytest

from core.domain.learning.evidence.levels import LevelTuning, choose, find_level, is_due

TUNING = LevelTuning()


def test_all_looks_together_risk_what_one_may():
    """However often one looks, the levels add up to less than the whole."""
    looked_at, spent = 0, 0.0
    for count in range(20, 5000, 3):
        if is_due(count, looked_at, TUNING):
            spent += find_level(count, looked_at, TUNING)
            looked_at = count

    assert 0.025 < spent < TUNING.all_looks


def test_a_look_waits_for_a_quarter_more_posts():
    assert not is_due(19, 0, TUNING)
    assert is_due(20, 0, TUNING)
    assert not is_due(124, 100, TUNING)
    assert is_due(125, 100, TUNING)


@pytest.mark.parametrize(
    ("values", "weights", "held"),
    [
        ([0.01, 0.02, 0.04], [1, 1, 1], {0, 1, 2}),  # 0.05/3, then 0.05/2, then 0.05
        ([0.02, 0.02, 0.02], [1, 1, 1], set()),  # none is below 0.05/3
        ([0.02, 0.9], [3, 1], {0}),  # 0.05 * 3/4
        ([0.02, 0.9], [1, 3], set()),  # 0.05 * 1/4
        ([0.0], [0], set()),  # nothing that weighs nothing
        ([], [], set()),
    ],
)
def test_values_hold_together(values, weights, held):
    assert choose(values, weights, 0.05) == held
