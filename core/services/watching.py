"""Watching: hearing a stream's chat and keeping the moments at which it erupts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

import structlog

from core.domain.asset import Asset
from core.domain.chat import ChatMessage, ChatNotice, NoticeKind
from core.domain.chat_days import ChatDayCounter
from core.domain.chat_histogram import HistogramCounter
from core.domain.chat_learning import Learned
from core.domain.chat_spike import ChatSpike
from core.domain.clip_calls import ClipCall, ClipCalls, ClipCallStatus, ClipCallTuning
from core.domain.clip_title import clean_title
from core.domain.creator import Actor
from core.domain.ids import JobId, StreamId
from core.domain.job import Job, JobKind
from core.domain.stream import Stream, StreamStatus
from core.ports.insights import AnalyticsStore
from core.ports.stores import HistogramStore, StreamStore
from core.ports.time_and_ids import Clock, Ids
from core.services.learning import Learning
from core.services.spike_keeping import KeptMoment, SpikeKeeping

_log = structlog.get_logger(__name__)


class Detector(Protocol):
    """Hears one stream's chat in order.

    `take_ripe` gives, once, an earlier spike whose evidence is complete; `finish` the one that
    was still growing when the stream ended. `describe` tells of now, whether it is a spike or not.
    """

    def hear(self, event: ChatMessage | ChatNotice) -> ChatSpike | None: ...

    def take_ripe(self) -> ChatSpike | None: ...

    def finish(self) -> ChatSpike | None: ...

    def describe(self) -> ChatSpike: ...


@dataclass(slots=True)
class _Ear:
    """What is remembered of one stream while it is being watched."""

    stream: Stream
    asset: Asset | None
    detector: Detector
    counter: HistogramCounter
    days: ChatDayCounter
    calls: ClipCalls
    call: ClipCall | None = None
    moment: KeptMoment | None = None


class Watching:
    """Turns chat into spikes, and spikes into clips to be rendered."""

    def __init__(
        self,
        *,
        clock: Clock,
        ids: Ids,
        streams: StreamStore,
        histograms: HistogramStore,
        analytics: AnalyticsStore,
        spike_keeping: SpikeKeeping,
        learning: Learning,
        make_detector: Callable[[Learned], Detector],
        call_tuning: ClipCallTuning,
    ) -> None:
        self._clock = clock
        self._ids = ids
        self._streams = streams
        self._histograms = histograms
        self._analytics = analytics
        self._spike_keeping = spike_keeping
        self._learning = learning
        self._make_detector = make_detector
        self._call_tuning = call_tuning
        self._ears: dict[StreamId, _Ear] = {}

    async def start_stream(
        self,
        actor: Actor,
        *,
        title: str,
        started_at: datetime,
        asset: Asset | None = None,
        broadcaster_id: str | None = None,
    ) -> Stream:
        """Begin to watch a stream, or go on with it after a restart; its chat comes to `hear`.

        What was learned of the broadcaster's channel is used from here on.
        """
        stream_id = StreamId(self._ids.new_ulid(started_at, "stream", actor.creator_id, title))
        stream = Stream(
            id=stream_id,
            creator_id=actor.creator_id,
            title=title,
            started_at=started_at,
            asset_id=asset.id if asset else None,
            broadcaster_id=broadcaster_id,
        )
        if not await self._streams.add_stream(stream):
            stream = await self._streams.get_stream(actor.creator_id, stream_id)
        learned = await self._learning.read_learned(actor.creator_id, broadcaster_id)
        self._ears[stream.id] = _Ear(
            stream,
            asset,
            self._make_detector(learned),
            HistogramCounter(stream.id, started_at),
            ChatDayCounter(stream.id, started_at),
            ClipCalls(self._call_tuning),
        )
        _log.info("stream.watched", stream_id=stream.id, creator_id=stream.creator_id)
        return stream

    async def hear(self, stream: Stream, event: ChatMessage | ChatNotice) -> ChatSpike | None:
        """Hear one message; return the moment that it completed, once it is stored.

        A moment is an eruption of chat, or one that enough viewers asked for; where both are about
        the same it is one, and only the first of them is returned.
        """
        ear = self._ears[stream.id]
        if isinstance(event, ChatMessage):
            await self._count(ear, event)
        elif event.kind is NoticeKind.TIMEOUT and event.chatter:
            ear.calls.forget(event.chatter)
        spike = ear.detector.hear(event)
        await self._ripen(ear, ear.detector.take_ripe())
        found = await self._keep_spike(ear, spike) if spike else None
        asked = await self._hear_call(ear, event) if isinstance(event, ChatMessage) else None
        return found or asked

    def read_call(self, stream: Stream) -> ClipCall | None:
        """Return how far the latest call for a clip came, for whoever answers in chat."""
        return self._ears[stream.id].call

    async def end_stream(self, stream: Stream, *, duration_seconds: float) -> Stream:
        """Stop watching; what was counted up to now is stored, and what was ripening is ripe.

        Where the stream's video is at hand, how late its channel's chat is will be measured.
        """
        ear = self._ears.pop(stream.id)
        await self._ripen(ear, ear.detector.finish())
        await self._histograms.put_histogram(stream.creator_id, ear.counter.open_row())
        await self._keep_days(ear)
        if ear.stream.status is StreamStatus.ENDED:
            return ear.stream
        ended = replace(ear.stream, status=StreamStatus.ENDED, duration_seconds=duration_seconds)
        return await self._streams.save_stream(ended, jobs=self._lag_jobs(ended))

    def _lag_jobs(self, stream: Stream) -> tuple[Job, ...]:
        if stream.asset_id is None or stream.broadcaster_id is None:
            return ()
        now = self._clock.now()
        job = Job(
            id=JobId(self._ids.new_ulid(now, JobKind.MEASURE_LAG, stream.id)),
            creator_id=stream.creator_id,
            kind=JobKind.MEASURE_LAG,
            subject_id=stream.id,
            created_at=now,
            updated_at=now,
        )
        return (job,)

    async def _count(self, ear: _Ear, message: ChatMessage) -> None:
        ear.days.count_message(message.offset_seconds, message.chatter)
        row = ear.counter.count(message.offset_seconds, message.chatter)
        if row:
            await self._histograms.put_histogram(ear.stream.creator_id, row)
            await self._keep_days(ear)

    async def _keep_days(self, ear: _Ear) -> None:
        for day in ear.days.take_totals():
            await self._analytics.put_local_day(ear.stream.creator_id, ear.days.name, day)

    async def _keep_spike(self, ear: _Ear, spike: ChatSpike) -> ChatSpike | None:
        """Store a spike; None where viewers had that moment clipped already."""
        if ear.calls.meet_spike(spike.detected_at_seconds):
            await self._ripen(ear, spike)
            return None
        ear.days.count_spike(spike.detected_at_seconds)
        ear.moment = await self._spike_keeping.keep_spike(ear.stream, ear.asset, spike)
        return spike

    async def _hear_call(self, ear: _Ear, message: ChatMessage) -> ChatSpike | None:
        call = ear.calls.hear(message)
        if call is None:
            return None
        ear.call = call
        if call.status is ClipCallStatus.JOINED and ear.moment:
            ear.days.count_call(message.offset_seconds)
            ear.moment = await self._spike_keeping.credit(ear.stream, ear.moment, call.asked_by)
        if call.status is not ClipCallStatus.REACHED:
            return None
        ear.days.count_call(message.offset_seconds)
        asked = _place_call(ear.detector.describe(), call, message.offset_seconds)
        ear.moment = await self._spike_keeping.keep_spike(
            ear.stream, ear.asset, asked, title=clean_title(call.title)
        )
        return asked

    async def _ripen(self, ear: _Ear, ripe: ChatSpike | None) -> None:
        if ripe and ear.moment:
            ear.moment = await self._spike_keeping.renew_evidence(ear.stream, ear.moment, ripe)


def _place_call(told: ChatSpike, call: ClipCall, asked_at_seconds: float) -> ChatSpike:
    """Return the moment that was asked for: its window lies as if chat had erupted then."""
    earlier = told.detected_at_seconds - call.moment_seconds
    return replace(
        told,
        detected_at_seconds=asked_at_seconds,
        start_seconds=max(0.0, told.start_seconds - earlier),
        end_seconds=max(0.0, told.end_seconds - earlier),
        peak_seconds=max(0.0, call.moment_seconds),
        asked_by=call.asked_by,
    )
