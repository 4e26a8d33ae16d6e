"""What does not work in each process, in the table: one row a process, all in one partition."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from core.adapters.table import keys
from core.adapters.table.expressions import Key
from core.adapters.table.items.values import SCHEMA_VERSION, instant, is_live, read_instant
from core.adapters.table.table import Item, ItemKey, Query, Table
from core.ports.work import Clock, SharedTrouble

_PAGE = 200


class TroubleTable:
    """Keeps `PROCESS#<name>` rows, each replaced as a whole by its process alone."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    async def put_troubles(
        self, process: str, troubles: Sequence[SharedTrouble], *, until: datetime
    ) -> None:
        await self._table.put_if(
            {
                "PK": keys.TROUBLES,
                "SK": keys.trouble_sk(process),
                "type": "troubles",
                "schemaVersion": SCHEMA_VERSION,
                "troubles": [_write(trouble) for trouble in troubles],
                "ttl": int(until.timestamp()),
            }
        )

    async def delete_troubles(self, process: str) -> None:
        await self._table.delete_if(ItemKey(keys.TROUBLES, keys.trouble_sk(process)))

    async def list_troubles(self) -> tuple[SharedTrouble, ...]:
        page = await self._table.query(
            Query(condition=Key("PK").eq(keys.TROUBLES), limit=_PAGE, consistent=True)
        )
        now = self._clock.now()
        rows = (item for item in page.items if is_live(item, now))
        return tuple(_read(one) for item in rows for one in item["troubles"])


def _write(trouble: SharedTrouble) -> Item:
    return {
        "part": trouble.part,
        "sentence": trouble.sentence,
        "since": instant(trouble.since),
        "process": trouble.process,
    }


def _read(kept: Item) -> SharedTrouble:
    return SharedTrouble(
        part=kept["part"],
        sentence=kept["sentence"],
        since=read_instant(kept["since"]),
        process=kept["process"],
    )
