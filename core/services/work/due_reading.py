"""Due reading: whose things of one kind are due, in as many queries as there are shards.

Creators are served one after another; trouble with one of them never holds up those after it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Final

import structlog

from core.domain.work.due import Due, DueKind
from core.domain.work.ids import CreatorId
from core.ports.paging import Page, collect
from core.ports.work import DueStore

_log = structlog.get_logger(__name__)

_PAGE: Final = 100

Serve = Callable[[CreatorId], Awaitable[int | None]]
"""Does what is due for a creator, and says how much that was."""


async def serve_due(
    store: DueStore,
    kind: DueKind,
    serve: Serve,
    *,
    now: datetime,
    is_settled: Callable[[Due], bool] = lambda _: True,
) -> int:
    """Serve everybody of whom something is due; what `is_settled` then is due no more.

    Of a creator with whom there was trouble it stays due.
    """
    found = await list_due_of(store, kind, until=now)

    async def serve_one(creator_id: CreatorId) -> int | None:
        count = await serve(creator_id)
        for due in filter(is_settled, found[creator_id]):
            await store.delete_due(due)
        return count

    return await serve_each(found, serve_one)


async def serve_each(creator_ids: Iterable[CreatorId], serve: Serve) -> int:
    """Serve creators; the first trouble is raised once all the others are served."""
    count = 0
    trouble: Exception | None = None
    for creator_id in creator_ids:
        try:
            count += await serve(creator_id) or 0
        except Exception as error:  # noqa: BLE001 - it is raised, but later
            _log.warning("creator.not_served", creator_id=creator_id, reason=str(error))
            trouble = trouble or error
    if trouble is not None:
        raise trouble
    return count


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
