from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.chat import ChatMessage, ChatNotice, NoticeKind
from core.domain.clip import ClipStatus
from core.domain.job import JobKind, JobStatus, Queue
from core.domain.stream import StreamStatus
from core.services.watching import Watching
from tests.builders import CREATOR, NOON, make_actor, make_asset, make_facts, make_spike
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

    def take_ripe(self):
        ripe, self._ripe = self._ripe, None
        return ripe

    def finish(self):
        growing, self._growing = self._growing, None
        return growing


def ripened(spike):
    return replace(spike, chatters=99, score=60.0)


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def stores(clock):
    return FakeStores(clock)


@pytest.fixture
def make_watching(clock, stores):
    def make(*spikes):
        return Watching(
            clock=clock,
            ids=FakeIds(),
            streams=stores.streams,
            spikes=stores.spikes,
            histograms=stores.histograms,
            assets=stores.assets,
            clips=stores.clips,
            make_detector=lambda: ScriptedDetector(*spikes),
        )

    return make


def said(offset, chatter="bo"):
    return ChatMessage(offset_seconds=offset, chatter=chatter, text="pog")


async def test_a_spike_becomes_a_clip_and_the_job_to_render_it(make_watching, stores):
    """The whole point: chat erupts, and a worker has something to cut."""
    watching = make_watching(make_spike(detected_at_seconds=131.0))
    stream = await watching.start_stream(
        make_actor(), title="A stream", started_at=NOON, asset=make_asset()
    )

    spike = await watching.hear(stream, said(131.0))

    clips = (await stores.clips.list_clips(CREATOR)).items
    jobs = (await stores.jobs.list_jobs(CREATOR, JobStatus.QUEUED)).items
    lease = await stores.queue.receive(Queue.WORK, lease_seconds=30)
    assert spike is not None
    assert [(c.status, c.start_seconds, c.end_seconds) for c in clips] == [
        (ClipStatus.DRAFT, 103.0, 133.0)
    ]
    assert [(j.kind, j.subject_id) for j in jobs] == [(JobKind.RENDER_CLIP, clips[0].id)]
    assert lease is not None
    assert lease.job_id == jobs[0].id


async def test_a_stream_heard_again_after_a_kill_gives_nothing_twice(make_watching, stores):
    """After a restart the whole chat is heard again from its start."""
    for _ in range(2):
        watching = make_watching(make_spike(detected_at_seconds=131.0))
        stream = await watching.start_stream(
            make_actor(), title="A stream", started_at=NOON, asset=make_asset()
        )
        await watching.hear(stream, said(131.0))

    assert len((await stores.clips.list_clips(CREATOR)).items) == 1
    assert len((await stores.jobs.list_jobs(CREATOR, JobStatus.QUEUED)).items) == 1
    assert len((await stores.spikes.list_spikes(stream)).items) == 1
    assert len((await stores.streams.list_streams(CREATOR)).items) == 1


async def test_without_a_video_spikes_are_kept_and_nothing_is_cut(make_watching, stores):
    watching = make_watching(make_spike(detected_at_seconds=131.0))
    stream = await watching.start_stream(make_actor(), title="A stream", started_at=NOON)

    await watching.hear(stream, said(131.0))

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
    watching = make_watching(make_spike(detected_at_seconds=131.0))
    asset = make_asset(facts=make_facts(duration_seconds=duration))
    stream = await watching.start_stream(
        make_actor(), title="A stream", started_at=NOON, asset=asset
    )

    await watching.hear(stream, said(131.0))

    clips = (await stores.clips.list_clips(CREATOR)).items
    assert [(c.start_seconds, c.end_seconds) for c in clips] == ([window] if window else [])


async def test_chat_is_kept_counted_not_written(make_watching, stores):
    """Ten minutes of chat are one row; what was said stays in memory."""
    watching = make_watching()
    stream = await watching.start_stream(make_actor(), title="A stream", started_at=NOON)

    for offset in (1.0, 2.0, 601.0):
        await watching.hear(stream, said(offset))
    notice = ChatNotice(offset_seconds=602.0, kind=NoticeKind.RAID, size=9)
    await watching.hear(stream, notice)
    ended = await watching.end_stream(stream, duration_seconds=700.0)

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
    watching = make_watching(make_spike(detected_at_seconds=131.0))
    stream = await watching.start_stream(
        make_actor(), title="A stream", started_at=NOON, asset=make_asset()
    )
    await watching.hear(stream, said(131.0))
    if moved_to:
        clip = (await stores.clips.list_clips(CREATOR)).items[0]
        await stores.clips.save_clip(clip.move_to(moved_to, at=NOON))
    await watching.hear(stream, said(until))
    return watching, stream


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
    watching, stream = await hear_and_render(make_watching, stores, until=132.0)

    await watching.end_stream(stream, duration_seconds=133.0)

    clip = (await stores.clips.list_clips(CREATOR)).items[0]
    assert clip.spike == ripened(make_spike(detected_at_seconds=131.0))


async def test_evidence_heard_again_after_a_kill_is_saved_once(make_watching, stores):
    for _ in range(2):
        await hear_and_render(make_watching, stores)

    clip = (await stores.clips.list_clips(CREATOR)).items[0]
    assert clip.version == 2


async def test_a_clip_that_was_deleted_meanwhile_is_let_go(make_watching, stores):
    watching, stream = await hear_and_render(make_watching, stores, until=132.0)
    stores.memory.clips.clear()

    await watching.end_stream(stream, duration_seconds=133.0)

    assert (await stores.clips.list_clips(CREATOR)).items == ()


async def test_a_spike_without_a_clip_gets_its_evidence_too(make_watching, stores):
    watching = make_watching(make_spike(detected_at_seconds=131.0))
    stream = await watching.start_stream(make_actor(), title="A stream", started_at=NOON)
    await watching.hear(stream, said(131.0))

    await watching.end_stream(stream, duration_seconds=133.0)

    assert [spike.chatters for spike in (await stores.spikes.list_spikes(stream)).items] == [99]
