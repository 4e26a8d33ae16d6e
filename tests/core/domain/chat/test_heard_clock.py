from math import inf, nan

import pytest

from core.domain.chat.heard_clock import HeardClock


@pytest.mark.parametrize(
    ("offsets", "now", "offset"),
    [
        ([100.0], 0.0, 100.0),
        ([100.0, 130.5], 30.5, 130.5),
        ([100.0, 400.0], 60.0, 400.0),  # an outage: a minute of it counts
        ([100.0, 130.0, 110.0], 30.0, 130.0),  # a late line
        ([100.0, 190.0, 20.0], 60.0, 20.0),  # a log whose clock started anew
        ([100.0, inf, nan], 0.0, 100.0),
    ],
)
def test_heard_time_never_runs_back_and_pauses_in_an_outage(offsets, now, offset):
    clock = HeardClock(0.0)

    for one in offsets:
        clock.move(clock.find_step(one))

    assert (clock.now, clock.to_offset(clock.now)) == (now, offset)


def test_looking_moves_nothing():
    clock = HeardClock(30.0)
    assert not clock.has_begun

    clock.move(clock.find_step(10.0))

    assert clock.after(clock.find_step(15.0)) == 35.0
    assert (clock.now, clock.has_begun) == (30.0, True)
