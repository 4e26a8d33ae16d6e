"""Clips in the table. Every list is one query per page, unless the clips lie in several shards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from core.adapters.table import keys
from core.adapters.table.clip_shards import read_merged_page
from core.adapters.table.clip_spreading import raise_clip_shards
from core.adapters.table.cursors import CursorSigner
from core.adapters.table.expressions import Key
from core.adapters.table.items.clip_items import clip_item, read_clip_item
from core.adapters.table.items.creator_items import metadata_key, read_clip_shards
from core.adapters.table.limits import BATCH_GET_MAX
from core.adapters.table.pages import LIMIT_MAX, Listing, Pager, bounded
from core.adapters.table.stores.jobs import add_job_actions
from core.adapters.table.stores.publications import (
    add_publication_actions,
    add_rows_by_clip,
    save_publication_actions,
)
from core.adapters.table.table import (
    Action,
    Index,
    Item,
    ItemKey,
    Query,
    Table,
)
from core.adapters.table.writing import add_all, new, over, save_over
from core.domain.clips.clip import Clip, ClipStatus
from core.domain.publishing.publication import Publication
from core.domain.work.ids import ClipId, CreatorId
from core.domain.work.job import Job
from core.errors import NotFound
from core.ports.paging import Page


class ClipTable:
    """Keeps clips, each in the partition named by its id."""

    def __init__(self, table: Table, pager: Pager, signer: CursorSigner) -> None:
        self._table = table
        self._pager = pager
        self._signer = signer

    async def get_clip(self, creator_id: CreatorId, clip_id: ClipId) -> Clip:
        key = ItemKey(keys.clip_pk(creator_id, clip_id), keys.clip_sk(clip_id))
        item = await self._table.get(key, consistent=True)
        if item is None:
            raise NotFound("There is no such clip; choose another one.")
        return read_clip_item(item)

    async def find_clips(
        self, creator_id: CreatorId, clip_ids: Sequence[ClipId]
    ) -> tuple[Clip, ...]:
        wanted = [
            ItemKey(keys.clip_pk(creator_id, clip_id), keys.clip_sk(clip_id))
            for clip_id in dict.fromkeys(clip_ids)
        ]
        found: dict[ItemKey, Item] = {}
        for start in range(0, len(wanted), BATCH_GET_MAX):
            found |= await self._table.batch_get(wanted[start : start + BATCH_GET_MAX])
        return tuple(read_clip_item(found[key]) for key in wanted if key in found)

    async def count_clips(self, creator_id: CreatorId, status: ClipStatus, *, most: int) -> int:
        """Count the entries of the index, which are a third of a clip's size."""
        condition = Key("GSI2PK").eq(keys.status_gsi2pk(creator_id, "CLIP", status.value))
        count, cursor = 0, None
        while count < most:
            page = await self._table.query(
                Query(condition=condition, index=Index.GSI2, limit=most - count, cursor=cursor)
            )
            count += len(page.items)
            if (cursor := page.cursor) is None:
                break
        return count

    async def add_clip(self, clip: Clip, *, jobs: Sequence[Job] = ()) -> bool:
        actions: list[Action] = [new(clip_item(clip))]
        for job in jobs:
            actions += add_job_actions(job)
        return await add_all(self._table, actions)

    async def save_clip(
        self,
        clip: Clip,
        *,
        publications: Sequence[Publication] = (),
        changed: Sequence[Publication] = (),
        jobs: Sequence[Job] = (),
    ) -> Clip:
        saved = replace(clip, version=clip.version + 1)
        also: list[Action] = []
        for publication in publications:
            also += add_publication_actions(publication)
        for publication in changed:
            also += save_publication_actions(publication)
        for job in jobs:
            also += add_job_actions(job)
        put = over(clip_item(saved), seen=clip.version)
        await add_rows_by_clip(self._table, publications)
        await save_over(self._table, put, also, read=read_clip_item, noun="clip")
        return saved

    async def spread_clips(self, creator_id: CreatorId, *, shards: int) -> int:
        """Spread this creator's new clips over `shards` partitions; return over how many they are.

        They are never fewer than before: clips that lie in a partition must stay listed.
        """
        return await raise_clip_shards(self._table, creator_id, shards)

    async def list_clips(
        self,
        creator_id: CreatorId,
        *,
        before: datetime | None = None,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Clip]:
        # Read strongly: whoever put a clip into a new partition knew the number before.
        metadata = await self._table.get(metadata_key(creator_id), consistent=True)
        shards = read_clip_shards(metadata)
        scope = f"{keys.creator_pk(creator_id)}\x00clips"
        items, following = await read_merged_page(
            self._table,
            [keys.clips_pk(creator_id, shard) for shard in range(shards)],
            start=keys.clip_start_sk(before) if before else None,
            cursor=self._signer.open(scope, cursor),
            limit=bounded(limit, LIMIT_MAX),
        )
        sealed = None if following is None else self._signer.seal(scope, following)
        return Page(tuple(read_clip_item(item) for item in items), sealed)

    async def list_clips_by_status(
        self,
        creator_id: CreatorId,
        status: ClipStatus,
        *,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Clip]:
        listing = Listing(
            creator_id=creator_id,
            name=f"clips#{status.value}",
            condition=Key("GSI2PK").eq(keys.status_gsi2pk(creator_id, "CLIP", status.value)),
            index=Index.GSI2,
            forward=False,
        )

        def read(item: Item) -> Clip | None:
            return read_clip_item(item) if item["status"] == status else None

        return await self._pager.read_index_page(listing, read, cursor=cursor, limit=limit)

    async def list_clips_by_score(
        self,
        creator_id: CreatorId,
        *,
        at_least: int = 0,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Clip]:
        first, last = keys.score_range(at_least)
        listing = Listing(
            creator_id=creator_id,
            name=f"clips by score#{first}",
            condition=Key("GSI1PK").eq(keys.score_gsi1pk(creator_id))
            & Key("GSI1SK").between(first, last),
            index=Index.GSI1,
            forward=False,
        )

        def read(item: Item) -> Clip | None:
            clip = read_clip_item(item)
            return clip if clip.score and clip.score.value >= at_least else None

        return await self._pager.read_index_page(listing, read, cursor=cursor, limit=limit)
