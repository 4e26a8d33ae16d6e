"""The queue on SQS: messages say that there is work, rows of the table say whose it is.

A job's row is written by the transaction that adds the job, as for the table queue, and stays
where it is until the job has ended. A message names the row. Whoever receives one takes the row by
a condition, so of several messages that name one row, or of one that SQS delivers twice, one leads
to work. A lease is the message's invisibility, and the row says until when it lasts by SQS's own
clock: a message that is back earlier was delivered twice, and is hidden again or dropped.

What SQS refuses of a message that is worked on, such as an old receipt handle, changes nothing: the
row is the truth, and a message that leads to no row is dropped by whoever receives it.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import structlog

from core.adapters.sqs.messages import Message, read_body
from core.adapters.sqs.sqs_calls import SqsCalls
from core.adapters.table import keys
from core.adapters.table.expressions import Attr, Condition
from core.adapters.table.items.job_items import (
    CARRIED,
    job_item,
    queue_item,
    read_carried,
    wait_ms,
)
from core.adapters.table.queue.queue_rows import HELD_UNTIL, is_as_seen, list_waiting_jobs
from core.adapters.table.table import (
    ConditionFailed,
    Delete,
    Item,
    ItemKey,
    Put,
    Table,
    TransactionCancelled,
    Update,
    key_of,
)
from core.adapters.table.writing import new
from core.domain.work.ids import CreatorId, JobId
from core.domain.work.job import Job, Queue
from core.errors import Conflict, ExternalFailure
from core.ports.work import Clock, Lease

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_log = structlog.get_logger(__name__)

TRIES: Final = 16
"""So many messages that lead to no work are looked at before a worker hears of none."""
ANSWER_SECONDS: Final = 10.0
_HOLDER_BYTES: Final = 9


class SqsQueue:
    """Carries job ids by SQS; `note` is told of each row whose message is to be sent."""

    def __init__(
        self,
        table: Table,
        sqs: SqsCalls,
        clock: Clock,
        *,
        note: Callable[[Item], None],
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._table = table
        self._sqs = sqs
        self._clock = clock
        self._note = note
        self._answer_seconds = answer_seconds

    async def send(self, job: Job, *, visible_at: datetime) -> None:
        """Store the job's row, and note it; one that is there, and may be held, stays as it is."""
        row = queue_item(job, visible_at, written_at=self._clock.now())
        try:
            await self._table.put_if(row, Attr("PK").not_exists())
        except ConditionFailed:
            self._note(row)

    async def receive(self, queue: Queue, *, lease_seconds: float) -> Lease | None:
        """Wait up to 20 s for a job: a poll, a read and a write."""
        for _ in range(TRIES):
            message = await self._sqs.receive(queue, lease_seconds=lease_seconds)
            if message is None:
                return None
            if lease := await self._follow(queue, message, lease_seconds):
                return lease
        return None

    async def extend(self, lease: Lease, *, lease_seconds: float) -> Lease:
        held = _read_receipt(lease)
        try:
            await self._table.update_if(
                Update(
                    key=held.key, set=self._until(lease_seconds), condition=_is_held_by(held.holder)
                )
            )
        except ConditionFailed as error:
            raise Conflict("The lease has lapsed, and another worker has the job now.") from error
        async with self._tolerated(held.queue):
            await self._sqs.hide(held.queue, held.handle, seconds=lease_seconds)
        return replace(lease, until=self._clock.now() + timedelta(seconds=lease_seconds))

    async def release(self, lease: Lease, *, visible_at: datetime) -> None:
        """Move the row to its new time; storing it notes it, and a new message leads to it."""
        held = _read_receipt(lease)
        row = _free_row(lease, held, visible_at, wait=visible_at - self._clock.now())
        is_ours = _is_held_by(held.holder)
        try:
            if key_of(row) == held.key:
                await self._table.put_if(row, is_ours)
            else:
                await self._table.transact([Delete(key=held.key, condition=is_ours), Put(item=row)])
        except (ConditionFailed, TransactionCancelled):
            return
        await self._drop(held.queue, held.handle)

    async def delete(self, lease: Lease) -> None:
        held = _read_receipt(lease)
        try:
            await self._table.delete_if(held.key, _is_held_by(held.holder))
        except ConditionFailed:
            return
        await self._drop(held.queue, held.handle)

    async def release_all(self, queue: Queue) -> int:  # noqa: ARG002 - there is nothing to look for
        """Take over nothing: a table with SQS is never one process's."""
        return 0

    async def list_waiting(self, queue: Queue) -> frozenset[JobId]:
        """Return every job that has a row, visible or leased; for sweepers only."""
        return await list_waiting_jobs(self._table, queue)

    async def _follow(self, queue: Queue, message: Message, lease_seconds: float) -> Lease | None:
        """Take the row that a message names; None where it leads to no work for us."""
        key = read_body(message.body, partition=keys.queue_pk(queue.value))
        if key is None:
            # It is hidden for a lease now, and after some receipts SQS moves it aside.
            _log.error("queue.message_unknown", queue=queue.value, message_id=message.id)
            return None
        row = await self._table.get(key, consistent=True)
        if row is None:
            await self._drop(queue, message.handle)
            return None
        left_seconds = row.get(HELD_UNTIL, 0) / 1000 - self._sqs.time.now_seconds()
        if left_seconds <= 0:
            return await self._take(queue, row, message, lease_seconds)
        if row.get("messageId") != message.id:
            await self._drop(queue, message.handle)
            return None
        async with self._tolerated(queue):
            await self._sqs.hide(queue, message.handle, seconds=left_seconds)
        return None

    async def _take(
        self, queue: Queue, row: Item, message: Message, lease_seconds: float
    ) -> Lease | None:
        """Hold a row that is free, or whose lease lapsed; None where another was faster."""
        holder = secrets.token_urlsafe(_HOLDER_BYTES)
        hold = Update(
            key=key_of(row),
            set={
                "isLease": True,
                "holder": holder,
                "messageId": message.id,
                **self._until(lease_seconds),
            },
            condition=is_as_seen(row),
        )
        carried = read_carried(row)
        if not await (self._hold(hold) if carried is None else self._store(hold, carried)):
            return None
        return Lease(
            creator_id=CreatorId(row["creatorId"]),
            job_id=JobId(row["jobId"]),
            until=self._clock.now() + timedelta(seconds=lease_seconds),
            receipt=_write_receipt(queue, key_of(row), holder, message.handle),
        )

    async def _hold(self, hold: Update) -> bool:
        try:
            await self._table.update_if(hold)
        except ConditionFailed:
            return False
        return True

    async def _store(self, hold: Update, carried: Job) -> bool:
        """Hold the row and store the record of the job that it carries, in one transaction."""
        emptied = replace(hold, remove=(CARRIED,))
        try:
            await self._table.transact([emptied, new(job_item(carried))])
        except TransactionCancelled as cancelled:
            if 0 in cancelled.failed:
                return False
            # The record is there already: the row leads to it as any other does.
            return await self._hold(emptied)
        return True

    def _until(self, lease_seconds: float) -> Item:
        until = self._sqs.time.now_seconds() + lease_seconds
        return {HELD_UNTIL: int(until * 1000), "waitMs": wait_ms(timedelta(seconds=lease_seconds))}

    async def _drop(self, queue: Queue, handle: str) -> None:
        async with self._tolerated(queue):
            await self._sqs.delete(queue, handle)

    @asynccontextmanager
    async def _tolerated(self, queue: Queue) -> AsyncIterator[None]:
        """Go on where SQS refuses, fails or is silent: the row is right, and a message only late.

        Who waited for longer would not extend the row in time, and others would take the job.
        """
        try:
            async with asyncio.timeout(self._answer_seconds):
                yield
        except ExternalFailure as error:
            self._sqs.note_left(queue, str(error))
        except TimeoutError:
            self._sqs.note_left(queue, f"SQS did not answer in {self._answer_seconds:.0f} s")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    queue: Queue
    key: ItemKey
    holder: str
    handle: str


def _write_receipt(queue: Queue, key: ItemKey, holder: str, handle: str) -> str:
    return "|".join((queue.value, key.pk, key.sk, holder, handle))


def _read_receipt(lease: Lease) -> _Held:
    queue, pk, sk, holder, handle = lease.receipt.split("|", 4)
    return _Held(queue=Queue(queue), key=ItemKey(pk, sk), holder=holder, handle=handle)


def _is_held_by(holder: str) -> Condition:
    return Attr("holder").eq(holder)


def _free_row(lease: Lease, held: _Held, visible_at: datetime, *, wait: timedelta) -> Item:
    return {
        "PK": held.key.pk,
        "SK": keys.queue_sk(visible_at, lease.job_id),
        "type": "queued",
        "schemaVersion": 1,
        "creatorId": lease.creator_id,
        "jobId": lease.job_id,
        "waitMs": wait_ms(wait),
    }
