"""Opening streams: which stored stream a broadcast is, and what was missed of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from core.domain.chat.live_chat import LiveStream
from core.domain.people.actor import (
    Actor,
    Role,
)
from core.domain.streams.coverage_gap import CoverageGap
from core.domain.streams.stream import (
    Stream,
    StreamStatus,
)
from core.domain.streams.twitch_channel import TwitchBinding
from core.errors import Conflict
from core.ports.streams import StreamStore
from core.ports.work import Clock
from core.services.chat.spike_detection import SpikeDetection

_log = structlog.get_logger(__name__)

SAME_START: Final = timedelta(seconds=5)
"""Two sources tell the start of one broadcast; one of them rounds it."""

IDLE: Final = timedelta(hours=1)
"""After this, a stream of whose end nobody tells us is over."""

LATEST_STREAMS: Final = 100
MISSED_SECONDS_MIN: Final = 10.0
NOT_YET_HEARD: Final = "Truss was not listening yet"
NOT_RUNNING: Final = "Truss was not running"


class StreamOpening:
    """Begins streams, or goes on with those that an earlier run of this program has heard."""

    def __init__(
        self, *, clock: Clock, streams: StreamStore, spike_detection: SpikeDetection
    ) -> None:
        self._clock = clock
        self._streams = streams
        self._spike_detection = spike_detection

    async def begin(self, binding: TwitchBinding, live: LiveStream) -> Stream:
        """Watch a broadcast that was announced; older ones that are still open end."""
        return await self._begin(binding, live, await self._list_open(binding))

    async def meet(self, binding: TwitchBinding, at: datetime) -> Stream:
        """Watch a broadcast of which nothing is known but that somebody wrote at this time."""
        open_streams = await self._list_open(binding)
        for known in open_streams:
            if at - _heard_until(known) < IDLE:
                return await self._go_on(known)
        live = LiveStream(broadcaster_id=binding.broadcaster_id, started_at=at)
        return await self._begin(binding, live, open_streams)

    async def _begin(
        self, binding: TwitchBinding, live: LiveStream, open_streams: list[Stream]
    ) -> Stream:
        for known in open_streams:
            if abs(known.started_at - live.started_at) <= SAME_START:
                return await self._go_on(known)
            await self._abandon(known)
        stream = await self._spike_detection.start_stream(
            Actor(person_id="twitch", creator_id=binding.creator_id, role=Role.EDITOR),
            title=live.title or binding.login,
            started_at=live.started_at,
            broadcaster_id=binding.broadcaster_id,
            category=live.category,
        )
        return await self._note_missed(stream, since_seconds=0.0, reason=NOT_YET_HEARD)

    async def _go_on(self, stream: Stream) -> Stream:
        stream = await self._spike_detection.go_on(stream)
        since = stream.heard_seconds or 0.0
        return await self._note_missed(stream, since_seconds=since, reason=NOT_RUNNING)

    async def _note_missed(self, stream: Stream, *, since_seconds: float, reason: str) -> Stream:
        now = (self._clock.now() - stream.started_at).total_seconds()
        if now - since_seconds <= MISSED_SECONDS_MIN:
            return stream
        gap = CoverageGap(start_seconds=since_seconds, end_seconds=now, reason=reason)
        return await self._spike_detection.note_gap(stream, gap)

    async def _list_open(self, binding: TwitchBinding) -> list[Stream]:
        page = await self._streams.list_streams(binding.creator_id, limit=LATEST_STREAMS)
        return [
            stream
            for stream in page.items
            if stream.status is StreamStatus.LIVE
            and stream.broadcaster_id == binding.broadcaster_id
        ]

    async def _abandon(self, stream: Stream) -> None:
        """End a stream whose end was missed, where it was last heard."""
        heard = stream.heard_seconds or 0.0
        ended = replace(stream, status=StreamStatus.ENDED, duration_seconds=heard)
        try:
            await self._streams.save_stream(ended)
        except Conflict:
            _log.info("stream.ended_elsewhere", stream_id=stream.id)


def _heard_until(stream: Stream) -> datetime:
    return stream.started_at + timedelta(seconds=stream.heard_seconds or 0.0)
