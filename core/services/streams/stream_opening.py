"""Opening streams: which stored stream a broadcast is, and what was missed of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from core.domain.chat.live_chat import LiveStream
from core.domain.streams.coverage_gap import CoverageGap
from core.domain.streams.stream import Stream
from core.domain.streams.twitch_channel import TwitchBinding
from core.ports.streams import StreamStore
from core.ports.work import Clock
from core.services.streams.stream_storage import StreamStorage

SAME_START: Final = timedelta(seconds=5)
"""Two sources report the start of one broadcast; one of them rounds it."""

IDLE: Final = timedelta(hours=1)
"""A stream whose end nobody reports is over after this long without a line."""

MISSED_SECONDS_MIN: Final = 10.0
NOT_YET_HEARD: Final = "Truss was not listening yet"
NOT_RUNNING: Final = "Truss was not running"


class StreamOpening:
    """Finds the stored stream of a broadcast, or stores a new one; older open ones end."""

    def __init__(
        self, *, clock: Clock, streams: StreamStore, stream_storage: StreamStorage
    ) -> None:
        self._clock = clock
        self._streams = streams
        self._stream_storage = stream_storage

    async def open_announced(self, binding: TwitchBinding, live: LiveStream) -> Stream:
        """Return the stream of a broadcast that Twitch announced."""
        return await self._open(binding, live, await self._list_open(binding))

    async def open_unannounced(self, binding: TwitchBinding, at: datetime) -> Stream:
        """Return the stream of a broadcast known only by a line that was written at this time."""
        open_streams = await self._list_open(binding)
        for known in open_streams:
            if at - _heard_until(known) < IDLE:
                return await self._resume(known)
        live = LiveStream(broadcaster_id=binding.broadcaster_id, started_at=at)
        return await self._open(binding, live, open_streams)

    async def _open(
        self, binding: TwitchBinding, live: LiveStream, open_streams: tuple[Stream, ...]
    ) -> Stream:
        for known in open_streams:
            if abs(known.started_at - live.started_at) <= SAME_START:
                return await self._resume(known)
            await self._stream_storage.change(known, _end_where_last_heard)
        stream = await self._stream_storage.start_stream(
            binding.creator_id,
            title=live.title or binding.login,
            started_at=live.started_at,
            broadcaster_id=binding.broadcaster_id,
            category=live.category,
        )
        return await self._note_missed(stream, since_seconds=0.0, reason=NOT_YET_HEARD)

    async def _resume(self, stream: Stream) -> Stream:
        since = stream.heard_seconds or 0.0
        return await self._note_missed(stream, since_seconds=since, reason=NOT_RUNNING)

    async def _note_missed(self, stream: Stream, *, since_seconds: float, reason: str) -> Stream:
        now = (self._clock.now() - stream.started_at).total_seconds()
        if now - since_seconds <= MISSED_SECONDS_MIN:
            return stream
        gap = CoverageGap(start_seconds=since_seconds, end_seconds=now, reason=reason)
        return await self._stream_storage.add_gap(stream, gap)

    async def _list_open(self, binding: TwitchBinding) -> tuple[Stream, ...]:
        return await self._streams.list_open_streams(binding.creator_id, binding.broadcaster_id)


def _end_where_last_heard(stream: Stream) -> Stream:
    return stream.end(duration_seconds=stream.heard_seconds or 0.0)


def _heard_until(stream: Stream) -> datetime:
    return stream.started_at + timedelta(seconds=stream.heard_seconds or 0.0)
