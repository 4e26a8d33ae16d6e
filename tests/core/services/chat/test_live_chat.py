from datetime import timedelta

import pytest

from core.domain.chat.chat_message import NoticeKind
from core.domain.chat.clip_calls import ClipCallStatus, ClipCallTuning
from core.domain.chat.live_chat import LiveLine, LiveNotice, LiveStream
from core.domain.chat.spike_detector import ChatSpikeDetector
from core.domain.streams.stream import StreamStatus
from core.domain.streams.twitch_channel import TwitchBinding
from core.domain.work.ids import CreatorId
from core.domain.work.meters import Meters
from core.errors import Busy, ExternalFailure
from core.ports.chat import ChatSink
from core.services.chat import spike_detection
from core.services.chat.channel_learning import ChannelLearning
from core.services.chat.chat_state import ChatStateStorage
from core.services.chat.clock_watch import ClockWatch
from core.services.chat.live_chat import LiveChat
from core.services.chat.live_news import MomentFollower
from core.services.chat.spike_detection import SpikeDetection
from core.services.chat.spike_storage import SpikeStorage
from core.services.streams.stream_opening import IDLE, StreamOpening
from core.services.streams.stream_storage import StreamStorage
from core.services.work.health import Health
from tests.builders import CREATOR, NOON
from tests.fakes.chat_memory import FakeChatMemories
from tests.fakes.creators import FakeProfiles, FakeTunings, FakeTwitchBindings
from tests.fakes.insights import FakeAnalytics
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock, FakeIds

CHANNEL = TwitchBinding(
    broadcaster_id="7", creator_id=CREATOR, login="streamer", created_at=NOON, updated_at=NOON
)


class Followed:
    """Remembers what it was told of moments and calls."""

    def __init__(self):
        self.moments = []
        self.calls = []
        self.missed = []

    async def follow_moment(self, channel, stream, moment):
        self.moments.append((channel.login, moment))

    async def follow_call(self, channel, stream, call, joined):
        self.calls.append(call.status)

    async def miss_call(self, channel):
        self.missed.append(channel.login)


_follower: type[MomentFollower] = Followed
_ear: type[ChatSink] | type[LiveChat] = LiveChat


class World:
    def __init__(self):
        self.clock = FakeClock(NOON)
        self.stores = FakeStores(self.clock)
        self.memories = FakeChatMemories(self.stores.memory)
        self.analytics = FakeAnalytics(self.stores.memory)
        self.tunings = FakeTunings(self.stores.memory)
        self.bindings = FakeTwitchBindings(self.stores.memory)
        self.profiles = FakeProfiles(self.stores.memory)
        self.followed = Followed()
        self.is_ours = True
        self.health = Health(clock=self.clock)
        self.live_chat = self.start()
        self.ids = 0

    def start(self):
        """A process that listens; the table stays."""
        ids = FakeIds()
        stream_storage = StreamStorage(clock=self.clock, ids=ids, streams=self.stores.streams)
        spike_storage = SpikeStorage(
            meters=Meters(),
            clock=self.clock,
            ids=ids,
            spikes=self.stores.spikes,
            clips=self.stores.clips,
            profiles=FakeProfiles(self.stores.memory),
        )
        spike_detection = SpikeDetection(
            stream_storage=stream_storage,
            spike_storage=spike_storage,
            chat_states=ChatStateStorage(
                clock=self.clock,
                histograms=self.stores.histograms,
                memories=self.memories,
                analytics=self.analytics,
                stream_storage=stream_storage,
                spike_storage=spike_storage,
                channel_learning=ChannelLearning(
                    streams=self.stores.streams,
                    tunings=self.tunings,
                    bindings=self.bindings,
                    profiles=self.profiles,
                ),
                make_detector=lambda learned, memory: ChatSpikeDetector(
                    learned=learned, memory=memory
                ),
                call_tuning=ClipCallTuning(viewers=2),
            ),
        )
        opening = StreamOpening(
            clock=self.clock, streams=self.stores.streams, stream_storage=stream_storage
        )
        live_chat = LiveChat(
            clock=self.clock,
            opening=opening,
            spike_detection=spike_detection,
            clock_watch=ClockWatch(health=self.health),
            followers=[self.followed],
            is_ours=lambda _: self.is_ours,
        )
        live_chat.add_channel(CHANNEL)
        return live_chat

    async def say(self, text="hi", *, chatter="Ann", message_id=None, channel="7", **given):
        self.ids += 1
        line = LiveLine(
            broadcaster_id=channel,
            said_at=self.clock.now(),
            chatter=chatter,
            text=text,
            message_id=f"m{self.ids}" if message_id is None else message_id,
            **given,
        )
        await self.live_chat.hear(line)

    async def talk(self, minutes, *, until=None):
        """Three people write a line every ten seconds."""
        for number in range(int(minutes * 6)):
            self.clock.advance(10.0)
            await self.say(f"ordinary talk {number}", chatter=f"regular{number % 3}")

    async def erupt(self, people=40):
        """Return the moments that were told meanwhile."""
        known = len(self.followed.moments)
        for number in range(people):
            self.clock.advance(0.1)
            text = ("POGGERS", "LUL", "WTF", "omg", "KEKW", "wow")[number % 6]
            await self.say(text, chatter=f"viewer{number}")
        return [moment.spike for _, moment in self.followed.moments[known:]]

    async def go_live(self, *, ago=0.0, title="Chess"):
        started_at = self.clock.now() - timedelta(seconds=ago)
        await self.live_chat.follow_stream(
            LiveStream(broadcaster_id="7", started_at=started_at, title=title, category="Games")
        )

    async def stream(self):
        (newest, *_) = (await self.stores.streams.list_streams(CREATOR)).items
        return newest

    async def streams(self):
        return (await self.stores.streams.list_streams(CREATOR)).items

    async def messages(self):
        await self.live_chat.leave()
        rows = await self.stores.histograms.list_histograms(CREATOR, (await self.stream()).id)
        return sum(sum(row.messages) for row in rows.items)


@pytest.fixture
def world():
    return World()


async def test_a_stream_begins_with_its_first_line_where_nobody_announces_it(world):
    await world.say()

    stream = await world.stream()
    assert (stream.title, stream.started_at, stream.broadcaster_id) == ("streamer", NOON, "7")
    assert stream.status is StreamStatus.LIVE


async def test_a_line_counts_once_whichever_reader_brings_it(world):
    for _ in range(3):
        await world.say(message_id="same")
    await world.say(message_id="other")

    assert await world.messages() == 2


async def test_channels_that_nobody_watches_are_passed_over(world):
    await world.say(channel="8")
    await world.live_chat.follow_stream(LiveStream(broadcaster_id="8", started_at=NOON))
    await world.live_chat.end_stream("8")
    await world.live_chat.note_title("8", title="x", category="y")
    await world.live_chat.mark_disconnected(["8"], since=NOON, reason="x")
    await world.live_chat.mark_connected(["8"], at=NOON)
    await world.live_chat.remove_channel("8")

    assert await world.streams() == ()
    assert world.live_chat.find_channel("8") is None
    assert world.live_chat.find_stream("8") is None


async def test_what_is_announced_gives_the_stream_its_start_title_and_end(world):
    await world.go_live(ago=3.0)
    await world.say()
    world.clock.advance(60.0)
    await world.live_chat.note_title("7", title="Go", category="Boards")
    await world.live_chat.end_stream("7")

    stream = await world.stream()
    assert (stream.title, stream.category) == ("Go", "Boards")
    assert (stream.status, stream.duration_seconds) == (StreamStatus.ENDED, 63.0)
    assert stream.gaps == ()


async def test_announced_again_is_the_same_stream_with_the_newer_title(world):
    await world.go_live()
    world.clock.advance(2.0)
    await world.live_chat.follow_stream(
        LiveStream(broadcaster_id="7", started_at=NOON + timedelta(seconds=1), title="Go")
    )
    await world.live_chat.follow_stream(LiveStream(broadcaster_id="7", started_at=NOON))

    (stream,) = await world.streams()
    assert (stream.title, stream.category) == ("Go", "Games")


async def test_news_of_a_start_before_the_first_line_is_of_the_same_broadcast(world):
    await world.go_live()
    earlier = NOON - timedelta(seconds=110)

    await world.live_chat.follow_stream(
        LiveStream(broadcaster_id="7", started_at=earlier, title="Go")
    )

    (stream,) = await world.streams()
    assert (stream.status, stream.title) == (StreamStatus.LIVE, "Go")


async def test_a_broadcast_with_another_start_is_another_stream(world):
    await world.go_live()
    world.clock.advance(600.0)
    await world.go_live()

    newest, older = await world.streams()
    assert (newest.status, older.status) == (StreamStatus.LIVE, StreamStatus.ENDED)
    assert older.duration_seconds == 600.0


async def test_what_is_written_while_the_channel_is_offline_is_no_stream(world):
    await world.live_chat.end_stream("7")

    await world.say("hello")
    await world.say("!clip")

    assert await world.streams() == ()
    assert world.followed.missed == ["streamer"]


async def test_chats_eruption_is_told_to_whoever_cuts(world):
    await world.talk(10)

    spikes = await world.erupt()
    world.clock.advance(3.0)
    await world.live_chat.pass_time()

    (told,) = world.followed.moments
    assert told[0] == "streamer"
    assert len(spikes) == 1
    assert (await world.stores.spikes.list_spikes(await world.stream())).items


@pytest.mark.parametrize("away_seconds", [3, 40])
async def test_a_moment_that_cannot_be_stored_is_kept_and_told_once_it_is(world, away_seconds):
    """Its evidence, too: all of it in its order, and the reading goes on meanwhile."""
    await world.talk(10)
    add, error = world.stores.spikes.add_spike, Busy("The table is locked.")

    async def fail(*_, **__):
        raise error

    world.stores.spikes.add_spike = fail
    await world.erupt()
    for _ in range(away_seconds):
        world.clock.advance(1.0)
        await world.say("fine", chatter="Bo")
        await world.live_chat.pass_time()
    assert world.followed.moments == []

    world.stores.spikes.add_spike = add
    for _ in range(11):
        world.clock.advance(1.0)
        await world.live_chat.pass_time()

    ((_, moment),) = world.followed.moments
    (stored,) = (await world.stores.spikes.list_spikes(await world.stream())).items
    assert stored.detected_at_seconds == moment.spike.detected_at_seconds
    assert stored.chatters >= moment.spike.chatters
    assert await world.messages() == 60 + 40 + away_seconds


async def test_who_is_to_be_told_is_told_once_the_table_is_back(world):
    await world.talk(10)
    follow, tries = world.followed.follow_moment, []

    async def fail(channel, stream, moment):
        tries.append(moment)
        if len(tries) < 3:
            raise ExternalFailure("The table is away.", retryable=True)
        await follow(channel, stream, moment)

    world.followed.follow_moment = fail
    await world.erupt()
    for _ in range(10):
        world.clock.advance(1.0)
        await world.live_chat.pass_time()

    assert len(tries) == 3
    assert len(world.followed.moments) == 1


async def test_what_is_left_when_a_stream_ends_is_stored_and_told_later(world, monkeypatch):
    monkeypatch.setattr(spike_detection, "END_SECONDS", 0.0)
    await world.go_live()
    await world.talk(10)
    add = world.stores.spikes.add_spike

    async def fail(*_, **__):
        raise Busy("The table is locked.")

    world.stores.spikes.add_spike = fail
    await world.erupt()
    world.clock.advance(2.0)
    await world.live_chat.pass_time()
    await world.live_chat.end_stream("7")
    assert (await world.stream()).status is StreamStatus.LIVE

    world.stores.spikes.add_spike = add
    world.clock.advance(20.0)
    await world.live_chat.pass_time()

    stream = await world.stream()
    assert (stream.status, stream.spikes) == (StreamStatus.ENDED, 1)
    assert len(world.followed.moments) == 1


async def test_lines_wait_while_the_stream_cannot_be_opened(world):
    """They are heard in their order; no reader is told of it."""
    add = world.stores.streams.add_stream

    async def fail(_):
        raise Busy("The table is locked.")

    world.stores.streams.add_stream = fail
    for _ in range(5):
        await world.say()
        world.clock.advance(1.0)
        await world.live_chat.pass_time()
    world.stores.streams.add_stream = add
    world.clock.advance(20.0)
    await world.live_chat.pass_time()

    assert (await world.stream()).started_at == NOON
    assert await world.messages() == 5


async def test_an_eruption_is_found_without_another_line(world):
    """Everybody writes at once, and then watches."""
    await world.talk(10)
    for number in range(40):
        await world.say("POGGERS" if number % 2 else "LUL omg", chatter=f"viewer{number}")

    assert world.followed.moments == []
    world.clock.advance(3.0)
    await world.live_chat.pass_time()

    assert len(world.followed.moments) == 1


async def test_calls_for_a_clip_are_told_as_they_come(world):
    await world.talk(2)
    for chatter in ("Bob", "Bob", "Cid"):
        await world.say("!clip the save", chatter=chatter)

    assert world.followed.calls == [
        ClipCallStatus.COUNTED,
        ClipCallStatus.REPEATED,
        ClipCallStatus.REACHED,
    ]
    ((_, moment),) = world.followed.moments
    assert moment.spike.asked_by == "Bob"


async def test_a_moderator_takes_lines_out_of_the_evidence(world):
    await world.talk(10)
    await world.erupt()
    world.clock.advance(3.0)
    await world.live_chat.pass_time()
    (spike,) = (await world.stores.spikes.list_spikes(await world.stream())).items
    banned = spike.strongest[0].chatter

    await world.live_chat.hear(
        LiveNotice(
            broadcaster_id="7",
            at=world.clock.now(),
            kind=NoticeKind.TIMEOUT,
            chatter=banned.lower(),
        )
    )

    (left,) = (await world.stores.spikes.list_spikes(await world.stream())).items
    assert banned not in [line.chatter for line in left.strongest]


async def test_a_notice_alone_begins_no_stream(world):
    await world.live_chat.hear(LiveNotice(broadcaster_id="7", at=NOON, kind=NoticeKind.RAID))

    assert await world.streams() == ()


async def test_lines_of_before_the_stream_are_not_of_it(world):
    await world.go_live()
    world.clock.at = NOON - timedelta(seconds=60)
    await world.say()
    world.clock.at = NOON - timedelta(seconds=2)  # clocks differ by a little
    await world.say()

    assert await world.messages() == 1


async def test_a_gap_is_written_down_and_time_stands_still_in_it(world):
    await world.talk(10)
    since = world.clock.now()
    await world.live_chat.mark_disconnected(["7"], since=since, reason="the line was cut")
    await world.live_chat.mark_disconnected(
        ["7"], since=since + timedelta(seconds=9), reason="again"
    )

    world.clock.advance(120.0)
    await world.live_chat.pass_time()
    await world.live_chat.mark_connected(["7"], at=world.clock.now())
    await world.live_chat.mark_connected(["7"], at=world.clock.now())

    (gap,) = (await world.stream()).gaps
    assert (gap.length_seconds, gap.reason) == (120.0, "the line was cut")
    assert gap.start_seconds == (since - (await world.stream()).started_at).total_seconds()


async def test_after_an_hours_outage_those_who_greet_are_no_spike(world):
    await world.talk(30)
    await world.live_chat.mark_disconnected(
        ["7"], since=world.clock.now(), reason="the line was cut"
    )
    world.clock.advance(3600.0)
    await world.live_chat.pass_time()
    await world.live_chat.mark_connected(["7"], at=world.clock.now())

    spikes = await world.erupt()
    world.clock.advance(3.0)
    await world.live_chat.pass_time()

    assert spikes == []
    assert world.followed.moments == []
    (stream,) = await world.streams()
    assert [round(gap.length_seconds) for gap in stream.gaps] == [3600]
    assert stream.status is StreamStatus.LIVE


async def test_a_stream_that_ends_while_disconnected_has_its_gap_too(world):
    await world.go_live()
    await world.live_chat.mark_disconnected(
        ["7"], since=world.clock.now(), reason="the line was cut"
    )
    world.clock.advance(30.0)

    await world.live_chat.end_stream("7")

    assert [gap.length_seconds for gap in (await world.stream()).gaps] == [30.0]


async def test_a_restart_goes_on_with_the_stream_and_says_what_it_missed(world):
    await world.go_live()
    world.clock.advance(10.0)
    await world.say()
    await world.live_chat.leave()
    world.clock.advance(60.0)

    world.live_chat = world.start()
    await world.go_live(ago=70.0)
    await world.say()

    (stream,) = await world.streams()
    assert [(gap.start_seconds, gap.end_seconds) for gap in stream.gaps] == [(10.0, 70.0)]
    assert await world.messages() == 2


async def test_without_an_announcement_too_a_restart_goes_on(world):
    await world.say()
    world.clock.advance(20.0)
    await world.say()
    await world.live_chat.leave()
    world.clock.advance(120.0)

    world.live_chat = world.start()
    await world.say()

    (stream,) = await world.streams()
    assert stream.heard_seconds == 20.0
    assert [gap.reason for gap in stream.gaps] == ["Truss was not running"]


async def test_who_comes_late_says_so(world):
    await world.go_live(ago=600.0)

    (gap,) = (await world.stream()).gaps
    assert (gap.start_seconds, gap.end_seconds) == (0.0, 600.0)
    assert gap.reason == "Truss was not listening yet"


async def test_a_stream_whose_end_was_missed_ends_where_it_was_heard_last(world):
    await world.go_live()
    world.clock.advance(50.0)
    await world.say()
    await world.live_chat.leave()
    world.clock.advance(86_400.0)

    world.live_chat = world.start()
    await world.go_live()

    _, older = await world.streams()
    assert (older.status, older.duration_seconds) == (StreamStatus.ENDED, 50.0)


async def test_an_hour_without_a_line_ends_a_stream_that_nobody_announced(world):
    await world.say()
    world.clock.advance(10.0)
    await world.say()

    world.clock.advance(IDLE.total_seconds() + 2)
    await world.live_chat.pass_time()

    stream = await world.stream()
    assert (stream.status, stream.duration_seconds) == (StreamStatus.ENDED, 10.0)


async def test_an_announced_stream_may_be_silent_for_hours(world):
    await world.go_live()
    await world.say()

    world.clock.advance(2 * IDLE.total_seconds())
    await world.live_chat.pass_time()

    assert (await world.stream()).status is StreamStatus.LIVE


async def test_a_channel_that_is_let_go_is_heard_no_more(world):
    await world.say()
    other = CreatorId("ben")
    world.live_chat.add_channel(
        TwitchBinding(
            broadcaster_id="7", creator_id=other, login="new", created_at=NOON, updated_at=NOON
        )
    )
    assert [c.login for c in world.live_chat.list_channels()] == ["new"]

    await world.live_chat.remove_channel("7")
    await world.say()

    (stream,) = await world.streams()
    assert stream.status is StreamStatus.ENDED
    assert world.live_chat.list_channels() == ()


async def test_nothing_comes_back_of_a_stream_that_was_deleted_with_its_creator(world):
    """Its channel is let go of seconds after: what is known of its chat must not be stored."""
    await world.go_live()
    await world.talk(2)
    stream = await world.stream()
    world.stores.memory.streams.clear()
    kept = world.memories.look(CREATOR, stream.id)

    await world.say("one more line")
    world.clock.advance(5.0)
    await world.live_chat.remove_channel("7")
    await world.live_chat.leave()

    assert world.memories.look(CREATOR, stream.id) == kept
    assert (await world.stores.histograms.list_histograms(CREATOR, stream.id)).items == ()
    assert await world.streams() == ()


async def test_a_channel_that_another_process_hears_is_dropped_and_its_stream_goes_on(world):
    """What this one knew of it is not stored over what the other knows by now."""
    await world.say()
    stream = await world.stream()
    kept = world.memories.look(CREATOR, stream.id)

    await world.live_chat.forget_channel("7")
    await world.say()

    assert (await world.stream()).status is StreamStatus.LIVE
    assert world.live_chat.list_channels() == ()
    assert world.memories.look(CREATOR, stream.id) == kept


async def test_a_channel_that_may_be_anothers_by_now_is_not_heard(world):
    """Its lease has lapsed: a process that was paused reads on in its socket."""
    await world.say()
    before = world.live_chat.find_stream("7")
    world.is_ours = False

    await world.say()
    world.clock.advance(2 * IDLE.total_seconds())
    await world.live_chat.pass_time()

    assert world.live_chat.find_stream("7") == before
    assert (await world.stream()).status is StreamStatus.LIVE


async def test_a_stream_that_may_be_anothers_by_now_is_not_opened(world):
    """Whoever opens it takes what is known of it from the process that hears it."""
    world.is_ours = False
    await world.go_live()
    assert world.live_chat.find_stream("7") is None

    world.is_ours = True
    await world.go_live()

    assert world.live_chat.find_stream("7") is not None


async def test_what_was_said_while_the_table_was_away_is_heard_once_the_channel_is_ours(world):
    """Nobody could take the lease meanwhile; a burst in it is found, with the time it had."""
    await world.go_live()
    await world.talk(15)
    world.is_ours = False
    await world.talk(2)
    erupted_at = world.clock.now()
    assert await world.erupt() == []
    await world.talk(2)

    world.is_ours = True
    world.clock.advance(1.0)
    await world.live_chat.pass_time()

    ((_, moment),) = world.followed.moments
    at = NOON + timedelta(seconds=moment.spike.peak_seconds)
    assert abs((at - erupted_at).total_seconds()) < 10
    assert await world.messages() == 19 * 6 + 40


async def test_what_was_held_for_a_channel_that_another_took_is_not_heard(world):
    await world.say()
    world.is_ours = False
    await world.say()

    await world.live_chat.end_stream("7")
    world.is_ours = True

    assert world.followed.moments == []
    (row,) = (
        await world.stores.histograms.list_histograms(CREATOR, (await world.stream()).id)
    ).items
    assert sum(row.messages) == 1


async def test_who_leaves_what_may_be_anothers_stores_nothing_over_it(world):
    await world.say()
    stream = await world.stream()
    kept = world.memories.look(CREATOR, stream.id)
    world.is_ours = False

    await world.live_chat.leave()

    assert world.memories.look(CREATOR, stream.id) == kept
    assert await world.stream() == stream
    assert world.live_chat.find_stream("7") is None
