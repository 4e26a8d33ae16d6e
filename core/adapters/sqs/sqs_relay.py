"""The relay: sends a message for each row of a queue, and again where none was received.

No transaction reaches SQS, so a process that stored a row sends its message a moment later. What it
did not send before it died, what is due later than SQS can wait, and what SQS lost is found in the
table, once a minute, by the owner of the timers. Too many messages do no harm: the first one takes
the row, the others are dropped.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog

from core.adapters.sqs.messages import REACH_SECONDS, Note, is_within_reach
from core.adapters.sqs.sqs_calls import BATCH_MAX, SqsCalls
from core.adapters.table import keys
from core.adapters.table.expressions import Attr, Key
from core.adapters.table.items.job_items import wait_ms
from core.adapters.table.queue.clock_steps import ClockSteps
from core.adapters.table.queue.queue_rows import HELD_UNTIL, list_rows
from core.adapters.table.queue.table_queue import read_waiting
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
from core.domain.work import stages
from core.domain.work.job import Queue
from core.errors import ExternalFailure
from core.ports.work import Clock

_log = structlog.get_logger(__name__)

OVERDUE_SECONDS: Final = 120.0
AGAIN_SECONDS_MAX: Final = 3600.0
"""A queue with a long backlog has no message more than once an hour for each row."""
PENDING_MAX: Final = 10_000
"""What is stored beyond that while SQS is away is left to the minute's look into the table."""
SEND_AT: Final = "sendAtMs"
_SLACK: Final = timedelta(seconds=2)


class SqsRelay:
    """Sends what is noted, and looks for what nobody received."""

    def __init__(self, table: Table, sqs: SqsCalls, clock: Clock) -> None:
        self._table = table
        self._sqs = sqs
        self._clock = clock
        self._steps = ClockSteps(clock)
        self._pending: dict[ItemKey, Note] = {}
        self._noted = asyncio.Event()

    def note(self, item: Item) -> None:
        """Take an item that was stored: the row of a job that is due soon is sent."""
        waiting = read_waiting(item)
        if waiting is None or len(self._pending) >= PENDING_MAX:
            return
        queue, visible_at = waiting
        if is_within_reach(visible_at, self._clock.now()):
            key = key_of(item)
            self._pending[key] = Note(key=key, queue=queue, visible_at=visible_at)
            self._noted.set()

    async def pass_on(self) -> None:
        """Wait until something is noted, and send it."""
        await self._noted.wait()
        await self.flush()

    async def flush(self) -> None:
        """Send all that is noted; what was not sent stays so, and the first trouble is raised."""
        trouble: ExternalFailure | None = None
        for queue in sorted({note.queue for note in self._pending.values()}):
            try:
                await self._send(queue)
            except ExternalFailure as error:
                trouble = trouble or error
        if trouble is not None:
            raise trouble
        if not self._pending:
            self._noted.clear()

    async def _send(self, queue: Queue) -> None:
        """Send what is noted for a queue; what SQS did not take stays noted."""
        notes = [note for note in self._pending.values() if note.queue is queue]
        failed = 0
        for start in range(0, len(notes), BATCH_MAX):
            batch = notes[start : start + BATCH_MAX]
            unsent = await self._sqs.send(queue, batch, now=self._clock.now())
            failed += len(unsent)
            for note in batch:
                if note not in unsent and self._pending.get(note.key) is note:
                    del self._pending[note.key]
        if failed:
            raise ExternalFailure(
                f"SQS did not take {failed} of {len(notes)} messages; they are sent again.",
                stage=stages.QUEUE,
                retryable=True,
            )

    async def send_overdue(self) -> int:
        """Note the rows that have come near, or that nobody received in time; return how many."""
        count = 0
        for queue in Queue:
            now = self._clock.now()
            if self._steps.must_look(queue.value):
                await self._mend_far(queue, now)
            async for row in self._list_near(queue, now):
                if not self._is_held(row) and now >= _send_at(row):
                    count += await self._mark(row, now)
        return count

    def _list_near(self, queue: Queue, now: datetime) -> AsyncIterator[Item]:
        reach = keys.queue_time(now + timedelta(seconds=REACH_SECONDS)) + keys.LAST
        condition = Key("PK").eq(keys.queue_pk(queue.value)) & Key("SK").lte(reach)
        return list_rows(self._table, condition)

    def _is_held(self, row: Item) -> bool:
        """Say whether somebody works on it, or did until just now: the message comes by itself."""
        over_seconds = self._sqs.time.now_seconds() - int(row.get(HELD_UNTIL, 0)) / 1000
        return over_seconds < OVERDUE_SECONDS

    async def _mark(self, row: Item, now: datetime) -> bool:
        """Say in the row when to look next, each time later, and note it; False if it is gone."""
        sends = int(row.get("sends", 0))
        pause = min(AGAIN_SECONDS_MAX, OVERDUE_SECONDS * 2 ** min(sends, 10))
        visible_at = keys.read_queue_time(row["SK"])
        again_at = max(now, visible_at) + timedelta(seconds=pause)
        try:
            await self._table.update_if(
                Update(
                    key=key_of(row),
                    set={SEND_AT: int(again_at.timestamp() * 1000), "sends": sends + 1},
                    condition=Attr("PK").exists(),
                )
            )
        except ConditionFailed:
            return False
        if visible_at < now - timedelta(seconds=OVERDUE_SECONDS):
            _log.warning("queue.sent_again", queue=row["PK"], job_id=row["jobId"], times=sends + 1)
        self.note({name: value for name, value in row.items() if name != "isLease"})
        return True

    async def _mend_far(self, queue: Queue, now: datetime) -> None:
        """Bring near what lies further ahead than it ever was: the clock was set back since."""
        reach = keys.queue_time(now + timedelta(seconds=REACH_SECONDS)) + keys.LAST
        condition = Key("PK").eq(keys.queue_pk(queue.value)) & Key("SK").gt(reach)
        async for row in list_rows(self._table, condition):
            wait = timedelta(milliseconds=int(row.get("waitMs", 0)))
            if "waitMs" not in row or keys.read_queue_time(row["SK"]) - now <= wait + _SLACK:
                continue
            due_at = now + wait
            moved = row | {"SK": keys.queue_sk(due_at, row["jobId"]), "waitMs": wait_ms(wait)}
            gone = Delete(key=key_of(row), condition=Attr("PK").exists())
            try:
                await self._table.transact([gone, Put(item=moved)])
            except TransactionCancelled:
                continue
            self.note(moved)
            _log.warning("queue.brought_near", queue=queue.value, job_id=row["jobId"])


def _send_at(row: Item) -> datetime:
    """Return from when on a row needs a message that it may not have."""
    visible_at = keys.read_queue_time(row["SK"])
    if SEND_AT in row:
        return datetime.fromtimestamp(int(row[SEND_AT]) / 1000, UTC)
    if HELD_UNTIL not in row and row.get("waitMs", 0) > REACH_SECONDS * 1000:
        return visible_at - timedelta(seconds=REACH_SECONDS)
    return visible_at + timedelta(seconds=OVERDUE_SECONDS)
