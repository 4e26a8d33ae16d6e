"""Watching: hearing a stream's chat and keeping the moments at which it erupts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from core.domain.asset import Asset
from core.domain.chat import ChatMessage, ChatNotice
from core.domain.chat_histogram import HistogramCounter
from core.domain.chat_spike import ChatSpike
from core.domain.clip import Clip, ClipStatus
from core.domain.creator import Actor
from core.domain.ids import ClipId, JobId, StreamId, make_clip_id
from core.domain.job import Job, JobKind
from core.domain.stream import Stream, StreamStatus
from core.errors import Conflict, NotFound
from core.ports.stores import AssetStore, ClipStore, HistogramStore, SpikeStore, StreamStore
from core.ports.time_and_ids import Clock, Ids

_log = structlog.get_logger(__name__)


class Detector(Protocol):
    """Hears one stream's chat in order.

    `take_ripe` gives, once, an earlier spike whose evidence is complete; `finish` the one that
    was still growing when the stream ended.
    """

    def hear(self, event: ChatMessage | ChatNotice) -> ChatSpike | None: ...

    def take_ripe(self) -> ChatSpike | None: ...

    def finish(self) -> ChatSpike | None: ...


@dataclass(slots=True)
class _Ear:
    """What is remembered of one stream while it is being watched."""

    stream: Stream
    asset: Asset | None
    detector: Detector
    counter: HistogramCounter
    clip_id: ClipId | None = None


class Watching:
    """Turns chat into spikes, and spikes into clips to be rendered."""

    def __init__(
        self,
        *,
        clock: Clock,
        ids: Ids,
        streams: StreamStore,
        spikes: SpikeStore,
        histograms: HistogramStore,
        assets: AssetStore,
        clips: ClipStore,
        make_detector: Callable[[], Detector],
    ) -> None:
        self._clock = clock
        self._ids = ids
        self._streams = streams
        self._spikes = spikes
        self._histograms = histograms
        self._assets = assets
        self._clips = clips
        self._make_detector = make_detector
        self._ears: dict[StreamId, _Ear] = {}

    async def start_stream(
        self, actor: Actor, *, title: str, started_at: datetime, asset: Asset | None = None
    ) -> Stream:
        """Begin to watch a stream, or go on with it after a restart; its chat comes to `hear`."""
        stream_id = StreamId(self._ids.new_ulid(started_at, "stream", actor.creator_id, title))
        stream = Stream(
            id=stream_id,
            creator_id=actor.creator_id,
            title=title,
            started_at=started_at,
            asset_id=asset.id if asset else None,
        )
        if not await self._streams.add_stream(stream):
            stream = await self._streams.get_stream(actor.creator_id, stream_id)
        self._ears[stream.id] = _Ear(
            stream, asset, self._make_detector(), HistogramCounter(stream.id, started_at)
        )
        _log.info("stream.watched", stream_id=stream.id, creator_id=stream.creator_id)
        return stream

    async def hear(self, stream: Stream, event: ChatMessage | ChatNotice) -> ChatSpike | None:
        """Hear one message; return the spike that it completed, once it is stored."""
        ear = self._ears[stream.id]
        if isinstance(event, ChatMessage):
            row = ear.counter.count(event.offset_seconds, event.chatter)
            if row:
                await self._histograms.put_histogram(stream.creator_id, row)
        spike = ear.detector.hear(event)
        if ripe := ear.detector.take_ripe():
            await self._ripen(ear, ripe)
        if spike:
            await self._keep_spike(ear, spike)
        return spike

    async def end_stream(self, stream: Stream, *, duration_seconds: float) -> Stream:
        """Stop watching; what was counted up to now is stored, and what was ripening is ripe."""
        ear = self._ears.pop(stream.id)
        if ripe := ear.detector.finish():
            await self._ripen(ear, ripe)
        await self._histograms.put_histogram(stream.creator_id, ear.counter.open_row())
        if ear.stream.status is StreamStatus.ENDED:
            return ear.stream
        ended = replace(ear.stream, status=StreamStatus.ENDED, duration_seconds=duration_seconds)
        return await self._streams.save_stream(ended)

    async def _keep_spike(self, ear: _Ear, spike: ChatSpike) -> None:
        clip = self._draft_clip(ear.stream, ear.asset, spike) if ear.asset else None
        job = self._render_job(clip) if clip else None
        is_new = await self._spikes.add_spike(ear.stream, spike, clip=clip, job=job)
        ear.clip_id = clip.id if clip else None
        _log.info(
            "spike.detected" if is_new else "spike.known",
            stream_id=ear.stream.id,
            at_seconds=round(spike.detected_at_seconds, 1),
            score=round(spike.score, 2),
            chatters=spike.chatters,
            clip_id=clip.id if clip else None,
        )

    async def _ripen(self, ear: _Ear, ripe: ChatSpike) -> None:
        """Replace the evidence of the latest spike, in its clip only while that is a draft.

        After a kill this is heard again, and ends in the same place.
        """
        await self._spikes.replace_spike(ear.stream, ripe)
        if ear.clip_id is None:
            return
        try:
            clip = await self._clips.get_clip(ear.stream.creator_id, ear.clip_id)
            if clip.status is ClipStatus.DRAFT and clip.spike != ripe:
                await self._clips.save_clip(replace(clip, spike=ripe, updated_at=self._clock.now()))
        except (NotFound, Conflict):
            _log.info("spike.ripe_too_late", stream_id=ear.stream.id, clip_id=ear.clip_id)

    def _draft_clip(self, stream: Stream, asset: Asset, spike: ChatSpike) -> Clip | None:
        start = max(0.0, spike.start_seconds)
        end = min(asset.facts.duration_seconds, spike.end_seconds)
        if end - start < CLIP_SECONDS_MIN:
            _log.info("spike.outside_video", stream_id=stream.id, at_seconds=spike.peak_seconds)
            return None
        at = stream.started_at + timedelta(seconds=spike.detected_at_seconds)
        ulid = self._ids.new_ulid(at, "clip", stream.id, f"{spike.detected_at_seconds:.3f}")
        return Clip(
            id=make_clip_id(ulid),
            creator_id=stream.creator_id,
            asset_id=asset.id,
            stream_id=stream.id,
            start_seconds=round(start, 3),
            end_seconds=round(end, 3),
            title=stream.title,
            spike=spike,
            created_at=at,
            updated_at=self._clock.now(),
        )

    def _render_job(self, clip: Clip) -> Job:
        now = self._clock.now()
        return Job(
            id=JobId(self._ids.new_ulid(clip.created_at, JobKind.RENDER_CLIP, clip.id)),
            creator_id=clip.creator_id,
            kind=JobKind.RENDER_CLIP,
            subject_id=clip.id,
            created_at=now,
            updated_at=now,
        )


CLIP_SECONDS_MIN = 3.0
