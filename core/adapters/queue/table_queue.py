"""The table queue: one row per job, in the order of visibility, on either engine.

A row's key begins with the time from which the job may be received; receiving it moves the row to
the end of the lease, in one transaction, so that exactly one of many receivers wins. A lapsed lease
needs no action: the row is simply visible again.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from core.adapters.table import keys
from core.adapters.table.expressions import Attr, Key
from core.adapters.table.items.job_items import queue_item
from core.adapters.table.table import (
    Cursor,
    Delete,
    Item,
    ItemKey,
    Put,
    Query,
    Table,
    TransactionCancelled,
    key_of,
)
from core.domain.work.ids import (
    CreatorId,
    JobId,
)
from core.domain.work.job import (
    Job,
    Queue,
)
from core.errors import Conflict
from core.ports.work import Clock, Lease

CANDIDATES = 16
_PAGE = 100
_SWEPT = 1000


class TableQueue:
    """Carries job ids in `QUEUE#<name>#<shard>`; a receipt names the row the lease holds.

    With `is_shared`, other processes may be working on the table: nobody's leases are taken over.
    """

    def __init__(self, table: Table, clock: Clock, *, is_shared: bool = False) -> None:
        self._table = table
        self._clock = clock
        self._is_shared = is_shared

    async def send(self, job: Job, *, visible_at: datetime) -> None:
        await self._table.put_if(queue_item(job, visible_at))

    async def receive(self, queue: Queue, *, lease_seconds: float) -> Lease | None:
        """Take the next visible job: one query, plus one move per row lost to other receivers."""
        now = self._clock.now()
        for row in await self._visible(queue, now):
            until = now + timedelta(seconds=lease_seconds)
            if await self._move(row, until):
                return _lease(row, until)
        return None

    async def extend(self, lease: Lease, *, lease_seconds: float) -> Lease:
        until = self._clock.now() + timedelta(seconds=lease_seconds)
        row = _row(lease)
        if not await self._move(row, until):
            raise Conflict("The lease has lapsed, and another worker has the job now.")
        return _lease(row, until)

    async def release(self, lease: Lease, *, visible_at: datetime) -> None:
        await self._move(_row(lease), visible_at)

    async def delete(self, lease: Lease) -> None:
        await self._table.batch_delete([key_of(_row(lease))])

    async def release_all(self, queue: Queue) -> int:
        """Make every hidden job of the queue visible now; return how many there were."""
        if self._is_shared:
            return 0
        now = self._clock.now()
        count = 0
        while hidden := await self._hidden(queue, now):
            for row in hidden:
                count += await self._move(row, now)
        return count

    async def list_waiting(self, queue: Queue) -> frozenset[JobId]:
        """Return every job that has a row, visible or leased; for sweepers only."""
        found: set[JobId] = set()
        cursor: Cursor | None = None
        while True:
            condition = Key("PK").eq(keys.queue_pk(queue.value))
            page = await self._table.query(
                Query(condition=condition, limit=_SWEPT, cursor=cursor, consistent=True)
            )
            found |= {JobId(row["jobId"]) for row in page.items}
            if (cursor := page.cursor) is None:
                return frozenset(found)

    async def _visible(self, queue: Queue, now: datetime) -> tuple[Item, ...]:
        latest = keys.queue_time(now) + keys.LAST
        condition = Key("PK").eq(keys.queue_pk(queue.value)) & Key("SK").lte(latest)
        page = await self._table.query(
            Query(condition=condition, limit=CANDIDATES, consistent=True)
        )
        return page.items

    async def _hidden(self, queue: Queue, now: datetime) -> tuple[Item, ...]:
        latest = keys.queue_time(now) + keys.LAST
        condition = Key("PK").eq(keys.queue_pk(queue.value)) & Key("SK").gt(latest)
        page = await self._table.query(Query(condition=condition, limit=_PAGE, consistent=True))
        return page.items

    async def _move(self, row: Item, visible_at: datetime) -> bool:
        """Change a row's visibility; False if the row is gone."""
        moved = row | {"SK": keys.queue_sk(visible_at, row["jobId"])}
        exists = Attr("PK").exists()
        if moved["SK"] == row["SK"]:
            return await self._table.get(key_of(row), consistent=True) is not None
        try:
            await self._table.transact([Delete(key=key_of(row), condition=exists), Put(item=moved)])
        except TransactionCancelled:
            return False
        return True


def _lease(row: Item, until: datetime) -> Lease:
    return Lease(
        creator_id=CreatorId(row["creatorId"]),
        job_id=JobId(row["jobId"]),
        until=until,
        receipt=f"{row['PK']}|{keys.queue_sk(until, row['jobId'])}",
    )


def _row(lease: Lease) -> Item:
    key = ItemKey(*lease.receipt.split("|", 1))
    return {
        "PK": key.pk,
        "SK": key.sk,
        "type": "queued",
        "schemaVersion": 1,
        "creatorId": lease.creator_id,
        "jobId": lease.job_id,
    }
