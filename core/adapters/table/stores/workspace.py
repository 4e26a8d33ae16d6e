"""The workspace of one creator, deleted as a whole."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import suppress

from core.adapters.table import keys
from core.adapters.table.expressions import Attr, Key
from core.adapters.table.items.creator_items import (
    TWITCH,
    directory_key,
    metadata_key,
    read_clip_shards,
)
from core.adapters.table.items.pointer_items import find_target
from core.adapters.table.limits import BATCH_WRITE_MAX
from core.adapters.table.stores.twitch_channels import mark_channels
from core.adapters.table.table import ConditionFailed, Cursor, Item, Query, Table, key_of
from core.domain.work.ids import CreatorId
from core.domain.work.job import Queue

_PAGE = 500


class TableWorkspace:
    """Deletes a creator. If killed half-way, the next call resumes: the metadata goes last."""

    def __init__(self, table: Table) -> None:
        self._table = table

    async def forget_creator(self, creator_id: CreatorId) -> int:
        shared = [keys.queue_pk(queue.value) for queue in Queue]
        shared += [keys.due_pk(creator_id), keys.measuring_pk(creator_id)]
        count = 0
        for partition in shared:
            count += await self._empty(partition, lambda item: item["creatorId"] == creator_id)
        count += await self._forget_channels(creator_id)
        count += await self._table.delete_if(directory_key(creator_id)) is not None
        return count + await self._forget_own(creator_id)

    async def _forget_own(self, creator_id: CreatorId) -> int:
        """Empty the creator's partitions, those too that they got while it was at it."""
        metadata, count = metadata_key(creator_id), 0
        while True:
            shards = read_clip_shards(await self._table.get(metadata, consistent=True))
            for shard in range(shards):
                partition = keys.clips_pk(creator_id, shard)
                count += await self._empty(partition, lambda item: key_of(item) != metadata)
            still = Attr("clipShards").not_exists() | Attr("clipShards").lte(shards)
            with suppress(ConditionFailed):
                return count + (await self._table.delete_if(metadata, still) is not None)

    async def _forget_channels(self, creator_id: CreatorId) -> int:
        """Take the creator's channels out of the directory, and tell whoever watches them."""
        count = 0
        for shard in range(keys.DIRECTORY_SHARDS):
            partition = keys.directory_shard_pk(TWITCH, shard)
            count += await self._empty(partition, lambda item: item["creatorId"] == creator_id)
        if count:
            await self._table.update_if(mark_channels())
        return count

    async def _empty(self, partition: str, belongs: Callable[[Item], bool]) -> int:
        """Delete what belongs to the creator in one partition; return the number of items."""
        count = 0
        async for items in self._pages(partition):
            for item in items:
                count += belongs(item) and await self._delete_target(item)
            doomed = [key_of(item) for item in items if belongs(item)]
            for start in range(0, len(doomed), BATCH_WRITE_MAX):
                await self._table.batch_delete(doomed[start : start + BATCH_WRITE_MAX])
            count += len(doomed)
        return count

    async def _delete_target(self, item: Item) -> bool:
        """Delete what a row points to, unless it is gone or another creator's now."""
        target = find_target(item)
        if target is None:
            return False
        mine = Attr("creatorId").eq(item["PK"].removeprefix(keys.CREATOR_PREFIX))
        try:
            return await self._table.delete_if(target, mine) is not None
        except ConditionFailed:
            return False

    async def _pages(self, partition: str) -> AsyncIterator[tuple[Item, ...]]:
        cursor: Cursor | None = None
        while True:
            page = await self._table.query(
                Query(
                    condition=Key("PK").eq(partition), limit=_PAGE, cursor=cursor, consistent=True
                )
            )
            yield page.items
            if (cursor := page.cursor) is None:
                return
