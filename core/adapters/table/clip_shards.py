"""Clip shards: all clips of a creator, newest first, merged across their partitions.

The cursor holds, per partition, the key of the last clip that was returned from it, never of the
last one read: whatever is added or removed meanwhile, nothing is skipped or repeated. It also holds
the last of all, where each partition goes on, one too that the list did not have before: what came
meanwhile and is newer is not shown below what is older.
"""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Mapping, Sequence

from core.adapters.table.expressions import Key
from core.adapters.table.keys import CLIP_PREFIX
from core.adapters.table.table import Item, Query, Table

DONE = ""
_GIVEN = "given"
Positions = dict[str, str]


class _Shard:
    """One partition while a page is assembled: what was read and not returned yet."""

    def __init__(self, table: Table, partition: str, position: str | None, chunk: int) -> None:
        self._table = table
        self.partition = partition
        self.position = position  # the sort key of the last clip returned, None before the first
        self._chunk = chunk
        self._read_up_to = position
        self._ended = position == DONE
        self._buffer: deque[Item] = deque()

    async def fill(self) -> None:
        """Read more once everything read has been returned."""
        if self._buffer or self._ended:
            return
        condition = Key("PK").eq(self.partition) & Key("SK").begins_with(CLIP_PREFIX)
        after = self._read_up_to
        cursor = {"PK": self.partition, "SK": after} if after else None
        page = await self._table.query(
            Query(condition=condition, limit=self._chunk, forward=False, cursor=cursor)
        )
        self._buffer.extend(page.items)
        self._ended = page.cursor is None
        self._read_up_to = page.cursor["SK"] if page.cursor else None

    @property
    def newest(self) -> str:
        """The sort key of the next clip, empty if there is none."""
        return str(self._buffer[0]["SK"]) if self._buffer else ""

    def take(self) -> Item:
        item = self._buffer.popleft()
        self.position = item["SK"]
        return item

    @property
    def resume(self) -> str | None:
        """Return where the next page continues."""
        return DONE if self._ended and not self._buffer else self.position


async def read_merged_page(
    table: Table,
    partitions: Sequence[str],
    *,
    start: str | None = None,
    cursor: Mapping[str, str] | None,
    limit: int,
) -> tuple[list[Item], Positions | None]:
    """Return one page and the positions to continue from, None after the last page.

    The first page begins below the sort key `start`, if given.
    """
    chunk = _chunk_size(limit, len(partitions))
    positions = cursor or {}
    given = positions.get(_GIVEN)
    shards = [
        _Shard(table, name, _begin(positions.get(name, start), given), chunk) for name in partitions
    ]
    await asyncio.gather(*(shard.fill() for shard in shards))
    items: list[Item] = []
    while len(items) < limit and (shard := max(shards, key=lambda s: s.newest)).newest:
        items.append(shard.take())
        await shard.fill()
    if all(shard.resume == DONE for shard in shards):
        return items, None
    following = {s.partition: s.resume for s in shards if s.resume is not None}
    if last := (items[-1]["SK"] if items else given):
        following[_GIVEN] = last
    return items, following


def _begin(position: str | None, given: str | None) -> str | None:
    return position if position == DONE or given is None else given


def _chunk_size(limit: int, shards: int) -> int:
    """Return how many clips to read at once: one query for one shard, a share each for several."""
    return limit + 1 if shards == 1 else min(limit, math.ceil(limit / shards) * 2 + 2) + 1
