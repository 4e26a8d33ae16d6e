from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.domain.learning.checking import score_check
from core.domain.learning.checking.score_check import (
    describe_check,
    find_agreement,
    find_interval,
)
from core.domain.learning.evidence.compared_post import Outcome
from tests.history_generator import make_history


def check_score(*given: Any, **named: Any) -> Any:
    return score_check.check_score(*given, **named)


def scored(count=120, *, agreement=1):
    history = make_history(11, count, sigma=0.3, viral=0)
    order = sorted(range(count), key=lambda at: history[at].share_watched or 0.0)
    scores = {at: round(20 + 60 * rank / count) for rank, at in enumerate(order)}
    return [replace(p, score=50 + agreement * (scores[at] - 50)) for at, p in enumerate(history)]


def test_a_score_that_orders_posts_is_seen_by_tenth():
    check = check_score(scored(), Outcome.WATCHED)

    assert check.low > 0.5
    assert len(check.bins) == 10
    assert check.bins[0].place < 30
    assert check.bins[-1].place > 70
    assert all(0 <= one.low <= one.place <= one.high <= 100 for one in check.bins)
    assert sum(one.posts for one in check.bins) == check.posts == 120
    assert "predicts share watched well" in describe_check(check)
    assert "from 120 posts" in describe_check(check)


def test_a_score_that_says_nothing_or_the_contrary_is_told_so():
    backwards = check_score(scored(agreement=-1), Outcome.WATCHED)
    unrelated = check_score(scored(), Outcome.LIKED)

    assert "misleads" in describe_check(backwards)
    assert "is not known yet" in describe_check(unrelated)
    assert "somewhat" in describe_check(replace(unrelated, agreement=0.4, low=0.1))


def test_few_posts_and_posts_without_a_score_are_no_check():
    assert check_score(scored(19), Outcome.WATCHED) is None
    assert check_score(make_history(1, 60), Outcome.WATCHED) is None
    assert len(check_score(scored(20), Outcome.WATCHED).bins) == 3


def test_a_platform_is_checked_by_itself():
    check = check_score(scored(), Outcome.WATCHED, platform="youtube")

    assert 40 < check.posts < 80
    assert "on youtube" in describe_check(check)


@pytest.mark.parametrize("agreement", [-1.0, 0.0, 0.5, 1.0])
def test_an_interval_holds_its_agreement(agreement):
    low, high = find_interval(agreement, 30)

    assert -1 <= low < high <= 1
    assert low - 0.01 <= agreement <= high + 0.01


def test_all_alike_agrees_with_nothing():
    assert find_agreement([5, 5, 5], np.array([1.0, 2.0, 3.0])) == 0.0
