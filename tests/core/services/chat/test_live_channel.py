from datetime import timedelta

import pytest

from core.domain.chat.live_chat import LiveLine
from core.domain.streams.twitch_channel import TwitchBinding
from core.services.chat.live_channel import make_channel
from tests.builders import CREATOR, NOON
from tests.fakes.time_and_ids import FakeClock


@pytest.mark.parametrize(("skew", "corrected"), [(61.0, 61.0), (-5.0, -5.0), (0.4, 0.0)])
def test_what_our_clock_told_becomes_the_platforms_time(skew, corrected):
    clock = FakeClock()
    binding = TwitchBinding(
        broadcaster_id="7", creator_id=CREATOR, login="ann", created_at=NOON, updated_at=NOON
    )
    channel = make_channel(binding, clock)
    assert channel.to_platform(NOON, clock) == NOON

    line = LiveLine(
        broadcaster_id="7",
        said_at=NOON - timedelta(seconds=skew),
        chatter="ann",
        text="hi",
        message_id="",
    )
    channel.order.add(line, clock.steady_seconds())

    told = channel.to_platform(NOON, clock)
    assert abs(told - (NOON - timedelta(seconds=corrected))) < timedelta(milliseconds=1)
