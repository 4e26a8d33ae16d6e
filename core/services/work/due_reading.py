"""Due reading: whose things of one kind are due, in as many queries as there are shards."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Final

from core.domain.work.due import Due, DueKind
from core.domain.work.ids import CreatorId
from core.ports.paging import Page, collect
from core.ports.work import DueStore

_PAGE: Final = 100


async def list_due_of(
    due: DueStore, kind: DueKind, *, until: datetime
) -> dict[CreatorId, list[Due]]:
    """Return what is due of a kind, by creator; with nothing due it costs the same for any many."""
    found: dict[CreatorId, list[Due]] = {}
    for shard in range(due.shards):
        for one in await collect(partial(_list_shard, due, shard, until)):
            if one.kind is kind:
                found.setdefault(one.creator_id, []).append(one)
    return found


async def _list_shard(due: DueStore, shard: int, until: datetime, cursor: str | None) -> Page[Due]:
    return await due.list_due(shard, until=until, cursor=cursor, limit=_PAGE)
