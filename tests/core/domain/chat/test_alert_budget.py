from math import inf

import pytest

from core.domain.chat.alert_budget import PEAKS_KEPT, AlertBudget


def _hear_episode(budget, peak, second):
    """Rise to a peak and fall back within three seconds."""
    for score, at in ((3.0, second), (peak, second + 1), (0.0, second + 2)):
        budget.follow(score, at)


def test_a_quiet_stream_asks_for_the_least_score():
    assert AlertBudget(spikes_an_hour=8, least=10).threshold(0) == 10


@pytest.mark.parametrize(
    ("spikes_an_hour", "heard_seconds", "threshold"),
    [
        (2, 0, 17),  # int(2 * 2.25) = 4: the fourth largest of 11..20
        (2, 3600, 16),  # int(2 * 2.625) = 5
        (4, 0, 12),  # int(4 * 2.25) = 9
        (8, 0, 10),  # 18 are allowed, only 10 were heard
    ],
)
def test_the_budget_raises_the_threshold(spikes_an_hour, heard_seconds, threshold):
    budget = AlertBudget(spikes_an_hour=spikes_an_hour, least=10)
    for number in range(11, 21):
        _hear_episode(budget, float(number), 10 * number)

    assert budget.threshold(heard_seconds) == threshold


def test_who_wants_no_spikes_gets_none():
    assert AlertBudget(spikes_an_hour=0, least=10).threshold(36_000) == inf


def test_an_episode_ends_below_60_percent_of_its_peak():
    budget = AlertBudget(spikes_an_hour=8, least=10)
    for second, score in enumerate((1.0, 20.0, 13.0, 9.0, 9.0)):  # 12 is 60 % of 20
        budget.follow(score, second)

    assert budget.peaks() == (20.0,)


def test_an_episode_ends_after_a_minute():
    budget = AlertBudget(spikes_an_hour=8, least=10)
    for second in range(61):
        budget.follow(20.0, second)

    assert budget.peaks() == (20.0,)


def test_an_episode_that_a_restart_cuts_is_not_forgotten():
    budget = AlertBudget(spikes_an_hour=8, least=10, peaks=(30.0,))
    for second, score in enumerate((12.0, 20.0, 18.0)):
        budget.follow(score, second)

    assert budget.peaks() == (20.0, 30.0)


def test_what_can_never_be_a_threshold_is_not_kept():
    budget = AlertBudget(spikes_an_hour=8, least=10)
    for number, peak in enumerate((9.0, 10.0, 10.5)):
        _hear_episode(budget, peak, 10 * number)

    assert budget.peaks() == (10.5,)


def test_only_the_highest_peaks_are_kept():
    budget = AlertBudget(spikes_an_hour=8, least=10)
    for number in range(PEAKS_KEPT + 5):
        _hear_episode(budget, 100.0 + number, 10 * number)

    assert len(budget.peaks()) == PEAKS_KEPT
    assert budget.peaks()[0] == 105.0
