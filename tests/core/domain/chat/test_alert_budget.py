from math import inf

import pytest

from core.domain.chat.alert_budget import CLEAR_SCORE, PEAKS_KEPT, AlertBudget


def _hear_episode(budget, peak, second):
    """Rise to a peak and fall back within three seconds."""
    for score, at in ((3.0, second), (peak, second + 1), (0.0, second + 2)):
        budget.follow(score, at)


def test_before_a_moment_was_heard_the_budget_asks_for_nothing():
    assert AlertBudget(spikes_an_hour=8, least=10).bar() == 0


@pytest.mark.parametrize(
    ("hours", "fired", "bar"),
    [
        (0.5, 0, 0.9 * 18),  # 4 earned: ceil(1.1 * 4 + 2 * 4) = 13, and 18 is that of 1..30
        (0.5, 4, 0.9 * 26),  # ceil(4.4 + 2 * 0) = 5
        (0.5, 7, 0.9 * 30),  # beyond doubt, 4.8 are earned: ceil(5.28 - 4.4) = 1
        (0.5, 9, 1.3 * 30),  # overdrawn
    ],
)
def test_the_bar_rises_with_what_has_fired(hours, fired, bar):
    budget = AlertBudget(spikes_an_hour=8, least=0.5, peaks=map(float, range(1, 31)), fired=fired)
    budget.earn(hours * 3600, people=200)

    assert budget.bar() == pytest.approx(bar)


def test_a_quiet_chat_earns_by_its_people_except_for_what_is_beyond_doubt():
    budget = AlertBudget(spikes_an_hour=8, least=5, peaks=(30.0, 40.0), fired=1)
    budget.earn(3600, people=14)

    assert budget.earned_quiet == pytest.approx(0.8)
    assert budget.bar() == CLEAR_SCORE


def test_who_wants_no_spikes_gets_none():
    assert AlertBudget(spikes_an_hour=0, least=10).bar() == inf


def test_what_was_no_reaction_sets_no_bar():
    budget = AlertBudget(spikes_an_hour=8, least=10)
    budget.follow(20.0, 1)

    budget.drop_episode()

    assert budget.peaks() == ()


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
