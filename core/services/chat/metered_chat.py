"""Metered chat: the detection of moments, counting lines, and the spikes that are stored."""

from __future__ import annotations

from datetime import datetime

from core.domain.chat.chat_message import ChatMessage, ChatNotice
from core.domain.chat.chat_spike import ChatSpike
from core.domain.clips.clip import Clip
from core.domain.streams.stream import Stream
from core.domain.work.ids import CreatorId, StreamId
from core.domain.work.job import Job
from core.domain.work.meters import Meters
from core.ports.chat import SpikeStore
from core.ports.paging import Page


class MeteredSpikes:
    """A spike store that counts what is new."""

    def __init__(self, spikes: SpikeStore, meters: Meters) -> None:
        self._spikes = spikes
        self._meters = meters

    async def add_spike(
        self,
        stream: Stream,
        spike: ChatSpike,
        *,
        clip: Clip | None = None,
        job: Job | None = None,
    ) -> bool:
        is_new = await self._spikes.add_spike(stream, spike, clip=clip, job=job)
        if is_new:
            by = "viewers" if spike.asked_by else "chat"
            self._meters.count("truss_spikes_total", by=by)
        return is_new

    async def replace_spike(self, stream: Stream, spike: ChatSpike) -> bool:
        return await self._spikes.replace_spike(stream, spike)

    async def find_spike(
        self, creator_id: CreatorId, stream_id: StreamId, *, detected_at: datetime
    ) -> ChatSpike | None:
        return await self._spikes.find_spike(creator_id, stream_id, detected_at=detected_at)

    async def list_near(
        self, stream: Stream, *, first_seconds: float, last_seconds: float
    ) -> tuple[ChatSpike, ...]:
        return await self._spikes.list_near(
            stream, first_seconds=first_seconds, last_seconds=last_seconds
        )

    async def list_spikes(
        self, stream: Stream, *, cursor: str | None = None, limit: int = 100
    ) -> Page[ChatSpike]:
        return await self._spikes.list_spikes(stream, cursor=cursor, limit=limit)


def count_line(meters: Meters, event: ChatMessage | ChatNotice) -> None:
    if isinstance(event, ChatMessage):
        meters.count("truss_chat_lines_total")


_: type[SpikeStore] = MeteredSpikes
