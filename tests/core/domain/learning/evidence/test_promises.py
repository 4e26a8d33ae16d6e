"""What the method promises, on histories with a planted effect and on empty ones.

The suite holds the promises to a few histories each; `make soak` to hundreds, and to two years of
weekly looks. Both thresholds leave room for luck in as many histories.
"""

from typing import Any

import pytest

from core.domain.learning.evidence.claim_words import describe_silence
from core.domain.learning.evidence.compared_post import Outcome
from core.domain.learning.evidence.levels import LevelTuning, is_due
from core.domain.learning.evidence.looking import look_at
from tests.history_generator import EMPTY, HALF, Planted, make_history, post_everywhere
from tests.learned_posts import QUESTIONS

pytestmark = pytest.mark.no_cover
THREE_TIMES = (120, Planted(views=3), Outcome.VIEWS)
TWICE_AND_A_HALF = (240, Planted(views=2.5), Outcome.VIEWS)
TWICE_WATCHED = (60, Planted(watched=2), Outcome.WATCHED)


def count_found(seeds, count, planted, outcome):
    wanted = (HALF, outcome, True)
    looks = (look_at(make_history(seed, count, planted), QUESTIONS) for seed in seeds)
    return sum(any(claim.name == wanted for claim in look.claims) for look in looks)


def count_false(seeds, count):
    looks = (look_at(make_history(seed, count, EMPTY), QUESTIONS) for seed in seeds)
    return sum(bool(look.claims) for look in looks)


@pytest.mark.parametrize("case", [THREE_TIMES, TWICE_AND_A_HALF, TWICE_WATCHED])
def test_what_is_there_is_found(case):
    assert count_found(range(15), *case) >= 11


def test_what_is_not_there_is_not_claimed():
    assert count_false(range(20), 120) <= 4


def count_false_everywhere(seeds, clips):
    histories = (post_everywhere(seed, clips) for seed in seeds)
    return sum(bool(look_at(history, QUESTIONS).claims) for history in histories)


def test_clips_on_three_platforms_are_not_three_times_as_many_posts():
    """Were each post counted by itself, a third of empty histories would claim something."""
    assert count_false_everywhere(range(20), 60) <= 3


def test_what_is_there_is_found_in_clips_on_three_platforms():
    found = 0
    for seed in range(8):
        history = post_everywhere(seed, 120, Planted(views=3))
        claims = look_at(history, QUESTIONS).claims
        found += (HALF, Outcome.VIEWS, True) in {claim.name for claim in claims}

    assert found >= 6


def test_30_posts_say_nothing_and_why():
    """Nobody finds twice the views in 30 posts; whoever claims it, guesses."""
    for seed in range(10):
        look = look_at(make_history(seed, 30, Planted(views=2)), QUESTIONS)

        assert not [claim for claim in look.claims if claim.outcome is Outcome.VIEWS]
        if not look.claims:
            assert "are missing" in describe_silence(look)


@pytest.mark.soak
@pytest.mark.parametrize("case", [THREE_TIMES, TWICE_AND_A_HALF, TWICE_WATCHED])
def test_what_is_there_is_found_in_90_of_100(case):
    assert count_found(range(10_000, 10_400), *case) >= 360


@pytest.mark.soak
@pytest.mark.parametrize("count", [30, 60, 120, 240])
def test_at_most_5_of_100_empty_histories_claim_anything(count):
    assert count_false(range(20_000, 20_400), count) <= 20


@pytest.mark.soak
@pytest.mark.parametrize("clips", [20, 40, 80])
def test_at_most_5_of_100_empty_histories_on_three_platforms_claim_anything(clips):
    assert count_false_everywhere(range(40_000, 40_200), clips) <= 10


@pytest.mark.soak
@pytest.mark.parametrize("posts_a_week", [2, 5, 10])
def test_two_years_of_weekly_looks_claim_falsely_in_at_most_5_of_100(posts_a_week):
    claimed = 0
    for seed in range(200):
        history = make_history(30_000 + seed, 104 * posts_a_week)
        claimed += claims_in_two_years(history, posts_a_week)

    assert claimed <= 10


def claims_in_two_years(history, posts_a_week):
    looked_at, claims = 0, False
    held: list[Any] = []
    for week in range(1, 105):
        count = week * posts_a_week
        if not is_due(count, looked_at, LevelTuning()):
            continue  # such a look could only take back what is claimed
        look = look_at(
            history[max(0, count - 400) : count],
            QUESTIONS,
            count=count,
            looked_at=looked_at,
            held=held,
        )
        looked_at = count if look.level else looked_at
        held = [claim.name for claim in look.claims]
        claims = claims or bool(held)
    return claims
