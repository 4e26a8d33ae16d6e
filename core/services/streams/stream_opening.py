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

    async def open_announced(
        self, binding: TwitchBinding, live: LiveStream, *, now: datetime | None = None
    ) -> Stream:
        """Return the stream of a broadcast that Twitch announced.

        `now` is the time on Twitch where its lines have told it, this machine's otherwise.
        """
        now = now or self._clock.now()
        return await self._open(binding, live, await self._list_open(binding), now)

    async def open_unannounced(self, binding: TwitchBinding, at: datetime) -> Stream:
        """Return the stream of a broadcast known only by a line that was written at this time."""
        open_streams = await self._list_open(binding)
        for known in open_streams:
            if at - _heard_until(known) < IDLE:
                return await self._resume(known, at)
        live = LiveStream(broadcaster_id=binding.broadcaster_id, started_at=at)
        return await self._open(binding, live, open_streams, at)

    async def _open(
        self,
        binding: TwitchBinding,
        live: LiveStream,
        open_streams: tuple[Stream, ...],
        now: datetime,
    ) -> Stream:
        for known in open_streams:
            if is_of_broadcast(known, live):
                return await self._resume(known, now)
            await self._stream_storage.change(known, _end_where_last_heard)
        stream = await self._stream_storage.start_stream(
            binding.creator_id,
            title=live.title or binding.login,
            started_at=live.started_at,
            broadcaster_id=binding.broadcaster_id,
            category=live.category,
        )
        return await self._note_missed(stream, now, since_seconds=0.0, reason=NOT_YET_HEARD)

    async def _resume(self, stream: Stream, now: datetime) -> Stream:
        since = stream.heard_seconds or 0.0
        return await self._note_missed(stream, now, since_seconds=since, reason=NOT_RUNNING)

    async def _note_missed(
        self, stream: Stream, now: datetime, *, since_seconds: float, reason: str
    ) -> Stream:
        until_seconds = (now - stream.started_at).total_seconds()
        if until_seconds - since_seconds <= MISSED_SECONDS_MIN:
            return stream
        gap = CoverageGap(start_seconds=since_seconds, end_seconds=until_seconds, reason=reason)
        return await self._stream_storage.add_gap(stream, gap)

    async def _list_open(self, binding: TwitchBinding) -> tuple[Stream, ...]:
        return await self._streams.list_open_streams(binding.creator_id, binding.broadcaster_id)


def is_of_broadcast(stream: Stream, live: LiveStream) -> bool:
    """Return whether a stream that has not ended is of the broadcast that Twitch tells of.

    One that began after it was opened by its first line, while Twitch told nothing; or what Twitch
    tells is of the broadcast before.
    """
    return live.started_at - stream.started_at <= SAME_START


def _end_where_last_heard(stream: Stream) -> Stream:
    return stream.end(duration_seconds=stream.heard_seconds or 0.0)


def _heard_until(stream: Stream) -> datetime:
    return stream.started_at + timedelta(seconds=stream.heard_seconds or 0.0)
