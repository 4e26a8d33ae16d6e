"""Keeping ears: what is remembered of a stream while it is heard, and stored for a restart."""

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
    ClipCall,
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
    """Hears one stream's chat in order.

    `take_ripe` gives, once, an earlier spike whose evidence is complete; `finish` the one that
    was still growing when the stream ended. `describe` tells of now, whether it is a spike or not.
    `memory` is what another detector needs to go on, `learn` what a channel taught meanwhile.
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
    """What is remembered of one stream while it is being watched.

    `memory` is that of a run before a restart, until the first event says where chat goes on.
    """

    stream: Stream
    asset: Asset | None
    detector: Detector
    counter: HistogramCounter
    days: ChatDayCounter
    calls: ClipCalls
    memory: DetectorMemory | None
    call: ClipCall | None = None
    moment: StoredMoment | None = None
    spikes: int = 0
    heard_seconds: float = 0.0


class ChatStateStorage:
    """Makes ears, and stores what each has counted and what a restart needs of it."""

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

    async def make_ear(self, stream: Stream, asset: Asset | None) -> ChatState:
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

    async def change(self, ear: ChatState, change: Callable[[Stream], Stream]) -> Stream:
        """Store a change together with what was counted of the stream up to now."""

        def count(known: Stream) -> Stream:
            return replace(
                change(known),
                chat_peak=max(known.chat_peak, ear.counter.peak),
                spikes=max(known.spikes, ear.spikes),
                heard_seconds=max(known.heard_seconds or 0.0, ear.heard_seconds),
            )

        ear.stream = await self._stream_storage.change(ear.stream, count)
        return ear.stream

    async def count(self, ear: ChatState, message: ChatMessage) -> None:
        ear.days.count_message(message.offset_seconds, message.chatter)
        row = ear.counter.count(message.offset_seconds, message.chatter)
        ear.heard_seconds = max(ear.heard_seconds, message.offset_seconds)
        if row:
            await self._histograms.put_histogram(ear.stream.creator_id, row)
            await self._keep_memory(ear)
            await self._keep_totals(ear)
            ear.detector.learn(await self._read_learned(ear.stream))

    async def take_up(self, ear: ChatState, offset_seconds: float) -> None:
        """Go on where a run before a restart was; chat that begins earlier is heard anew."""
        stream, memory = ear.stream, ear.memory
        ear.memory = None
        if memory is None or offset_seconds < memory.offset_seconds:
            return
        ear.detector = self._make_detector(await self._read_learned(stream), memory)
        row = await self._find_row(stream, offset_seconds)
        ear.counter = HistogramCounter(stream.id, stream.started_at, row=row)
        if last := await self._spike_storage.find_last(stream):
            ear.calls.cancel_publications(last.detected_at_seconds, last.asked_by)
        _log.info("stream.taken_up", stream_id=stream.id, heard_seconds=memory.heard_seconds)

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

    async def remember(self, ear: ChatState) -> None:
        """Store what a restart needs: the detector's memory, and what was counted up to now."""
        await self._keep_memory(ear)
        await self.keep_counts(ear)

    async def _keep_memory(self, ear: ChatState) -> None:
        creator_id, stream_id = ear.stream.creator_id, ear.stream.id
        await self._memories.put_memory(creator_id, stream_id, ear.detector.memory())

    async def keep_counts(self, ear: ChatState) -> None:
        row = ear.counter.open_row()
        if any(row.messages):
            await self._histograms.put_histogram(ear.stream.creator_id, row)
        await self._keep_totals(ear)

    async def _keep_totals(self, ear: ChatState) -> None:
        await self._keep_days(ear)
        if ear.stream.broadcaster_id is not None:
            await self.change(ear, lambda known: known)

    async def _keep_days(self, ear: ChatState) -> None:
        for day in ear.days.take_totals():
            await self._analytics.put_local_day(ear.stream.creator_id, ear.days.name, day)
