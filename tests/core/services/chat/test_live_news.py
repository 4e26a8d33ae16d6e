from datetime import timedelta

from core.domain.chat.clip_calls import ClipCall, ClipCallStatus
from core.domain.chat.live_chat import LiveLine
from core.services.chat.chat_state import NOTHING, Heard
from core.services.chat.live_channel import make_channel
from core.services.chat.live_news import LiveNews
from core.services.chat.spike_storage import StoredMoment
from tests.builders import NOON, make_spike, make_stream
from tests.fakes.time_and_ids import FakeClock
from tests.plan_builders import make_binding

MOMENT = StoredMoment(spike=make_spike(), clip_id=None)


class Followed:
    def __init__(self):
        self.told = []

    async def follow_moment(self, channel, stream, moment):
        self.told.append(("moment", moment))

    async def follow_call(self, channel, stream, call, joined):
        self.told.append(("call", call))

    async def miss_call(self, channel):
        self.told.append(("missed", channel.login))


class Ending:
    """A detection that stores the last moment of a stream when it is asked for the second time."""

    def __init__(self):
        self.asked = 0

    async def settle(self, stream):
        self.asked += 1
        return Heard(moment=MOMENT) if self.asked == 2 else NOTHING

    def is_settled(self, stream):
        return self.asked >= 2


def make_news():
    followed = Followed()
    news = LiveNews(ended_streams=Ending(), followers=[followed])
    return news, followed, make_channel(make_binding(), FakeClock())


async def test_moments_come_before_calls_and_late_ones_first():
    news, followed, channel = make_news()
    call = ClipCall(
        status=ClipCallStatus.REACHED, callers=1, needed=1, asked_by="bob", moment_seconds=1.0
    )
    late = StoredMoment(spike=make_spike(detected_at_seconds=9.0), clip_id=None)

    heard = Heard(moment=MOMENT, call=call, late=(Heard(moment=late),))
    await news.report(channel, make_stream(), heard)

    assert followed.told == [("moment", late), ("moment", MOMENT), ("call", call)]


async def test_a_call_in_a_channel_that_is_offline_is_missed():
    news, followed, channel = make_news()
    for text in ("hello", "!clip"):
        line = LiveLine(
            message_id=text,
            broadcaster_id="44",
            said_at=NOON + timedelta(seconds=1),
            chatter="bob",
            text=text,
        )
        await news.miss(channel, line)

    assert followed.told == [("missed", "ada")]


async def test_what_is_stored_after_a_streams_end_is_told_then_and_once():
    news, followed, channel = make_news()
    await news.end(channel, make_stream())
    assert followed.told == []

    await news.settle_ended()
    await news.settle_ended()

    assert followed.told == [("moment", MOMENT)]
