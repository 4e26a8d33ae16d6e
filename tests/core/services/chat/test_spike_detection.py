from dataclasses import replace
from datetime import timedelta

import pytest
import structlog

from core.domain.chat.channel_lessons import Learned
from core.domain.chat.chat_message import ChatMessage, ChatNotice, NoticeKind
from core.domain.chat.chat_spike import ChatLine
from core.domain.chat.clip_calls import ClipCallStatus, ClipCallTuning
from core.domain.chat.detector_memory import DetectorMemory
from core.domain.chat.reaction import Reaction
from core.domain.clips.clip import ClipStatus
from core.domain.learning.metrics import DayCounts
from core.domain.streams.coverage_gap import CoverageGap
from core.domain.streams.stream import StreamStatus
from core.domain.streams.twitch_channel import ChannelTuning
from core.domain.work.job import JobKind, JobStatus, Queue
from core.domain.work.meters import Meters
from core.errors import Busy, ExternalFailure
from core.services.chat.channel_learning import ChannelLearning
from core.services.chat.chat_state import ChatStateStorage
from core.services.chat.live_clip import make_asked
from core.services.chat.spike_detection import SpikeDetection
from core.services.chat.spike_storage import SpikeStorage
from core.services.streams.stream_storage import StreamStorage
from tests.builders import CREATOR, NOON, make_actor, make_asset, make_facts, make_spike
from tests.fakes.chat_memory import FakeChatMemories
from tests.fakes.creators import FakeProfiles, FakeTunings, FakeTwitchBindings
from tests.fakes.insights import FakeAnalytics
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock, FakeIds


class ScriptedDetector:
    """Fires the given spikes when the message of their second is heard; five seconds make ripe."""

    def __init__(self, *spikes):
        self._spikes = {spike.detected_at_seconds: spike for spike in spikes}
        self._growing = None
        self._ripe = None

    def hear(self, event):
        spike = self._spikes.get(event.offset_seconds)
        if self._growing and event.offset_seconds > self._growing.detected_at_seconds + 5:
            self._ripe, self._growing = self._growing, None
        if spike:
            self._growing = ripened(spike)
        return spike

    def pass_time(self, offset_seconds):
        return self.hear(said(offset_seconds))

    def take_ripe(self):
        ripe, self._ripe = self._ripe, None
        return ripe

    def take_missed(self):
        return ()

    def finish(self):
        growing, self._growing = self._growing, None
        return growing

    def memory(self):
        return DetectorMemory()

    def learn(self, learned):
        self.learned = learned

    def count_since(self, offset_seconds):
        return 0

    def describe(self):
        return make_spike(detected_at_seconds=200.0, start_seconds=171.5, end_seconds=201.5)


def ripened(spike):
    return replace(spike, chatters=99, score=60.0)


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def stores(clock):
    return FakeStores(clock)


@pytest.fixture
def tunings(stores):
    return FakeTunings(stores.memory)


@pytest.fixture
def analytics(stores):
    return FakeAnalytics(stores.memory)


@pytest.fixture
def learned_of():
    """What the detectors were made with."""
    return []


@pytest.fixture
def meters():
    return Meters()


@pytest.fixture
def make_watching(clock, stores, tunings, analytics, learned_of, meters):
    def make(*spikes):
        def make_detector(learned, memory):
            learned_of.append(learned)
            return ScriptedDetector(*spikes)

        ids = FakeIds()
        stream_storage = StreamStorage(clock=clock, ids=ids, streams=stores.streams)
        spike_storage = SpikeStorage(
            meters=meters,
            clock=clock,
            ids=ids,
            spikes=stores.spikes,
            clips=stores.clips,
            profiles=FakeProfiles(stores.memory),
        )
        return SpikeDetection(
            meters=meters,
            stream_storage=stream_storage,
            spike_storage=spike_storage,
            chat_states=ChatStateStorage(
                clock=clock,
                histograms=stores.histograms,
                memories=FakeChatMemories(stores.memory),
                analytics=analytics,
                stream_storage=stream_storage,
                spike_storage=spike_storage,
                channel_learning=ChannelLearning(
                    streams=stores.streams,
                    tunings=tunings,
                    bindings=FakeTwitchBindings(stores.memory),
                    profiles=FakeProfiles(stores.memory),
                ),
                make_detector=make_detector,
                call_tuning=ClipCallTuning(),
            ),
        )

    return make


def said(offset, chatter="bo", text="pog"):
    return ChatMessage(offset_seconds=offset, chatter=chatter, text=text)


def called(offset, chatter, title=""):
    return said(offset, chatter, f"!clip {title}")


async def test_a_spike_becomes_a_clip_and_the_job_to_render_it(make_watching, stores):
    """The whole point: chat erupts, and a worker has something to cut."""
    spike_detection = make_watching(make_spike(detected_at_seconds=131.0))
    stream = await spike_detection.start_stream(
        make_actor(), title="A stream", started_at=NOON, asset=make_asset()
    )

    heard = await spike_detection.hear(stream, said(131.0))

    clips = (await stores.clips.list_clips(CREATOR)).items
    jobs = (await stores.jobs.list_jobs(CREATOR, JobStatus.QUEUED)).items
    lease = await stores.queue.receive(Queue.WORK, lease_seconds=30)
    assert heard.moment is not None
    assert heard.moment.clip_id == clips[0].id
    assert [(c.status, c.start_seconds, c.end_seconds) for c in clips] == [
        (ClipStatus.DRAFT, 103.0, 133.0)
    ]
    assert [(j.kind, j.subject_id) for j in jobs] == [(JobKind.RENDER_CLIP, clips[0].id)]
    assert lease is not None
    assert lease.job_id == jobs[0].id


async def test_lines_are_counted_and_notices_are_not(make_watching, meters):
    spike_detection = make_watching()
    stream = await spike_detection.start_stream(make_actor(), title="", started_at=NOON)

    await spike_detection.hear(stream, said(1.0))
    await spike_detection.hear(stream, ChatNotice(offset_seconds=2.0, kind=NoticeKind.RAID))

    assert meters.read("truss_chat_lines_total") == 1


async def test_a_stream_heard_again_after_a_kill_gives_nothing_twice(make_watching, stores):
    """After a restart the whole chat is heard again from its start."""
    for _ in range(2):
        spike_detection = make_watching(make_spike(detected_at_seconds=131.0))
        stream = await spike_detection.start_stream(
            make_actor(), title="A stream", started_at=NOON, asset=make_asset()
        )
        await spike_detection.hear(stream, said(131.0))

    assert len((await stores.clips.list_clips(CREATOR)).items) == 1
    assert len((await stores.jobs.list_jobs(CREATOR, JobStatus.QUEUED)).items) == 1
    assert len((await stores.spikes.list_spikes(stream)).items) == 1
    assert len((await stores.streams.list_streams(CREATOR)).items) == 1


async def test_without_a_video_spikes_are_kept_and_nothing_is_cut(make_watching, stores):
    spike_detection = make_watching(make_spike(detected_at_seconds=131.0))
    stream = await spike_detection.start_stream(make_actor(), title="A stream", started_at=NOON)

    await spike_detection.hear(stream, said(131.0))

    assert (await stores.clips.list_clips(CREATOR)).items == ()
    assert len((await stores.spikes.list_spikes(stream)).items) == 1


@pytest.mark.parametrize(
    ("duration", "window"),
    [
        (120.0, (103.0, 120.0)),  # the video ends inside the window
        (104.0, None),  # one second is left: too little to show
        (50.0, None),  # the chat went on after the video
    ],
)
async def test_a_window_stays_inside_its_video(make_watching, stores, duration, window):
    spike_detection = make_watching(make_spike(detected_at_seconds=131.0))
    asset = make_asset(facts=make_facts(duration_seconds=duration))
    stream = await spike_detection.start_stream(
        make_actor(), title="A stream", started_at=NOON, asset=asset
    )

    await spike_detection.hear(stream, said(131.0))

    clips = (await stores.clips.list_clips(CREATOR)).items
    assert [(c.start_seconds, c.end_seconds) for c in clips] == ([window] if window else [])


async def test_chat_is_kept_counted_not_written(make_watching, stores):
    """Ten minutes of chat are one row; what was said stays in memory."""
    spike_detection = make_watching()
    stream = await spike_detection.start_stream(make_actor(), title="A stream", started_at=NOON)

    for offset in (1.0, 2.0, 601.0):
        await spike_detection.hear(stream, said(offset))
    notice = ChatNotice(offset_seconds=602.0, kind=NoticeKind.RAID, size=9)
    await spike_detection.hear(stream, notice)
    ended = await spike_detection.end_stream(stream, duration_seconds=700.0)

    rows = (await stores.histograms.list_histograms(CREATOR, stream.id)).items
    assert [(row.starts_at, sum(row.messages)) for row in rows] == [
        (NOON, 2),
        (NOON + timedelta(minutes=10), 1),
    ]
    assert (ended.status, ended.duration_seconds) == (StreamStatus.ENDED, 700.0)


async def test_a_stream_that_had_ended_stays_ended(make_watching, stores):
    first = make_watching()
    stream = await first.start_stream(make_actor(), title="A stream", started_at=NOON)
    await first.end_stream(stream, duration_seconds=700.0)
    again = make_watching()
    stream = await again.start_stream(make_actor(), title="A stream", started_at=NOON)

    ended = await again.end_stream(stream, duration_seconds=5.0)

    assert (ended.status, ended.duration_seconds) == (StreamStatus.ENDED, 700.0)


async def hear_and_render(make_watching, stores, *, moved_to=None, until=140.0):
    """Hear a spike at 131 s and what follows; in between a worker may take its clip."""
    spike_detection = make_watching(make_spike(detected_at_seconds=131.0))
    stream = await spike_detection.start_stream(
        make_actor(), title="A stream", started_at=NOON, asset=make_asset()
    )
    await spike_detection.hear(stream, said(131.0))
    if moved_to:
        clip = (await stores.clips.list_clips(CREATOR)).items[0]
        await stores.clips.save_clip(clip.move_to(moved_to, at=NOON))
    await spike_detection.hear(stream, said(until))
    return spike_detection, stream


async def test_a_draft_gets_the_evidence_of_the_whole_burst(make_watching, stores):
    """The alarm rings at the first of it; the score and the title are about all of it."""
    _, stream = await hear_and_render(make_watching, stores)

    clip = (await stores.clips.list_clips(CREATOR)).items[0]
    spikes = (await stores.spikes.list_spikes(stream)).items
    assert clip.spike == spikes[0] == ripened(make_spike(detected_at_seconds=131.0))
    assert (clip.start_seconds, clip.end_seconds) == (103.0, 133.0)


async def test_a_clip_that_is_being_made_keeps_the_evidence_it_is_made_from(make_watching, stores):
    _, stream = await hear_and_render(make_watching, stores, moved_to=ClipStatus.RENDERING)

    clip = (await stores.clips.list_clips(CREATOR)).items[0]
    spikes = (await stores.spikes.list_spikes(stream)).items
    assert clip.spike == make_spike(detected_at_seconds=131.0)
    assert spikes == (ripened(make_spike(detected_at_seconds=131.0)),)


async def test_the_end_of_a_stream_makes_ripe_what_was_growing(make_watching, stores):
    spike_detection, stream = await hear_and_render(make_watching, stores, until=132.0)

    await spike_detection.end_stream(stream, duration_seconds=133.0)

    clip = (await stores.clips.list_clips(CREATOR)).items[0]
    assert clip.spike == ripened(make_spike(detected_at_seconds=131.0))


async def test_evidence_heard_again_after_a_kill_is_saved_once(make_watching, stores):
    for _ in range(2):
        await hear_and_render(make_watching, stores)

    clip = (await stores.clips.list_clips(CREATOR)).items[0]
    assert clip.version == 2


async def test_a_clip_that_was_deleted_meanwhile_is_let_go(make_watching, stores):
    spike_detection, stream = await hear_and_render(make_watching, stores, until=132.0)
    stores.memory.clips.clear()

    await spike_detection.end_stream(stream, duration_seconds=133.0)

    assert (await stores.clips.list_clips(CREATOR)).items == ()


async def test_a_spike_without_a_clip_gets_its_evidence_too(make_watching, stores):
    spike_detection = make_watching(make_spike(detected_at_seconds=131.0))
    stream = await spike_detection.start_stream(make_actor(), title="A stream", started_at=NOON)
    await spike_detection.hear(stream, said(131.0))

    await spike_detection.end_stream(stream, duration_seconds=133.0)

    assert [spike.chatters for spike in (await stores.spikes.list_spikes(stream)).items] == [99]


async def hear_all(spike_detection, stream, *events):
    """Return the spikes of the new moments, and the answers to the calls."""
    heard = [await spike_detection.hear(stream, event) for event in events]
    spikes = [one.moment.spike for one in heard if one.moment]
    return spikes, [one.call for one in heard if one.call]


async def watch(spike_detection, **given):
    values = {"title": "A stream", "started_at": NOON, "asset": make_asset()}
    return await spike_detection.start_stream(make_actor(), **(values | given))


async def test_enough_viewers_who_ask_get_a_clip(make_watching, stores):
    """Its window lies as if chat had erupted 8 s before the first of them asked."""
    spike_detection = make_watching()
    stream = await watch(spike_detection)

    found, answers = await hear_all(
        spike_detection,
        stream,
        called(200.0, "ann"),
        called(203.0, "bob", "the <b>save</b>"),
        called(205.0, "cid"),
        called(207.0, "dan"),
    )

    clips = (await stores.clips.list_clips(CREATOR)).items
    assert [(s.detected_at_seconds, s.asked_by, s.peak_seconds) for s in found] == [
        (205.0, "ann", 192.0)
    ]
    assert [(c.start_seconds, c.end_seconds, c.spike) for c in clips] == [(163.5, 193.5, found[0])]
    assert (clips[0].title, clips[0].title_by) == ("the <b>save</b>", "chat")
    assert answers[-1].status is ClipCallStatus.KNOWN


async def test_viewers_who_ask_for_an_eruption_are_credited_with_its_clip(make_watching, stores):
    spike_detection = make_watching(make_spike(detected_at_seconds=131.0))
    stream = await watch(spike_detection)

    found, _ = await hear_all(
        spike_detection,
        stream,
        said(131.0),
        called(133.0, "ann"),
        called(134.0, "bob"),
        called(135.0, "cid"),
        said(140.0),
    )

    clips = (await stores.clips.list_clips(CREATOR)).items
    spikes = (await stores.spikes.list_spikes(stream)).items
    assert len(found) == len(clips) == len(spikes) == 1
    assert clips[0].spike == spikes[0]
    assert (spikes[0].asked_by, spikes[0].chatters) == ("ann", 99)


async def test_an_eruption_of_what_was_asked_for_is_its_evidence(make_watching, stores):
    """One moment, one clip: where it lies and who asked for it stay."""
    spike_detection = make_watching(make_spike(detected_at_seconds=131.0, chatters=40))
    stream = await watch(spike_detection)

    calls = [called(120.0 + n, chatter) for n, chatter in enumerate(("ann", "bob", "cid"))]
    found, _ = await hear_all(spike_detection, stream, *calls, said(131.0))

    clips = (await stores.clips.list_clips(CREATOR)).items
    assert [spike.detected_at_seconds for spike in found] == [122.0]
    assert [(c.spike.asked_by, c.spike.chatters, c.start_seconds) for c in clips] == [
        ("ann", 40, 83.5)
    ]


async def test_who_was_timed_out_does_not_count(make_watching, stores):
    spike_detection = make_watching()
    stream = await watch(spike_detection)
    timeout = ChatNotice(offset_seconds=202.0, kind=NoticeKind.TIMEOUT, chatter="ann")

    events = [called(200.0, "ann"), called(201.0, "bob"), timeout, called(203.0, "cid")]

    found, answers = await hear_all(spike_detection, stream, *events)

    assert found == []
    assert answers[-1].asked_by == "bob"


async def test_all_that_ripens_while_a_moment_cannot_be_stored_is_stored_after_it(
    make_watching, stores, clock
):
    """Its evidence, who asked for it, and what a moderator took back, in their order."""
    line = ChatLine(offset_seconds=130.0, chatter="troll", text="slander", message_id="m1")
    first = make_spike(detected_at_seconds=131.0, strongest=(line,))
    spike_detection = make_watching(first, make_spike(detected_at_seconds=331.0))
    stream = await watch(spike_detection)
    add = stores.spikes.add_spike

    async def fail(*_, **__):
        raise ExternalFailure("The table is away.", retryable=True)

    stores.spikes.add_spike = fail
    deleted = ChatNotice(offset_seconds=134.0, kind=NoticeKind.DELETION, message_id="m1")
    calls = [called(132.0, "ann"), called(132.5, "bob"), called(133.0, "cid")]
    events = [said(131.0), *calls, deleted, said(140.0), said(331.0)]
    found, answers = await hear_all(spike_detection, stream, *events)
    assert (found, answers[-1].status) == ([], ClipCallStatus.JOINED)

    stores.spikes.add_spike = add
    clock.advance(60.0)
    heard = await spike_detection.pass_time(stream, 332.0)

    told = [one.moment.spike for one in (*heard.late, heard) if one.moment]
    stored = (await stores.spikes.list_spikes(stream)).items
    assert [spike.detected_at_seconds for spike in told] == [131.0, 331.0]
    assert [one.joined.spike.asked_by for one in heard.late if one.call] == ["ann"]
    assert [(spike.asked_by, spike.chatters) for spike in stored[:1]] == [("ann", 99)]
    assert len((await stores.clips.list_clips(CREATOR)).items) == 2


async def test_a_process_that_ends_waits_for_the_table_and_then_says_what_is_lost(
    make_watching, stores, monkeypatch
):
    monkeypatch.setattr("core.services.chat.spike_detection.LEAVE_SECONDS", 0.0)
    spike_detection = make_watching(make_spike(detected_at_seconds=131.0))
    stream = await watch(spike_detection)

    async def fail(*_, **__):
        raise Busy("The table is locked.")

    stores.spikes.add_spike = fail
    await spike_detection.hear(stream, said(131.0))
    with structlog.testing.capture_logs() as logs:
        await spike_detection.leave_streams()

    (lost,) = [one for one in logs if one["event"] == "writes.lost"]
    assert "moment" in lost["writes"]


async def test_what_a_channel_taught_is_used_on_its_next_stream(make_watching, tunings, learned_of):
    values = {"rejected laughter": 10.0, "lag seconds": 16.5}
    values |= {"lag uncertainty seconds": 6.0, "lag moments": 10.0}
    await tunings.save_tuning(
        ChannelTuning(creator_id=CREATOR, broadcaster_id="123", values=values)
    )

    for broadcaster_id in (None, "123", "456"):
        await watch(make_watching(), title=str(broadcaster_id), broadcaster_id=broadcaster_id)

    assert learned_of[0] == learned_of[2] == Learned()
    assert learned_of[1].factor(Reaction.LAUGHTER) > 4
    assert learned_of[1].earlier_seconds == pytest.approx(3.0)


async def test_the_day_is_counted_once_however_often_it_is_heard(make_watching, analytics):
    for _ in range(2):
        spike_detection = make_watching(make_spike(detected_at_seconds=131.0))
        stream = await watch(spike_detection)
        calls = [called(132.0, chatter) for chatter in ("ann", "bob", "cid")]
        await hear_all(spike_detection, stream, said(131.0), *calls, said(700.0))
        await spike_detection.end_stream(stream, duration_seconds=800.0)

    assert await analytics.list_days(CREATOR, NOON.date(), NOON.date()) == (
        DayCounts(
            on=NOON.date(),
            counts={"chat messages": 5, "chatters": 4, "spikes": 1, "clips asked for": 1},
        ),
    )


@pytest.mark.parametrize(
    ("given", "jobs"),
    [
        ({"broadcaster_id": "123"}, 1),
        ({"broadcaster_id": None}, 0),
        ({"broadcaster_id": "123", "asset": None}, 0),
    ],
)
async def test_a_channels_stream_that_ends_with_a_video_is_measured_once(
    make_watching, stores, given, jobs
):
    for _ in range(2):
        spike_detection = make_watching()
        stream = await watch(spike_detection, **given)
        ended = await spike_detection.end_stream(stream, duration_seconds=700.0)

    found = (await stores.jobs.list_jobs(CREATOR, JobStatus.QUEUED)).items
    assert [(job.kind, job.subject_id) for job in found] == [(JobKind.MEASURE_LAG, ended.id)] * jobs


async def watch_live(spike_detection, **given):
    values = {"title": "A stream", "started_at": NOON, "broadcaster_id": "1337"}
    return await spike_detection.start_stream(make_actor(), **(values | given))


async def stored_stream(stores, stream):
    return await stores.streams.get_stream(CREATOR, stream.id)


async def test_a_live_stream_keeps_its_peak_its_spikes_and_how_far_it_was_heard(
    make_watching, stores
):
    spike_detection = make_watching(make_spike(detected_at_seconds=31.0))
    stream = await watch_live(spike_detection, category="Chess")
    for offset in (30.0, 30.5, 31.0, 50.0):
        await spike_detection.hear(stream, said(offset))

    ended = await spike_detection.end_stream(stream, duration_seconds=60.0)

    assert ended == await stored_stream(stores, stream)
    assert (ended.chat_peak, ended.spikes, ended.heard_seconds) == (3 / 5, 1, 50.0)
    assert (ended.category, ended.status) == ("Chess", StreamStatus.ENDED)


async def test_a_moment_is_found_without_another_message(make_watching, stores):
    """A quiet channel: chat erupts, and then everybody watches."""
    spike_detection = make_watching(make_spike(detected_at_seconds=131.0))
    stream = await watch_live(spike_detection)

    early = await spike_detection.pass_time(stream, 130.0)
    heard = await spike_detection.pass_time(stream, 131.0)

    assert early.moment is None
    assert heard.moment is not None
    assert (await stores.spikes.list_spikes(stream)).items == (heard.moment.spike,)


async def test_gaps_and_titles_are_written_over_what_somebody_else_stored(make_watching, stores):
    spike_detection = make_watching()
    stream = await watch_live(spike_detection)
    await stores.streams.save_stream(replace(stream, asset_id=make_asset().id))

    await spike_detection.add_gap(
        stream, CoverageGap(start_seconds=10.0, end_seconds=20.0, reason="the line was cut")
    )
    told = await spike_detection.retitle(stream, title="Another", category="Chess")
    again = await spike_detection.retitle(stream, title="Another", category="Chess")

    assert told == again == await stored_stream(stores, stream)
    assert (told.title, told.category, told.asset_id) == ("Another", "Chess", make_asset().id)
    assert [(gap.start_seconds, gap.end_seconds) for gap in told.gaps] == [(10.0, 20.0)]


async def test_a_deleted_line_leaves_the_moment_that_is_being_watched(make_watching, stores):
    line = ChatLine(offset_seconds=30.0, chatter="troll", text="slander", message_id="m1")
    spike_detection = make_watching(make_spike(detected_at_seconds=31.0, strongest=(line,)))
    stream = await watch_live(spike_detection)
    await spike_detection.hear(stream, said(31.0))

    for notice in (
        ChatNotice(offset_seconds=32.0, kind=NoticeKind.DELETION, message_id="m1"),
        ChatNotice(offset_seconds=33.0, kind=NoticeKind.TIMEOUT, chatter="troll"),
    ):
        await spike_detection.hear(stream, notice)

    (spike,) = (await stores.spikes.list_spikes(stream)).items
    assert spike.strongest == ()


@pytest.mark.parametrize(
    ("first_at", "windows"),
    [
        (2.0, []),  # a stream that has just begun has nothing to show
        (12.0, [(0.0, 10.0)]),  # the moment is 4 s into the stream
        (40.0, [(3.5, 33.5)]),
    ],
)
async def test_a_clip_that_is_asked_for_early_is_long_enough_to_be_seen(
    make_watching, first_at, windows
):
    spike_detection = make_watching()
    stream = await watch(spike_detection)

    calls = [called(first_at + n, name) for n, name in enumerate(("ann", "bob", "cid"))]
    found, _ = await hear_all(spike_detection, stream, *calls)

    assert [(spike.start_seconds, spike.end_seconds) for spike in found] == windows
    assert all(spike.end_seconds <= spike.detected_at_seconds + 5 for spike in found)


async def ask_now(stores, stream, offset):
    """Store a moment as `/clip now` does, maybe from another process."""
    storage = SpikeStorage(
        meters=Meters(),
        clock=FakeClock(),
        ids=FakeIds(),
        spikes=stores.spikes,
        clips=stores.clips,
        profiles=FakeProfiles(stores.memory),
    )
    asked = make_asked(offset, seconds=20, asked_by="Mo")
    await storage.store_moment(stream, storage.draft_moment(stream, make_asset(), asked))


async def test_an_eruption_joins_what_a_moderator_has_had_cut(make_watching, stores):
    """One clip, with the whole burst as evidence; chat is told of nothing that no viewer asked."""
    spike = make_spike(detected_at_seconds=131.0)
    spike_detection = make_watching(spike)
    stream = await watch(spike_detection)
    await ask_now(stores, stream, 127.0)

    spikes, _ = await hear_all(spike_detection, stream, said(131.0), said(140.0))

    (clip,) = (await stores.clips.list_clips(CREATOR)).items
    (stored,) = (await stores.spikes.list_spikes(stream)).items
    assert spikes == []
    assert (stored.asked_by, stored.chatters) == ("Mo", ripened(spike).chatters)
    assert (clip.start_seconds, clip.end_seconds) == (107.0, 127.0)


async def test_a_quorum_joins_what_a_moderator_has_had_cut_and_is_answered(make_watching, stores):
    spike_detection = make_watching()
    stream = await watch(spike_detection)
    await ask_now(stores, stream, 127.0)

    events = [called(130.0 + number, f"viewer{number}") for number in range(3)]
    spikes, calls = await hear_all(spike_detection, stream, *events)

    assert len((await stores.clips.list_clips(CREATOR)).items) == 1
    assert [call.status for call in calls][-1] is ClipCallStatus.REACHED
    assert [spike.asked_by for spike in spikes] == ["Mo"]
