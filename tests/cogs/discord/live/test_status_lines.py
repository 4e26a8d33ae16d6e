from dataclasses import replace

from cogs.discord.live.status_lines import NOTHING, describe_status
from core.domain.chat.delivery_delay import ChatDelay
from core.domain.streams.coverage_gap import CoverageGap
from core.services.chat.listening_status import ChannelStatus
from tests.builders import NOON, make_stream
from tests.core.services.chat.test_live_clip import ADA

OFF = ChannelStatus(binding=ADA, stream=None, is_here=True, delay=None, wanted_an_hour=8.0)
DELAY = ChatDelay(skew_seconds=0.2, late_seconds=3.0, held_seconds=4.0, lines=90)
LIVE = replace(OFF, stream=make_stream(title="*Run*"), delay=DELAY, alerts=5, alerts_an_hour=7.52)


def make_gap(start, end, reason="it hung up"):
    return CoverageGap(start_seconds=start, end_seconds=end, reason=reason)


def test_a_live_channel_is_told_in_four_lines():
    since = int(NOON.timestamp())

    assert describe_status((LIVE,)).splitlines() == [
        rf"**ada** is live since <t:{since}:R>: \*Run\*",
        "- Heard now; lines come up to 3 s late.",
        "- Heard without a gap.",
        "- 5 alerts so far, 7.5 an hour; 8 an hour are set.",
    ]


def test_gaps_calls_and_a_wrong_clock_are_told():
    stream = replace(make_stream(), gaps=(make_gap(0, 30), make_gap(100, 190)))
    skewed = replace(DELAY, skew_seconds=-40.0)
    status = replace(LIVE, stream=stream, delay=skewed, calls=2, alerts=1, alerts_an_hour=None)

    told = describe_status((status,))

    assert "this machine's clock is 40 s behind Twitch" in told
    assert "- 2 gaps, 2 min in all; the last: it hung up." in told
    assert "- One alert so far, 2 more were asked for; 8 an hour are set." in told


def test_silence_is_told_with_its_reason():
    status = replace(LIVE, silent_since=NOON, silent_reason="")

    assert "the connection broke" in describe_status((status,))


def test_what_is_offline_or_elsewhere_is_told():
    assert "is offline; its next stream" in describe_status((OFF,))
    assert "another process of Truss" in describe_status((replace(LIVE, is_here=False),))
    assert "nobody has written yet" in describe_status((replace(LIVE, delay=None),))
    assert describe_status(()) == NOTHING


def test_a_hundred_channels_fit_into_one_message():
    assert len(describe_status((LIVE,) * 100)) <= 2000
