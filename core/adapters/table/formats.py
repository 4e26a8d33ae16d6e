"""Formats: what every process that works on a table can read, so that two versions share it.

A version reads all former formats at once, and writes a newer one only after somebody said that
every process reads it (`settle`). What it says is the table's, and lies in one row; without that
row it is the first format. Until then the former version can come back at any time. A table that is
made by this version is settled as it is made, for no former one can be at work on it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog

from core.adapters.table import keys
from core.adapters.table.expressions import Attr, Key
from core.adapters.table.items.job_items import (
    CARRIED,
    due_item,
    job_item,
    read_carried,
)
from core.adapters.table.items.values import SCHEMA_VERSION, read_instant
from core.adapters.table.rows import read_range
from core.adapters.table.table import (
    ConditionFailed,
    Item,
    ItemKey,
    Put,
    Table,
    TransactionCancelled,
    key_of,
)
from core.adapters.table.writing import new
from core.domain.work import stages
from core.domain.work.job import Queue
from core.errors import ExternalFailure, InvalidInput
from core.ports.work import Clock

_log = structlog.get_logger(__name__)

CARRYING: Final = 2
"""From this format on a queue row may carry its job; in the first it leads to the job's record."""
NEWEST: Final = CARRYING
FIRST: Final = 1
LOOK_SECONDS: Final = 60.0
FORMAT_KEY: Final = ItemKey(keys.FORMATS, keys.REACHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsettled:
    """How many jobs that only their row carried have a record now."""

    given_records: int


class FormatTable:
    """Answers what may be written; what was read is taken for true for a minute."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._clock = clock
        self._reached = FIRST
        self._looked_at = float("-inf")

    async def may_carry(self) -> bool:
        steady = self._clock.steady_seconds()
        if steady - self._looked_at >= LOOK_SECONDS:
            self._reached = await self._look()
            self._looked_at = steady
        return self._reached >= CARRYING

    async def _look(self) -> int:
        reached = await read_reached(self._table)
        if reached > FIRST and (former := await list_former(self._table, self._clock.now())):
            _log.warning("table.former_process", holders=former)
            return FIRST
        return reached


async def read_reached(table: Table) -> int:
    """Return the format that every process reads."""
    return read_format(await table.get(FORMAT_KEY, consistent=True))


def read_format(item: Item | None) -> int:
    """Return the format that a table's row names, or that it has without one."""
    return int(item["format"]) if item else FIRST


def is_new(items: Iterable[Item]) -> bool:
    """Say whether the first few items of a table are those of one that nobody has used."""
    return all(key_of(item) == FORMAT_KEY for item in items)


async def settle_new(table: Table) -> None:
    """Settle a table that was made just now; what somebody said of it already stays."""
    with suppress(ConditionFailed):
        await table.put_if(_format_item(NEWEST), Attr("PK").not_exists())


async def require_known(table: Table) -> None:
    """Raise ExternalFailure where a newer version was told that this one is gone."""
    if await read_reached(table) > NEWEST:
        raise ExternalFailure(
            "The table was settled on by a newer Truss: install that version. To come back to "
            "this one, run `trussbot table unsettle` with the newer one first.",
            stage=stages.TABLE,
        )


async def list_former(table: Table, now: datetime) -> list[str]:
    """Return who holds something and wrote that as a former version does."""
    leases = await read_range(table, Key("PK").eq(keys.LEASES), consistent=True)
    return sorted({lease["holder"] for lease in leases if _is_former(lease, now)})


def _is_former(lease: Item, now: datetime) -> bool:
    return read_instant(lease["until"]) > now and lease.get("format", FIRST) < NEWEST


async def settle(table: Table, *, now: datetime) -> bool:
    """Let everybody write what only this version reads; False if that is so already.

    Raises InvalidInput while a process of a former version holds a channel or the timers.
    """
    await require_known(table)
    if former := await list_former(table, now):
        raise InvalidInput(
            f"A process of a former version still works on the table ({', '.join(former)}): stop "
            "it, wait until its lease is over (TRUSS_LEASE_SECONDS), and settle again."
        )
    if await read_reached(table) == NEWEST:
        return False
    await table.put_if(_format_item(NEWEST))
    return True


async def unsettle(table: Table) -> Unsettled:
    """Write what the former version reads from now on, and bring what waits into that form."""
    await require_known(table)
    await table.put_if(_format_item(FIRST))
    count = 0
    async for row in _list_carrying(table):
        count += await _give_record(table, row)
    return Unsettled(given_records=count)


async def _list_carrying(table: Table) -> AsyncIterator[Item]:
    for queue in Queue:
        for row in await read_range(table, Key("PK").eq(keys.queue_pk(queue)), consistent=True):
            if CARRIED in row:
                yield row


async def _give_record(table: Table, row: Item) -> bool:
    """Store the record and the due row of a carried job; False where somebody received it."""
    job = read_carried(row)
    if job is None:
        return False
    plain = {name: value for name, value in row.items() if name != CARRIED}
    row_stays = Put(item=plain, condition=Attr(CARRIED).exists())
    try:
        await table.transact([row_stays, new(job_item(job)), Put(item=due_item(job))])
    except TransactionCancelled:
        return False
    return True


def _format_item(reached: int) -> Item:
    return {
        "PK": FORMAT_KEY.pk,
        "SK": FORMAT_KEY.sk,
        "type": "format",
        "schemaVersion": SCHEMA_VERSION,
        "format": reached,
    }
