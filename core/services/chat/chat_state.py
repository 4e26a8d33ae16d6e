"""The state of a stream's chat while it is live, and what is stored of it for a restart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

import structlog

from core.domain.chat.channel_lessons import Learned
from core.domain.chat.chat_histogram import (
    HistogramCounter,
    row_start,
)
from core.domain.chat.chat_message import (
    ChatHistogram,
    ChatMessage,
    ChatNotice,
)
from core.domain.chat.chat_spike import ChatSpike
from core.domain.chat.clip_calls import (
    ClipCalls,
    ClipCallTuning,
)
from core.domain.chat.detector_memory import DetectorMemory
from core.domain.learning.daily_chat_counts import ChatDayCounter
from core.domain.streams.stream import Stream
from core.domain.videos.asset import Asset
from core.ports.chat import ChatMemoryStore, HistogramStore
from core.ports.learning import AnalyticsStore
from core.ports.paging import collect
from core.services.chat.channel_learning import ChannelLearning
from core.services.chat.spike_storage import (
    SpikeStorage,
    StoredMoment,
)
from core.services.streams.stream_storage import StreamStorage

_log = structlog.get_logger(__name__)


class Detector(Protocol):
    """Reads one stream's chat in order and reports spikes.

    `take_ripe` returns, once, an earlier spike whose evidence is complete; `finish` the one that
    was still growing when the stream ended. `describe` describes this moment as if it were a spike.
    `memory` is what another detector needs to continue, `learn` what the channel taught meanwhile.
    """

    def hear(self, event: ChatMessage | ChatNotice) -> ChatSpike | None: ...

    def advance_to(self, offset_seconds: float) -> ChatSpike | None: ...

    def take_ripe(self) -> ChatSpike | None: ...

    def finish(self) -> ChatSpike | None: ...

    def describe(self) -> ChatSpike: ...

    def memory(self) -> DetectorMemory: ...

    def learn(self, learned: Learned) -> None: ...


MakeDetector = Callable[[Learned, DetectorMemory | None], Detector]


@dataclass(slots=True)
class ChatState:
    """What is known of one stream's chat while it is live; `moment` is the latest one stored.

    `memory` is left by the run before a restart, until the first event says where chat continues.
    """

    stream: Stream
    asset: Asset | None
    detector: Detector
    counter: HistogramCounter
    days: ChatDayCounter
    calls: ClipCalls
    memory: DetectorMemory | None
    moment: StoredMoment | None = None
    spikes: int = 0
    heard_seconds: float = 0.0


class ChatStateStorage:
    """Opens chat states, and stores their counts and what a restart needs of them."""

    def __init__(
        self,
        *,
        histograms: HistogramStore,
        memories: ChatMemoryStore,
        analytics: AnalyticsStore,
        stream_storage: StreamStorage,
        spike_storage: SpikeStorage,
        channel_learning: ChannelLearning,
        make_detector: MakeDetector,
        call_tuning: ClipCallTuning,
    ) -> None:
        self._histograms = histograms
        self._memories = memories
        self._analytics = analytics
        self._stream_storage = stream_storage
        self._spike_storage = spike_storage
        self._channel_learning = channel_learning
        self._make_detector = make_detector
        self._call_tuning = call_tuning

    async def open_state(self, stream: Stream, asset: Asset | None) -> ChatState:
        learned = await self._read_learned(stream)
        memory = await self._memories.find_memory(stream.creator_id, stream.id)
        return ChatState(
            stream=stream,
            asset=asset,
            detector=self._make_detector(learned, None),
            counter=HistogramCounter(stream.id, stream.started_at),
            days=ChatDayCounter(stream.id, stream.started_at),
            calls=ClipCalls(self._call_tuning),
            memory=memory,
            spikes=stream.spikes,
        )

    async def change_stream(self, state: ChatState, change: Callable[[Stream], Stream]) -> Stream:
        """Store a change of the stream together with its counts so far."""

        def count(known: Stream) -> Stream:
            return replace(
                change(known),
                chat_peak=max(known.chat_peak, state.counter.peak),
                spikes=max(known.spikes, state.spikes),
                heard_seconds=max(known.heard_seconds or 0.0, state.heard_seconds),
            )

        state.stream = await self._stream_storage.change(state.stream, count)
        return state.stream

    async def count(self, state: ChatState, message: ChatMessage) -> None:
        state.days.count_message(message.offset_seconds, message.chatter)
        row = state.counter.count(message.offset_seconds, message.chatter)
        state.heard_seconds = max(state.heard_seconds, message.offset_seconds)
        if row:
            await self._histograms.put_histogram(state.stream.creator_id, row)
            await self._save_memory(state)
            await self._save_totals(state)
            state.detector.learn(await self._read_learned(state.stream))

    async def resume(self, state: ChatState, offset_seconds: float) -> None:
        """Continue where the run before a restart left off; chat from before that is read anew."""
        stream, memory = state.stream, state.memory
        state.memory = None
        if memory is None or offset_seconds < memory.offset_seconds:
            return
        state.detector = self._make_detector(await self._read_learned(stream), memory)
        row = await self._find_row(stream, offset_seconds)
        state.counter = HistogramCounter(stream.id, stream.started_at, row=row)
        if last := await self._spike_storage.find_last(stream):
            state.calls.recall(last.detected_at_seconds, last.asked_by)
        _log.info("stream.resumed", stream_id=stream.id, heard_seconds=memory.heard_seconds)

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

    async def save(self, state: ChatState) -> None:
        """Store what a restart needs: the detector's memory, and the counts so far."""
        await self._save_memory(state)
        await self.save_counts(state)

    async def _save_memory(self, state: ChatState) -> None:
        creator_id, stream_id = state.stream.creator_id, state.stream.id
        await self._memories.put_memory(creator_id, stream_id, state.detector.memory())

    async def save_counts(self, state: ChatState) -> None:
        row = state.counter.open_row()
        if any(row.messages):
            await self._histograms.put_histogram(state.stream.creator_id, row)
        await self._save_totals(state)

    async def _save_totals(self, state: ChatState) -> None:
        await self._save_days(state)
        if state.stream.broadcaster_id is not None:
            await self.change_stream(state, lambda known: known)

    async def _save_days(self, state: ChatState) -> None:
        for day in state.days.take_totals():
            await self._analytics.put_local_day(state.stream.creator_id, state.days.name, day)
