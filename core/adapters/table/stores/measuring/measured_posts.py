"""Posts that are out, and the batches of them that are due to be measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from core.adapters.table import keys
from core.adapters.table.cursors import CursorSigner
from core.adapters.table.items.measured_items import (
    batch_item,
    batch_key,
    measured_item,
    measured_key,
    read_batch_item,
    read_measured_item,
)
from core.adapters.table.items.values import SCHEMA_VERSION, is_live
from core.adapters.table.limits import BATCH_GET_MAX, BATCH_WRITE_MAX
from core.adapters.table.pages import DueListing, read_due_page
from core.adapters.table.rows import between, read_range
from core.adapters.table.table import ItemKey, Table
from core.adapters.table.writing import over, save_over
from core.domain.learning.due_batch import DueBatch
from core.domain.learning.measured_post import MeasuredPost, name_made_on
from core.domain.publishing.publication import Publication
from core.domain.work.ids import CreatorId, PublicationId
from core.ports.paging import Page
from core.ports.work import Clock

_TAKEN_UP: Final = ItemKey(keys.MEASURING, "TAKEN_UP")


class MeasuredPostTable:
    """Keeps each post that is out, by the day on which it was made."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    async def find_post(
        self, creator_id: CreatorId, post_id: PublicationId, *, made_on: date
    ) -> MeasuredPost | None:
        item = await self._table.get(measured_key(creator_id, made_on, post_id), consistent=True)
        live = item is not None and is_live(item, self._clock.now())
        return read_measured_item(item) if item is not None and live else None

    async def find_posts(
        self, publications: Sequence[Publication]
    ) -> Mapping[PublicationId, MeasuredPost]:
        wanted = {
            measured_key(one.creator_id, name_made_on(one), one.id): one.id for one in publications
        }
        found: dict[PublicationId, MeasuredPost] = {}
        ordered, now = list(wanted), self._clock.now()
        for start in range(0, len(ordered), BATCH_GET_MAX):
            items = await self._table.batch_get(ordered[start : start + BATCH_GET_MAX])
            found |= {
                wanted[key]: read_measured_item(item)
                for key, item in items.items()
                if is_live(item, now)
            }
        return found

    async def save_post(self, post: MeasuredPost) -> MeasuredPost:
        saved = replace(post, version=post.version + 1)
        put = over(measured_item(saved), seen=post.version)
        await save_over(self._table, put, read=read_measured_item, noun="post")
        return saved

    async def list_posts(
        self, creator_id: CreatorId, *, first: date, last: date
    ) -> tuple[MeasuredPost, ...]:
        if first > last:
            return ()
        ends = keys.figures_range(first, last)
        rows = await read_range(self._table, between(keys.creator_pk(creator_id), ends))
        now = self._clock.now()
        return tuple(read_measured_item(row) for row in rows if is_live(row, now))


class DueBatchTable:
    """Keeps when posts are measured, spread by creator."""

    def __init__(self, table: Table, signer: CursorSigner) -> None:
        self._table = table
        self._signer = signer

    @property
    def shards(self) -> int:
        return keys.DUE_SHARDS

    async def list_batches(
        self, shard: int, *, until: datetime, cursor: str | None = None, limit: int = 100
    ) -> Page[DueBatch]:
        partition = keys.measuring_shard_pk(shard)
        listing = DueListing(name=f"measuring\x00{shard}", partition=partition, until=until)
        return await read_due_page(
            self._table, self._signer, listing, read_batch_item, cursor=cursor, limit=limit
        )

    async def put_batches(self, batches: Sequence[DueBatch]) -> None:
        items = list({batch_key(batch): batch_item(batch) for batch in batches}.values())
        for start in range(0, len(items), BATCH_WRITE_MAX):
            await self._table.batch_put(items[start : start + BATCH_WRITE_MAX])

    async def delete_batches(self, batches: Sequence[DueBatch]) -> None:
        doomed = list(dict.fromkeys(batch_key(batch) for batch in batches))
        for start in range(0, len(doomed), BATCH_WRITE_MAX):
            await self._table.batch_delete(doomed[start : start + BATCH_WRITE_MAX])

    async def has_taken_up(self) -> bool:
        return await self._table.get(_TAKEN_UP, consistent=True) is not None

    async def note_taken_up(self) -> None:
        await self._table.put_if(
            {
                "PK": _TAKEN_UP.pk,
                "SK": _TAKEN_UP.sk,
                "type": "measuring",
                "schemaVersion": SCHEMA_VERSION,
            }
        )
