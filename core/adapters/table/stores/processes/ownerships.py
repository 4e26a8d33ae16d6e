"""Who owns what, in the table: all rows in one partition, so that one query shows them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from core.adapters.table import keys
from core.adapters.table.expressions import Attr, Condition, Key
from core.adapters.table.formats import NEWEST
from core.adapters.table.items.values import SCHEMA_VERSION, expiry, instant, read_instant
from core.adapters.table.table import ConditionFailed, Cursor, Item, ItemKey, Query, Table
from core.ports.work import Ownership

_PAGE = 1000
_ROWS_A_UNIT: Final = 20
"""Of 200 bytes; each that is read for itself is a unit."""
_FEW: Final = 50
"""Read by one call, with as many that they follow by another."""
_WHOLE_EVERY: Final = 20
"""So often all are read by whoever reads a few, to know how many there are."""
_KEPT_DAYS = 2


class OwnershipTable:
    """Keeps `LEASE#<name>` rows, each written over the beat that was seen alone."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._rows = 0
        self._looks = 0

    async def list_ownerships(self, *, of: Collection[str] = ()) -> dict[str, Ownership]:
        """Read all by one query, or a few rows for themselves where that costs less by far."""
        self._looks += 1
        is_cheaper = 0 < 2 * len(of) * _ROWS_A_UNIT < self._rows and len(of) <= _FEW
        if is_cheaper and self._looks % _WHOLE_EVERY:
            found = await self._get(of)
            return found | await self._get({one.follows for one in found.values()} - {""})
        everything = await self._list()
        self._rows = len(everything)
        return everything

    async def _get(self, names: Collection[str]) -> dict[str, Ownership]:
        if not names:
            return {}
        wanted = [ItemKey(keys.LEASES, keys.lease_sk(name)) for name in names]
        items = await self._table.batch_get(wanted, consistent=True)
        return {item["name"]: _read(item) for item in items.values()}

    async def _list(self) -> dict[str, Ownership]:
        found: dict[str, Ownership] = {}
        cursor: Cursor | None = None
        while True:
            page = await self._table.query(
                Query(
                    condition=Key("PK").eq(keys.LEASES),
                    limit=_PAGE,
                    cursor=cursor,
                    consistent=True,
                )
            )
            found |= {item["name"]: _read(item) for item in page.items}
            if (cursor := page.cursor) is None:
                return found

    async def put_ownership(self, ownership: Ownership, *, over_beat: str | None) -> bool:
        try:
            await self._table.put_if(_item(ownership), _is_beat(over_beat))
        except ConditionFailed as error:
            stored = error.current
            return stored is not None and stored["beat"] == ownership.beat
        return True

    async def delete_ownership(self, name: str, *, beat: str) -> bool:
        key = ItemKey(keys.LEASES, keys.lease_sk(name))
        try:
            await self._table.delete_if(key, _is_beat(beat))
        except ConditionFailed:
            return False
        return True


def _is_beat(beat: str | None) -> Condition:
    return Attr("PK").not_exists() if beat is None else Attr("beat").eq(beat)


def _item(ownership: Ownership) -> Item:
    follows: Item = {"follows": ownership.follows} if ownership.follows else {}
    return follows | {
        "PK": keys.LEASES,
        "SK": keys.lease_sk(ownership.name),
        "type": "lease",
        "schemaVersion": SCHEMA_VERSION,
        "name": ownership.name,
        "holder": ownership.holder,
        "beat": ownership.beat,
        "format": NEWEST,
        "until": instant(ownership.until),
        "ttl": expiry(ownership.until, days=_KEPT_DAYS),
    }


def _read(item: Item) -> Ownership:
    return Ownership(
        name=item["name"],
        holder=item["holder"],
        beat=item["beat"],
        until=read_instant(item["until"]),
        follows=item.get("follows", ""),
    )
