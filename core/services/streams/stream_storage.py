"""Storing streams: each broadcast once, and its changes over what others stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

import structlog

from core.domain.streams.coverage_gap import CoverageGap, add_gap
from core.domain.streams.stream import Stream, StreamStatus
from core.domain.work.ids import AssetId, CreatorId, StreamId
from core.domain.work.job import Job, JobKind
from core.errors import Conflict, NotFound, TrussError
from core.ports.streams import StreamStore
from core.ports.work import Clock, Ids
from core.services.work.new_jobs import NewJobs
from core.services.work.save_again import change_stored

_log = structlog.get_logger(__name__)

STREAMS_LOOKED_AT: Final = 20


class StreamStorage:
    """Stores streams, and the job that follows from the end of one."""

    def __init__(self, *, clock: Clock, ids: Ids, streams: StreamStore) -> None:
        self._ids = ids
        self._new_jobs = NewJobs(clock=clock, ids=ids)
        self._streams = streams

    async def start_stream(
        self,
        creator_id: CreatorId,
        *,
        title: str,
        started_at: datetime,
        asset_id: AssetId | None = None,
        broadcaster_id: str | None = None,
        category: str = "",
    ) -> Stream:
        """Store a stream that begins, or return it as a run before a restart stored it."""
        names = ("stream", creator_id, title, *([broadcaster_id] if broadcaster_id else []))
        return await self.open_stream(
            Stream(
                id=StreamId(self._ids.new_ulid(started_at, *names)),
                creator_id=creator_id,
                title=title,
                started_at=started_at,
                asset_id=asset_id,
                broadcaster_id=broadcaster_id,
                category=category,
            )
        )

    async def open_stream(self, wanted: Stream) -> Stream:
        """Store a stream, or return the stored one that it is.

        A live stream is recognised by its start and its channel, or without a channel its title.
        """
        if known := await self._find_live(wanted):
            return known
        if await self._streams.add_stream(wanted):
            return wanted
        return await self._streams.get_stream(wanted.creator_id, wanted.id)

    async def is_deleted(self, stream: Stream) -> bool:
        """Return whether a stream that was stored is gone; False while nobody can tell."""
        try:
            await self._streams.get_stream(stream.creator_id, stream.id)
        except NotFound:
            return True
        except TrussError:
            return False
        return False

    async def change(self, stream: Stream, change: Callable[[Stream], Stream]) -> Stream:
        """Store what `change` makes of a stream; where somebody was faster, of what they stored."""

        async def load() -> Stream:
            return await self._streams.get_stream(stream.creator_id, stream.id)

        async def save(changed: Stream) -> Stream:
            return await self._streams.save_stream(changed, jobs=self._lag_jobs(changed))

        try:
            return await change_stored(load, change, save, seen=stream)
        except Conflict:
            _log.warning("stream.not_saved", stream_id=stream.id)
            return await load()

    async def add_gap(self, stream: Stream, gap: CoverageGap) -> Stream:
        """Record that chat was not heard for a while."""
        log_gap(stream, gap)
        return await self.change(
            stream, lambda known: replace(known, gaps=add_gap(known.gaps, gap))
        )

    async def _find_live(self, wanted: Stream) -> Stream | None:
        for known in await self._list_candidates(wanted):
            is_live = known.status is StreamStatus.LIVE and known.started_at == wanted.started_at
            if is_live and known.broadcaster_id == wanted.broadcaster_id:
                return known
        return None

    async def _list_candidates(self, wanted: Stream) -> Sequence[Stream]:
        if wanted.broadcaster_id is not None:
            return await self._streams.list_open_streams(wanted.creator_id, wanted.broadcaster_id)
        page = await self._streams.list_streams(wanted.creator_id, limit=STREAMS_LOOKED_AT)
        return [known for known in page.items if known.title == wanted.title]

    def _lag_jobs(self, stream: Stream) -> tuple[Job, ...]:
        """Return the job that measures chat's delay, where an ended stream has a video."""
        if stream.status is not StreamStatus.ENDED or stream.asset_id is None:
            return ()
        if stream.broadcaster_id is None:
            return ()
        return (self._new_jobs.make(JobKind.MEASURE_LAG, stream.creator_id, stream.id),)


def log_gap(stream: Stream, gap: CoverageGap) -> None:
    _log.warning(
        "stream.gap",
        stream_id=stream.id,
        at_seconds=round(gap.start_seconds, 1),
        length_seconds=round(gap.length_seconds, 1),
        reason=gap.reason,
    )
