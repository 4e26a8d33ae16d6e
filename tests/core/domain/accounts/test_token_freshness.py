from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.accounts.platform_token import AccountStatus
from core.domain.accounts.token_freshness import (
    Freshness,
    give_turn_back,
    is_usable,
    judge_freshness,
    refresh_from,
    take_turn,
)
from tests.builders import NOON
from tests.plan_builders import make_token

R, F, W, X = Freshness.READY, Freshness.REFRESH, Freshness.WAIT, Freshness.RECONNECT


def at(seconds):
    return NOON + timedelta(seconds=seconds)


def make_lasting(seconds, **given):
    return make_token(issued_at=NOON, expires_at=at(seconds), **given)


@pytest.mark.parametrize(
    ("life_seconds", "margin_seconds"),
    [
        (7200, 600),  # TikTok: 20 % would be 24 minutes, so ten
        (3599, 600),  # Google: 20 % is 719.8 s, so ten minutes
        (14124, 600),  # Twitch
        (1000, 200),  # 20 %
        (0, 0),
    ],
)
def test_a_token_is_refreshed_a_margin_of_its_own_ahead(life_seconds, margin_seconds):
    tokens = [make_lasting(life_seconds, account_id=f"t{n}") for n in range(200)]

    margins = [(t.expires_at - refresh_from(t)).total_seconds() for t in tokens]

    assert min(margins) >= margin_seconds
    assert max(margins) <= margin_seconds * 1.25
    if margin_seconds:
        assert max(margins) - min(margins) > 0.2 * margin_seconds


def test_a_life_whose_start_is_unknown_began_when_the_token_was_stored():
    token = make_token(issued_at=None, updated_at=NOON, expires_at=at(1000))

    assert at(750) <= refresh_from(token) <= at(800)


@pytest.mark.parametrize(
    ("token", "seconds", "expected"),
    [
        (make_lasting(7200), 0, R),
        (make_lasting(7200), 7200 - 751, R),  # before the widest margin
        (make_lasting(7200), 7200 - 599, F),  # behind the narrowest
        (make_lasting(7200), 9000, F),
        (make_lasting(7200, refreshing_until=at(7200)), 7000, W),
        (make_lasting(7200, refreshing_until=at(7000)), 7000, F),  # whoever had the turn is gone
        (make_lasting(7200, refreshing_until=at(60)), 0, R),
        (make_lasting(7200, refresh_token=None), 7000, R),  # used until it ends
        (make_lasting(7200, refresh_token=None), 7150, X),
        (make_lasting(7200, status=AccountStatus.RECONNECT_REQUIRED), 0, X),
        (make_token(expires_at=None), 1e9, R),
    ],
)
def test_what_is_done_follows_from_the_token_and_the_time(token, seconds, expected):
    assert judge_freshness(token, now=at(seconds)) is expected


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        (make_lasting(7200), F),
        (make_lasting(7200, access_token="another"), R),  # somebody has refreshed it since
        (make_lasting(7200, refreshing_until=at(60)), W),
        (make_lasting(7200, refresh_token=None), X),
    ],
)
def test_a_token_that_the_platform_refused_is_not_ready_however_long_it_lasts(token, expected):
    assert judge_freshness(token, now=NOON, refused="access-1") is expected


def test_a_token_is_usable_until_a_minute_before_its_end():
    token = make_lasting(7200)

    assert is_usable(token, now=at(7139))
    assert not is_usable(token, now=at(7140))
    assert is_usable(replace(token, expires_at=None), now=at(1e6))


def test_a_turn_lasts_a_minute_or_until_it_is_given_back():
    taken = take_turn(make_lasting(7200), now=at(7000))

    assert judge_freshness(taken, now=at(7059)) is W
    assert judge_freshness(taken, now=at(7060)) is F
    assert judge_freshness(give_turn_back(taken, now=at(7001)), now=at(7001)) is F
