"""Keeping streams: each broadcast is stored once, and its changes over what others stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from core.domain.streams.stream import (
    Stream,
    StreamStatus,
)
from core.domain.work.ids import JobId
from core.domain.work.job import (
    Job,
    JobKind,
)
from core.errors import Conflict
from core.ports.streams import StreamStore
from core.ports.work import (
    Clock,
    Ids,
)

STREAMS_LOOKED_AT: Final = 20
_TRIES: Final = 5


class StreamStorage:
    """Stores streams that are watched."""

    def __init__(self, *, clock: Clock, ids: Ids, streams: StreamStore) -> None:
        self._clock = clock
        self._ids = ids
        self._streams = streams

    async def open_stream(self, wanted: Stream) -> Stream:
        """Store a stream, or return it as a run before a restart began it.

        One that is live is known by its channel, or without one by its title, and by when it
        started.
        """
        if known := await self._find_live(wanted):
            return known
        if await self._streams.add_stream(wanted):
            return wanted
        return await self._streams.get_stream(wanted.creator_id, wanted.id)

    async def change(self, stream: Stream, change: Callable[[Stream], Stream]) -> Stream:
        """Store what `change` makes of a stream; where somebody was faster, of what they stored."""
        for _ in range(_TRIES):
            changed = change(stream)
            if changed == stream:
                break
            try:
                return await self._streams.save_stream(changed, jobs=self._lag_jobs(changed))
            except Conflict:
                stream = await self._streams.get_stream(stream.creator_id, stream.id)
        return stream

    async def _find_live(self, wanted: Stream) -> Stream | None:
        page = await self._streams.list_streams(wanted.creator_id, limit=STREAMS_LOOKED_AT)
        for known in page.items:
            is_of_channel = known.broadcaster_id == wanted.broadcaster_id
            is_named = wanted.broadcaster_id is not None or known.title == wanted.title
            is_live = known.status is StreamStatus.LIVE and known.started_at == wanted.started_at
            if is_live and is_of_channel and is_named:
                return known
        return None

    def _lag_jobs(self, stream: Stream) -> tuple[Job, ...]:
        """Return the job that measures how late chat was, where an ended stream has a video."""
        if stream.status is not StreamStatus.ENDED or stream.asset_id is None:
            return ()
        if stream.broadcaster_id is None:
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
