"""Streams in the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.adapters.table import keys
from core.adapters.table.expressions import Key
from core.adapters.table.items.creator_items import directory_item
from core.adapters.table.items.stream_items import open_stream_item, read_stream_item, stream_item
from core.adapters.table.limits import BATCH_GET_MAX
from core.adapters.table.pages import Listing, Pager
from core.adapters.table.rows import beginning
from core.adapters.table.stores.jobs import add_job_actions
from core.adapters.table.table import Delete, Item, ItemKey, Put, Query, Table, key_of
from core.adapters.table.writing import add_all, new, over, save_over
from core.domain.streams.stream import Stream, StreamStatus
from core.domain.work.ids import CreatorId, StreamId
from core.domain.work.job import Job
from core.errors import NotFound
from core.ports.paging import Page
from core.ports.work import Clock


class StreamTable:
    """Keeps streams; the first one also adds its creator to the directory."""

    def __init__(self, table: Table, pager: Pager, clock: Clock) -> None:
        self._table = table
        self._pager = pager
        self._clock = clock

    async def get_stream(self, creator_id: CreatorId, stream_id: StreamId) -> Stream:
        key = ItemKey(keys.creator_pk(creator_id), keys.stream_sk(stream_id))
        item = await self._table.get(key, consistent=True)
        if item is None:
            raise NotFound("There is no such stream; choose another one.")
        return read_stream_item(item)

    async def add_stream(self, stream: Stream) -> bool:
        item = stream_item(stream, at=self._clock.now())
        directory = Put(item=directory_item(stream.creator_id))
        is_open = stream.status is StreamStatus.LIVE
        opened = [Put(item=row) for row in _open_rows(stream) if is_open]
        return await add_all(self._table, [new(item), directory, *opened])

    async def save_stream(self, stream: Stream, *, jobs: Sequence[Job] = ()) -> Stream:
        saved = replace(stream, version=stream.version + 1)
        put = over(stream_item(saved, at=self._clock.now()), seen=stream.version)
        also = [action for job in jobs for action in add_job_actions(job)]
        if stream.status is StreamStatus.ENDED:
            also += [Delete(key=key_of(row)) for row in _open_rows(stream)]
        await save_over(self._table, put, also, read=read_stream_item, noun="stream")
        return saved

    async def list_open_streams(
        self, creator_id: CreatorId, broadcaster_id: str
    ) -> tuple[Stream, ...]:
        pk = keys.creator_pk(creator_id)
        rows = await self._table.query(
            Query(
                condition=beginning(pk, keys.open_stream_prefix(broadcaster_id)),
                limit=BATCH_GET_MAX,
                consistent=True,
            )
        )
        wanted = [ItemKey(pk, keys.stream_sk(StreamId(row["streamId"]))) for row in rows.items]
        found = await self._table.batch_get(wanted, consistent=True) if wanted else {}
        streams = [read_stream_item(found[key]) for key in reversed(wanted) if key in found]
        opened = tuple(stream for stream in streams if stream.status is StreamStatus.LIVE)
        return opened or await self._find_without_row(creator_id, broadcaster_id)

    async def _find_without_row(
        self, creator_id: CreatorId, broadcaster_id: str
    ) -> tuple[Stream, ...]:
        """Look among the newest for what was opened before such rows were written."""
        newest = await self._table.query(
            Query(
                condition=beginning(keys.creator_pk(creator_id), keys.STREAM_PREFIX),
                limit=BATCH_GET_MAX,
                forward=False,
                consistent=True,
            )
        )
        return tuple(
            stream
            for stream in map(read_stream_item, newest.items)
            if stream.status is StreamStatus.LIVE and stream.broadcaster_id == broadcaster_id
        )

    async def list_streams(
        self, creator_id: CreatorId, *, cursor: str | None = None, limit: int = 20
    ) -> Page[Stream]:
        listing = Listing(
            creator_id=creator_id,
            name="streams",
            condition=Key("PK").eq(keys.creator_pk(creator_id))
            & Key("SK").begins_with(keys.STREAM_PREFIX),
            forward=False,
        )
        return await self._pager.read_page(listing, read_stream_item, cursor=cursor, limit=limit)


def _open_rows(stream: Stream) -> list[Item]:
    """Return the row that finds a stream while it is open; one without a channel has none."""
    channel = stream.broadcaster_id
    return [] if channel is None else [open_stream_item(stream, channel)]
