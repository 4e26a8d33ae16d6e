"""The state of a stream's chat while it is live, and what is stored of it for a restart."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final, Protocol

import structlog

from core.domain.chat.channel_lessons import Learned
from core.domain.chat.chat_histogram import HistogramCounter, row_start
from core.domain.chat.chat_message import ChatHistogram, ChatMessage, ChatNotice
from core.domain.chat.chat_spike import ChatSpike
from core.domain.chat.clip_calls import ClipCall, ClipCalls, ClipCallTuning
from core.domain.chat.detector_memory import DetectorMemory
from core.domain.chat.hearing.chat_opening import AGAIN_SECONDS, FIRST_SECONDS, ChatOpening
from core.domain.chat.hearing.missed_peaks import MissedPeak
from core.domain.chat.recent_chat import LONG_SECONDS
from core.domain.learning.daily_chat_counts import ChatDayCounter
from core.domain.learning.metrics import DayCounts
from core.domain.streams.stream import Stream
from core.domain.videos.asset import Asset
from core.ports.chat import ChatMemoryStore, HistogramStore
from core.ports.learning import AnalyticsStore
from core.ports.paging import collect
from core.ports.work import Clock
from core.services.chat.channel_learning import ChannelLearning
from core.services.chat.pending_writes import PendingWrites
from core.services.chat.spike_storage import SpikeStorage, StoredMoment
from core.services.streams.stream_storage import StreamStorage

_log = structlog.get_logger(__name__)


SAVE_SECONDS: Final = 60.0
"""What another process needs to continue is stored this often: without it, a process that takes
over from one that was killed would learn what is usual for the chat anew, and miss what comes
meanwhile."""

EARLY_SAVE_SECONDS: Final = 5.0
"""While the first lines are gathered, so often: of so little, a few seconds are much."""


class Detector(Protocol):
    """Reads one stream's chat in order and reports spikes.

    `pass_time` returns the spike that is complete by then without another event. `take_ripe`
    returns, once, an earlier spike whose evidence is complete; `finish` the one that was still
    growing when the stream ended. `take_missed` returns, once, peaks that did not become spikes.
    `describe` describes this moment as if it were a spike, `count_since` counts lines of the last
    seconds. `memory` is what another detector needs to continue, `learn` what the channel taught
    meanwhile.
    """

    def hear(self, event: ChatMessage | ChatNotice) -> ChatSpike | None: ...

    def pass_time(self, offset_seconds: float) -> ChatSpike | None: ...

    def take_ripe(self) -> ChatSpike | None: ...

    def take_missed(self) -> tuple[MissedPeak, ...]: ...

    def finish(self) -> ChatSpike | None: ...

    def describe(self) -> ChatSpike: ...

    def count_since(self, offset_seconds: float) -> int: ...

    def memory(self) -> DetectorMemory: ...

    def learn(self, learned: Learned) -> None: ...


MakeDetector = Callable[[Learned, DetectorMemory | None], Detector]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What one chat event, or the passing of time, led to.

    `moment` is new and stored: chat erupted, or enough viewers asked for a clip. `call` is the
    answer to a line that asked for one, and `joined` the stored moment that the call was added to.
    `late` is what earlier events led to, where only now it could be stored.
    """

    moment: StoredMoment | None = None
    call: ClipCall | None = None
    joined: StoredMoment | None = None
    late: tuple[Heard, ...] = ()


NOTHING: Final = Heard()


@dataclass(slots=True)
class ChatState:
    """What is known of one stream's chat while it is live; `moment` is the latest one stored.

    `memory` is left by the run before a restart, until the first event says where chat continues.
    `pending` is what is not stored yet, a moment among it where there is one but `moment` is None;
    `opening` is there while the first lines of a live stream are put in order. `done` is what was
    stored and is not told yet, `passed_seconds` the offset that time came to, `saved_seconds` that
    of the memory which is stored. `writer` names this state among those that store the stream's
    memory; `is_anothers` once one that came later took it.
    """

    stream: Stream
    asset: Asset | None
    detector: Detector
    counter: HistogramCounter
    days: ChatDayCounter
    calls: ClipCalls
    memory: DetectorMemory | None
    pending: PendingWrites
    moment: StoredMoment | None = None
    has_moment: bool = False
    opening: ChatOpening | None = None
    done: list[Heard] = field(default_factory=list)
    spikes: int = 0
    heard_seconds: float = 0.0
    saved_seconds: float | None = None
    passed_seconds: float = 0.0
    writer: str = field(default_factory=lambda: secrets.token_hex(8))
    is_anothers: bool = False


class ChatStateStorage:
    """Opens chat states, and stores their counts and what a restart needs of them."""

    def __init__(
        self,
        *,
        clock: Clock,
        histograms: HistogramStore,
        memories: ChatMemoryStore,
        analytics: AnalyticsStore,
        stream_storage: StreamStorage,
        spike_storage: SpikeStorage,
        channel_learning: ChannelLearning,
        make_detector: MakeDetector,
        call_tuning: ClipCallTuning,
    ) -> None:
        self._clock = clock
        self._histograms = histograms
        self._memories = memories
        self._analytics = analytics
        self._stream_storage = stream_storage
        self._spike_storage = spike_storage
        self._channel_learning = channel_learning
        self._make_detector = make_detector
        self._call_tuning = call_tuning

    async def open_state(
        self, stream: Stream, asset: Asset | None, *, is_live: bool = False
    ) -> ChatState:
        learned = await self._read_learned(stream)
        writer = secrets.token_hex(8)
        memory = await self._memories.take_memory(stream.creator_id, stream.id, writer=writer)
        return ChatState(
            stream=stream,
            asset=asset,
            detector=self._make_detector(learned, None),
            counter=HistogramCounter(stream.id, stream.started_at),
            days=ChatDayCounter(stream.id, stream.started_at),
            calls=ClipCalls(self._call_tuning),
            memory=memory,
            opening=self._make_opening(learned, memory) if is_live else None,
            pending=PendingWrites(self._clock, stream_id=stream.id),
            spikes=stream.spikes,
            writer=writer,
        )

    def _make_opening(self, learned: Learned, memory: DetectorMemory | None) -> ChatOpening:
        seconds = FIRST_SECONDS if memory is None else AGAIN_SECONDS
        return ChatOpening(self._make_detector(learned, memory), seconds=seconds)

    def change_stream(
        self, state: ChatState, change: Callable[[Stream], Stream], *, name: str = "stream"
    ) -> None:
        """Queue a change of the stream, together with its counts by then."""

        def count(known: Stream) -> Stream:
            return replace(
                change(known),
                chat_peak=max(known.chat_peak, state.counter.peak),
                spikes=max(known.spikes, state.spikes),
                heard_seconds=max(known.heard_seconds or 0.0, state.heard_seconds),
            )

        async def store() -> None:
            state.stream = await self._stream_storage.change(state.stream, count)

        state.pending.add(name, store)

    def count(self, state: ChatState, message: ChatMessage) -> None:
        """Count a line; queue counts of ten minutes, and each minute what a kill would lose."""
        state.days.count_message(message.offset_seconds, message.chatter)
        row = state.counter.count(message.offset_seconds, message.chatter)
        state.heard_seconds = max(state.heard_seconds, message.offset_seconds)
        if row:
            self.save_memory(state)
            self._save_row(state, row)
            self._save_totals(state)
            state.pending.add("learned", lambda: self._learn(state), is_replaceable=True)
        elif self._is_time(state, message.offset_seconds):
            self.save_memory(state)
            if not state.opening:
                self._save_row(state, state.counter.open_row())

    def _is_time(self, state: ChatState, offset_seconds: float) -> bool:
        """Return whether the memory that is stored is too old by an offset."""
        if state.saved_seconds is None:
            state.saved_seconds = offset_seconds
        every_seconds = EARLY_SAVE_SECONDS if state.opening else SAVE_SECONDS
        return offset_seconds >= state.saved_seconds + every_seconds

    async def _learn(self, state: ChatState) -> None:
        state.detector.learn(await self._read_learned(state.stream))

    async def resume(self, state: ChatState, offset_seconds: float) -> tuple[ChatSpike, ...]:
        """Continue where the run before a restart left off; return what it could not store.

        Chat from before that is read anew, except of a live stream, which is never heard again.
        """
        stream, memory, is_live = state.stream, state.memory, state.opening is not None
        if memory is None or (offset_seconds < memory.offset_seconds and not is_live):
            state.memory = None
            return ()
        learned = await self._read_learned(stream)
        row = await self._find_row(stream, offset_seconds)
        spikes = await self._spike_storage.list_all(stream)
        # Only now is everything read: a table that is away leaves the memory for the next event.
        state.memory = None
        state.detector = self._make_detector(learned, memory)
        if is_live:
            state.opening = self._make_opening(learned, memory)
        state.counter = HistogramCounter(stream.id, stream.started_at, row=row)
        if spikes:
            state.calls.recall(spikes[-1].detected_at_seconds, spikes[-1].asked_by)
        _log.info("stream.resumed", stream_id=stream.id, heard_seconds=memory.heard_seconds)
        return tuple(one for one in memory.unstored if not _is_among(one, spikes))

    def save_unstored(self, state: ChatState) -> None:
        """Queue what the run before a restart could not store, where no event came since."""
        unstored = state.memory.unstored if state.memory else ()

        async def store() -> None:
            known = await self._spike_storage.list_all(state.stream)
            for spike in unstored:
                if not _is_among(spike, known):
                    draft = self._spike_storage.draft_moment(state.stream, state.asset, spike)
                    await self._spike_storage.store_moment(state.stream, draft)

        if unstored:
            state.pending.add("unstored", store)

    async def _read_learned(self, stream: Stream) -> Learned:
        return await self._channel_learning.read_learned(stream.creator_id, stream.broadcaster_id)

    async def _find_row(self, stream: Stream, offset_seconds: float) -> ChatHistogram | None:
        rows = await collect(
            lambda cursor: self._histograms.list_histograms(
                stream.creator_id, stream.id, cursor=cursor
            )
        )
        row_at = row_start(stream.started_at + timedelta(seconds=offset_seconds))
        return next((row for row in rows if row.starts_at == row_at), None)

    def save(self, state: ChatState) -> None:
        """Queue what a restart needs: the detector's memory, and the counts so far."""
        self.save_memory(state)
        self.save_counts(state)

    def save_counts(self, state: ChatState) -> None:
        row = state.counter.open_row()
        if any(row.messages):
            self._save_row(state, row)
        self._save_totals(state)

    def _save_row(self, state: ChatState, row: ChatHistogram) -> None:
        """Queue a row; after a memory, which tells whether the stream is still ours."""
        creator_id = state.stream.creator_id

        async def store() -> None:
            if not state.is_anothers:
                await self._histograms.put_histogram(creator_id, row)

        state.pending.add(f"counts {row.starts_at:%H:%M}", store, is_replaceable=True)

    def save_memory(self, state: ChatState) -> None:
        """Queue what a detector must remember by now."""
        state.saved_seconds = state.heard_seconds
        creator_id, stream_id = state.stream.creator_id, state.stream.id
        memory = (state.opening or state.detector).memory()

        async def store() -> None:
            put, writer = self._memories.put_memory, state.writer
            state.is_anothers = not await put(creator_id, stream_id, memory, writer=writer)
            if state.is_anothers:
                _log.warning("stream.heard_by_another", stream_id=stream_id)

        state.pending.add("memory", store, is_replaceable=True)

    def _save_totals(self, state: ChatState) -> None:
        for day in state.days.take_totals():
            self._save_day(state, day)
        if state.stream.broadcaster_id is not None:
            self.change_stream(state, lambda known: known, name="totals")

    def _save_day(self, state: ChatState, day: DayCounts) -> None:
        creator_id, name = state.stream.creator_id, state.days.name
        state.pending.add(
            f"day {day.on}",
            lambda: self._analytics.put_local_day(creator_id, name, day),
            is_replaceable=True,
        )


def _is_among(spike: ChatSpike, spikes: Sequence[ChatSpike]) -> bool:
    """Return whether a moment is stored, perhaps as found once its lines were in order."""
    at = spike.detected_at_seconds
    return any(abs(one.detected_at_seconds - at) <= LONG_SECONDS for one in spikes)
