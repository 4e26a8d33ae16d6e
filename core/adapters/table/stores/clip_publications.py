"""The publications of one clip, found by rows that lie beside them in the creator's partition."""

from __future__ import annotations

from collections.abc import Sequence

from core.adapters.table import keys
from core.adapters.table.items.publication_items import (
    by_clip_item,
    by_clip_key,
    clips_publication_item,
    publication_key,
    read_publication_item,
)
from core.adapters.table.limits import BATCH_GET_MAX, BATCH_WRITE_MAX
from core.adapters.table.rows import beginning, read_range
from core.adapters.table.table import Item, ItemKey, Table
from core.domain.publishing.publication import Publication
from core.domain.work.ids import ClipId, CreatorId, PublicationId


class ClipPublications:
    """Reads what was made of one clip, and adds the rows that an older program did not write."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._complete: set[CreatorId] = set()

    async def list_publications(
        self, creator_id: CreatorId, clip_id: ClipId
    ) -> tuple[Publication, ...]:
        """Return all publications of a clip, the newest first."""
        await self._complete_rows(creator_id)
        prefix = keys.clip_publication_prefix(clip_id)
        rows = await read_range(
            self._table, beginning(keys.creator_pk(creator_id), prefix), consistent=True
        )
        names = [PublicationId(row["publicationId"]) for row in reversed(rows)]
        return await self.find_publications(creator_id, names)

    async def find_publications(
        self, creator_id: CreatorId, publication_ids: Sequence[PublicationId]
    ) -> tuple[Publication, ...]:
        """Return those that exist, in the order asked for."""
        wanted = [publication_key(creator_id, one) for one in publication_ids]
        found = await self._get_all(wanted)
        return tuple(read_publication_item(found[key]) for key in wanted if key in found)

    async def _get_all(self, wanted: Sequence[ItemKey]) -> dict[ItemKey, Item]:
        found: dict[ItemKey, Item] = {}
        for start in range(0, len(wanted), BATCH_GET_MAX):
            some = wanted[start : start + BATCH_GET_MAX]
            found |= await self._table.batch_get(some, consistent=True)
        return found

    async def _complete_rows(self, creator_id: CreatorId) -> None:
        """Once for each creator, add the rows of publications that are older than such rows."""
        if creator_id in self._complete:
            return
        if await self._table.get(by_clip_key(creator_id), consistent=True) is None:
            whole = beginning(keys.creator_pk(creator_id), keys.PUBLICATION_PREFIX)
            items = await read_range(self._table, whole, consistent=True)
            rows = [clips_publication_item(read_publication_item(item)) for item in items]
            for start in range(0, len(rows), BATCH_WRITE_MAX):
                await self._table.batch_put(rows[start : start + BATCH_WRITE_MAX])
            # Only now: a process that dies in between begins anew, and writes the same rows.
            await self._table.put_if(by_clip_item(creator_id))
        self._complete.add(creator_id)
