from dataclasses import replace

import pytest

from core.domain.chat.chat_spike import SpikeTuning
from tests.builders import make_spike


def test_a_clip_by_default_is_at_most_thirty_seconds_long():
    tuning = SpikeTuning()

    assert tuning.lead_seconds + tuning.tail_seconds <= 30.0


def asked(at, seconds=20.0, by="Mo"):
    """A moment as `/clip now` stores it."""
    return make_spike(
        detected_at_seconds=at,
        start_seconds=at - seconds,
        end_seconds=at,
        peak_seconds=at - seconds / 2,
        messages=0,
        threshold=0.0,
        asked_by=by,
    )


def found(at):
    """A moment as the detector finds it: chat is busiest two seconds before it is sure."""
    return make_spike(
        detected_at_seconds=at,
        start_seconds=at - 28.5,
        end_seconds=at + 1.5,
        peak_seconds=at - 2.0,
    )


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (asked(100.0), found(92.0), True),  # somebody was quick to ask
        (asked(100.0), found(104.0), True),  # chat was slower to react
        (asked(100.0), found(108.0), False),  # chat reacts to what came after the window
        (asked(100.0), found(81.0), False),  # 2.5 of 20 s are shared
        (asked(100.0, 10.0), found(97.0), True),  # all but 1.5 of 10 s
        (asked(100.0), asked(109.0), True),  # 11 of 20 s
        (asked(100.0), asked(111.0), False),  # 9 of 20 s
        (found(100.0), found(101.0), False),  # the detector keeps its own moments apart
    ],
)
def test_what_is_one_moment_is_so_whichever_comes_first(one, other, is_same):
    assert one.is_same_moment(other) is is_same
    assert other.is_same_moment(one) is is_same


def test_a_joined_moment_keeps_its_window_and_its_caller_and_takes_the_evidence():
    joined = asked(100.0).join(replace(found(104.0), asked_by="viewer", asked_title="Wow"))

    assert (joined.start_seconds, joined.end_seconds, joined.detected_at_seconds) == (80, 100, 100)
    assert (joined.chatters, joined.asked_by, joined.asked_title) == (31, "Mo", "Wow")
    assert joined.peak_seconds == 100.0
    assert joined.shows(found(104.0))
    assert not joined.shows(asked(100.0))


def test_what_chat_found_is_credited_to_whoever_asks_for_it():
    assert found(92.0).join(asked(100.0)) == replace(found(92.0), asked_by="Mo")
