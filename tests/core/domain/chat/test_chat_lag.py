import random
from bisect import bisect_left

import pytest

from core.domain.chat.chat_lag import LagEstimate, LagMoment, estimate_lag, make_moment
from core.domain.signals.signals import Signals

pytestmark = pytest.mark.no_cover

_STRETCH_SECONDS = 90


def _plant(rng, lag_seconds, *, step_seconds=1):
    """Make a stretch with one sound that chat answers, and three that it does not."""
    event = rng.uniform(25, 50)
    levels = [-35 + rng.gauss(0, 2) for _ in range(_STRETCH_SECONDS)]
    for at in (event, *(rng.uniform(0, 85) for _ in range(3))):
        for second in range(int(at), min(_STRETCH_SECONDS, int(at) + rng.randint(2, 5))):
            levels[second] = -35 + rng.uniform(8, 14)
    said = [rng.uniform(0, _STRETCH_SECONDS) for _ in range(30)]
    said += [event + lag_seconds + rng.gammavariate(2.0, 1.2) for _ in range(rng.randint(10, 40))]
    said.sort()
    shift = rng.randrange(step_seconds)
    rates = [
        (
            float(first),
            (bisect_left(said, first + step_seconds) - bisect_left(said, first)) / step_seconds,
        )
        for first in range(-shift, _STRETCH_SECONDS, step_seconds)
    ]
    signals = Signals(
        start_seconds=0.0,
        end_seconds=float(_STRETCH_SECONDS),
        loudness_db=tuple(level for level in levels for _ in range(10)),
        cuts_at_seconds=(),
    )
    return make_moment(signals, rates, step_seconds=step_seconds)


def _estimate(moments):
    lag = estimate_lag(moments)
    assert lag is not None
    return lag


@pytest.mark.parametrize("step_seconds", [1, 5])
@pytest.mark.parametrize("lag_seconds", range(3, 26))
def test_planted_lags_are_recovered(lag_seconds, step_seconds):
    """Within 2 s from 10 moments, from the 5 s steps of stored chat too, in 9 of 10 tries."""
    near = []
    for seed in range(10):
        rng = random.Random(1000 * lag_seconds + seed)
        moments = [_plant(rng, lag_seconds, step_seconds=step_seconds) for _ in range(10)]
        near.append(abs(_estimate(moments).seconds - lag_seconds) <= 2)

    assert sum(near) >= 9


def test_the_uncertainty_says_how_far_off_it_may_be():
    """Where chat has nothing to do with the sound it is large, and the window stays."""
    rng = random.Random(4)
    heard = _estimate([_plant(rng, 20) for _ in range(10)])
    unheard = _estimate([_plant(rng, rng.uniform(0, 60)) for _ in range(10)])

    assert heard.uncertainty_seconds < 1.5
    assert unheard.uncertainty_seconds > 6
    assert heard.moments == 10


@pytest.mark.parametrize("moments", [0, 2])
def test_a_few_moments_say_nothing(moments):
    rng = random.Random(1)

    assert estimate_lag([_plant(rng, 5) for _ in range(moments)]) is None


@pytest.mark.parametrize(
    ("levels", "messages"),
    [
        ((), ()),
        ((-100.0,) * 60, (1.0,) * 60),  # no sound
        ((-30.0,) * 60, (0.0,) * 30 + (5.0,) * 30),  # a hum
        ((-30.0,) * 30 + (-10.0,) * 30, (0.0,) * 60),  # no chat
    ],
)
def test_moments_without_sound_or_chat_do_not_count(levels, messages):
    assert estimate_lag([LagMoment(levels_db=levels, messages=messages)] * 5) is None


@pytest.mark.parametrize(
    ("seconds", "uncertainty", "earlier"),
    [
        (10.5, 0.5, 0.0),  # the usual lag
        (16.5, 6.0, 3.0),  # known half as well as channels differ: half of 6
        (16.5, 0.0, 6.0),
        (29.0, 0.5, 12.0),  # bounded
        (2.0, 0.5, -3.0),  # bounded: a clip ends at most 5 s after the alarm
    ],
)
def test_the_window_follows_the_lag_as_far_as_it_is_known(seconds, uncertainty, earlier):
    estimate = LagEstimate(seconds=seconds, uncertainty_seconds=uncertainty, moments=10)

    assert estimate.move_window() == pytest.approx(earlier)


def test_an_estimate_survives_the_table():
    estimate = LagEstimate(seconds=7.25, uncertainty_seconds=1.5, moments=12)

    assert LagEstimate.from_values(estimate.to_values()) == estimate
    assert LagEstimate.from_values({"approved hype": 3.0}) is None
    assert estimate.explain() == (
        "Chat reacts 7 s after the sound here (give or take 2 s, from 12 moments)."
    )


def test_a_moment_is_sound_and_chat_of_the_same_seconds():
    signals = Signals(
        start_seconds=100.0, end_seconds=104.0, loudness_db=(-30.0,) * 40, cuts_at_seconds=()
    )

    moment = make_moment(signals, [(95.0, 1.0), (100.0, 3.0)], step_seconds=5)

    assert moment.levels_db == pytest.approx((-30.0,) * 4)
    # The middles are 97.5 and 102.5: at 100.5 three fifths of the way from 1 to 3.
    assert moment.messages == pytest.approx((2.2, 2.6, 3.0, 3.0))


@pytest.mark.parametrize(("rates", "messages"), [((), 0.0), (((90.0, 4.0),), 4.0)])
def test_outside_of_what_was_counted_the_nearest_rate_counts(rates, messages):
    signals = Signals(
        start_seconds=100.0, end_seconds=101.0, loudness_db=(-30.0,) * 10, cuts_at_seconds=()
    )

    assert make_moment(signals, rates, step_seconds=5).messages == (messages,)
