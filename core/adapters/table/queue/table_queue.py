"""The table queue: one row per job, in the order of visibility, on either engine.

A row's key begins with the time from which the job may be received; receiving it moves the row to
the end of the lease, in one transaction, so that exactly one of many receivers wins. A lapsed lease
needs no action: the row is simply visible again.

Each row says how far ahead it was when it was written (`waitMs`), and whether it is a lease. So a
clock that was set back is noticed: a row that lies further ahead than it ever was is due after its
own wait, and a lease that does not move for as long as it lasts has lapsed.

A row may carry its job, which then has no record: the transaction that first receives it stores it.

Where another process has its jobs from SQS, its rows stay in their place while it works on them,
and say until when; they are left to it, so that no job is worked on twice.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

import structlog

from core.adapters.table import keys
from core.adapters.table.expressions import Key
from core.adapters.table.items.job_items import (
    CARRIED,
    job_item,
    queue_item,
    read_carried,
    wait_ms,
)
from core.adapters.table.queue.clock_steps import ClockSteps
from core.adapters.table.queue.queue_rows import (
    HELD_UNTIL,
    is_as_seen,
    list_rows,
    list_waiting_jobs,
)
from core.adapters.table.table import (
    Action,
    Delete,
    Item,
    ItemKey,
    Put,
    Query,
    Table,
    TransactionCancelled,
    key_of,
)
from core.adapters.table.writing import new
from core.domain.work.ids import CreatorId, JobId
from core.domain.work.job import Job, Queue
from core.errors import Conflict
from core.ports.work import Clock, Lease

_log = structlog.get_logger(__name__)

CANDIDATES = 16
QUEUE_PREFIX: Final = "QUEUE#"
_HOME: Final = "home"
"""Whose lease it is; a home is one process's, so its leases of before a start are of the dead."""
_OF_LEASE: Final = frozenset({"isLease", "holder", "messageId", HELD_UNTIL, _HOME})
_SLACK: Final = timedelta(seconds=2)
"""Clocks of machines differ by so much without anybody having set one."""


class TableQueue:
    """Carries job ids in `QUEUE#<name>#<shard>`; a receipt names the row the lease holds.

    With `is_shared`, other processes may be working on the table: no leases are taken over but
    those that the former process of this `home` left.
    """

    def __init__(
        self, table: Table, clock: Clock, *, is_shared: bool = False, home: str = ""
    ) -> None:
        self._home = home
        self._table = table
        self._clock = clock
        self._is_shared = is_shared
        self._steps = ClockSteps(clock)
        self._held: dict[ItemKey, float] = {}
        self._still: dict[ItemKey, float] = {}

    async def send(self, job: Job, *, visible_at: datetime) -> None:
        await self._table.put_if(queue_item(job, visible_at, written_at=self._clock.now()))

    async def receive(self, queue: Queue, *, lease_seconds: float) -> Lease | None:
        """Take the next visible job: one query, plus one move per row lost to other receivers."""
        now = self._clock.now()
        if self._steps.must_look(queue.value):
            await self._mend_hidden(queue, now)
        for row in await self._visible(queue, now):
            if self._may_take(row, lease_seconds) and (
                lease := await self._take(row, now, lease_seconds)
            ):
                return lease
        return None

    async def extend(self, lease: Lease, *, lease_seconds: float) -> Lease:
        row = _row(lease)
        extended = await self._take(row, self._clock.now(), lease_seconds)
        self._forget(key_of(row), but=extended)
        if extended is None:
            raise Conflict("The lease has lapsed, and another worker has the job now.")
        return extended

    async def release(self, lease: Lease, *, visible_at: datetime) -> None:
        row = _row(lease)
        await self._move(row, visible_at, wait=visible_at - self._clock.now())
        self._forget(key_of(row))

    async def delete(self, lease: Lease) -> None:
        key = key_of(_row(lease))
        await self._table.batch_delete([key])
        self._forget(key)

    async def release_all(self, queue: Queue) -> int:
        """Make the leased jobs that nobody works on visible now; return how many there were."""
        if self._is_shared and not self._home:
            return 0
        now, count = self._clock.now(), 0
        async for row in self._list_hidden(queue, now):
            is_of_the_dead = not self._is_shared or row.get(_HOME) == self._home
            if _is_lease(row) and is_of_the_dead:
                count += await self._move(row, now)
        return count

    async def list_waiting(self, queue: Queue) -> frozenset[JobId]:
        """Return every job that has a row, visible or leased; for sweepers only."""
        return await list_waiting_jobs(self._table, queue)

    async def _visible(self, queue: Queue, now: datetime) -> tuple[Item, ...]:
        latest = keys.queue_time(now) + keys.LAST
        condition = Key("PK").eq(keys.queue_pk(queue.value)) & Key("SK").lte(latest)
        page = await self._table.query(
            Query(condition=condition, limit=CANDIDATES, consistent=True)
        )
        return page.items

    async def _list_hidden(self, queue: Queue, now: datetime) -> AsyncIterator[Item]:
        after = keys.queue_time(now) + keys.LAST
        condition = Key("PK").eq(keys.queue_pk(queue.value)) & Key("SK").gt(after)
        async for row in list_rows(self._table, condition):
            yield row

    def _may_take(self, row: Item, lease_seconds: float) -> bool:
        """Say whether a row is visible because its time came, and not because a clock was set."""
        if self._held.get(key_of(row), 0.0) > self._clock.steady_seconds():
            return False
        if _is_held_elsewhere(row, self._clock.now()):
            return False
        return not (_is_lease(row) and self._steps.was_set_forward(within_seconds=lease_seconds))

    async def _mend_hidden(self, queue: Queue, now: datetime) -> None:
        """Bring near what lies further ahead than it ever was: the clock was set back since."""
        still, steady = {}, self._clock.steady_seconds()
        async for row in self._list_hidden(queue, now):
            wait = timedelta(milliseconds=int(row.get("waitMs", 0)))
            if "waitMs" not in row or _visible_at(row) - now <= wait + _SLACK:
                continue
            if not _is_lease(row):
                await self._move(row, now + wait, wait=wait)
                _log.warning("queue.brought_near", queue=queue.value, job_id=row["jobId"])
                continue
            key = key_of(row)
            still[key] = self._still.get(key, steady)
            if steady - still[key] >= wait.total_seconds():
                await self._move(row, now)
        prefix = keys.queue_pk(queue.value)
        self._still = {k: v for k, v in self._still.items() if k.pk != prefix} | still

    async def _take(self, row: Item, now: datetime, lease_seconds: float) -> Lease | None:
        """Move a row to the end of a lease from now on; None where others were faster."""
        until = now + timedelta(seconds=lease_seconds)
        held_until = self._clock.steady_seconds() + lease_seconds
        if not await self._move(row, until, wait=until - now, is_lease=True):
            return None
        lease = _lease(row, until)
        self._held[_key(lease)] = held_until
        return lease

    def _forget(self, key: ItemKey, *, but: Lease | None = None) -> None:
        if but is None or _key(but) != key:
            self._held.pop(key, None)

    async def _move(
        self,
        row: Item,
        visible_at: datetime,
        *,
        wait: timedelta = timedelta(),
        is_lease: bool = False,
    ) -> bool:
        """Change a row's visibility; False if the row is gone."""
        moved = {name: value for name, value in row.items() if name not in _OF_LEASE} | {
            "SK": keys.queue_sk(visible_at, row["jobId"]),
            "waitMs": wait_ms(wait),
        }
        if is_lease:
            moved |= {"isLease": True} | ({_HOME: self._home} if self._home else {})
        if moved["SK"] == row["SK"]:
            return await self._table.get(key_of(row), consistent=True) is not None
        gone = Delete(key=key_of(row), condition=is_as_seen(row))
        if is_lease and (carried := read_carried(row)):
            del moved[CARRIED]
            refused = await self._try([gone, Put(item=moved), new(job_item(carried))])
            if refused is None or 0 in refused:
                return refused is None
            # The record is there already: the row leads to it as any other does.
        return await self._try([gone, Put(item=moved)]) is None

    async def _try(self, actions: Sequence[Action]) -> Collection[int] | None:
        """Do all actions and return None, or do none and return those that were refused."""
        try:
            await self._table.transact(actions)
        except TransactionCancelled as cancelled:
            return cancelled.failed
        return None


def read_waiting(item: Item) -> tuple[Queue, datetime] | None:
    """Return which queue an item waits in, and from when it is visible; None for all others."""
    if not item["PK"].startswith(QUEUE_PREFIX) or _is_lease(item):
        return None
    name = item["PK"].split("#")[1]
    return (Queue(name), _visible_at(item)) if name in set(Queue) else None


def _is_lease(row: Item) -> bool:
    return bool(row.get("isLease", False))


def _is_held_elsewhere(row: Item, now: datetime) -> bool:
    """Say whether somebody with SQS works on it; a clock that is far behind is not asked."""
    left_ms = int(row.get(HELD_UNTIL, 0)) - now.timestamp() * 1000
    return 0 < left_ms <= int(row.get("waitMs", 0)) + _SLACK / timedelta(milliseconds=1)


def _visible_at(row: Item) -> datetime:
    return keys.read_queue_time(row["SK"])


def _lease(row: Item, until: datetime) -> Lease:
    return Lease(
        creator_id=CreatorId(row["creatorId"]),
        job_id=JobId(row["jobId"]),
        until=until,
        receipt=f"{row['PK']}|{keys.queue_sk(until, row['jobId'])}",
    )


def _key(lease: Lease) -> ItemKey:
    return ItemKey(*lease.receipt.split("|", 1))


def _row(lease: Lease) -> Item:
    key = _key(lease)
    return {
        "PK": key.pk,
        "SK": key.sk,
        "type": "queued",
        "schemaVersion": 1,
        "creatorId": lease.creator_id,
        "jobId": lease.job_id,
    }
