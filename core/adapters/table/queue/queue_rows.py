"""The rows of a queue in the table, which tell what waits or is worked on, whoever carries it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

from core.adapters.table import keys
from core.adapters.table.expressions import Attr, Condition, Key
from core.adapters.table.table import Cursor, Item, Query, Table
from core.domain.work.ids import JobId
from core.domain.work.job import Queue

HELD_UNTIL: Final = "heldUntilMs"
"""Until when somebody whom SQS told of the row works on it, in the row's own place."""
_SWEPT: Final = 1000


def is_as_seen(row: Item) -> Condition:
    """Return the condition that nobody has taken the row since it was read."""
    if "holder" not in row:
        return Attr("PK").exists() & Attr("holder").not_exists()
    return Attr("holder").eq(row["holder"]) & Attr(HELD_UNTIL).eq(row[HELD_UNTIL])


async def list_rows(table: Table, condition: Condition) -> AsyncIterator[Item]:
    """Yield every row of a queue's partition that the condition names."""
    cursor: Cursor | None = None
    while True:
        page = await table.query(
            Query(condition=condition, limit=_SWEPT, cursor=cursor, consistent=True)
        )
        for row in page.items:
            yield row
        if (cursor := page.cursor) is None:
            return


async def list_waiting_jobs(table: Table, queue: Queue) -> frozenset[JobId]:
    """Return every job that has a row, visible or leased."""
    condition = Key("PK").eq(keys.queue_pk(queue.value))
    return frozenset([JobId(row["jobId"]) async for row in list_rows(table, condition)])
