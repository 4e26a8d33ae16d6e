"""A table that counts what DynamoDB would bill for each call: reads by 4 KB, writes by 1 KB."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.adapters.table.expressions import Condition
from core.adapters.table.limits import value_size
from core.adapters.table.table import (
    Action,
    Check,
    Item,
    ItemKey,
    Put,
    Query,
    QueryPage,
    Table,
    Update,
)


@dataclass
class Units:
    """What was used since it was last emptied."""

    reads: float = 0.0
    writes: float = 0.0
    calls: int = 0


class MeteredTable:
    """Passes all on to the table inside, and adds up its units.

    A write is billed by its item and by its entry in each index, all of it twice in a transaction.
    """

    def __init__(self, inside: Table) -> None:
        self._inside = inside
        self.units = Units()

    async def get(self, key: ItemKey, *, consistent: bool = False) -> Item | None:
        item = await self._inside.get(key, consistent=consistent)
        self._read([item] if item else [], consistent=consistent)
        return item

    async def batch_get(
        self, keys: Sequence[ItemKey], *, consistent: bool = False
    ) -> dict[ItemKey, Item]:
        found = await self._inside.batch_get(keys, consistent=consistent)
        self.units.calls += 1
        for key in keys:
            self._bill_read([found[key]] if key in found else [], consistent=consistent)
        return found

    async def query(self, query: Query) -> QueryPage:
        page = await self._inside.query(query)
        self._read(page.items, consistent=query.consistent)
        return page

    async def put_if(self, item: Item, condition: Condition | None = None) -> None:
        self._write([item])
        await self._inside.put_if(item, condition)

    async def update_if(self, update: Update) -> Item:
        item = await self._inside.update_if(update)
        self._write([item])
        return item

    async def delete_if(self, key: ItemKey, condition: Condition | None = None) -> Item | None:
        item = await self._inside.delete_if(key, condition)
        self._write([item or {}])
        return item

    async def transact(self, actions: Sequence[Action]) -> None:
        self.units.calls += 1
        for action in actions:
            self.units.writes += 2 * _write_units(_shown(action))
        await self._inside.transact(actions)

    async def batch_put(self, items: Sequence[Item]) -> None:
        self._write(items)
        await self._inside.batch_put(items)

    async def batch_delete(self, keys: Sequence[ItemKey]) -> None:
        self._write([{} for _ in keys])
        await self._inside.batch_delete(keys)

    async def close(self) -> None:
        await self._inside.close()

    def _read(self, items: Sequence[Item], *, consistent: bool) -> None:
        self.units.calls += 1
        self._bill_read(items, consistent=consistent)

    def _bill_read(self, items: Sequence[Item], *, consistent: bool) -> None:
        size = sum(value_size(item) for item in items)
        self.units.reads += max(1, math.ceil(size / 4096)) * (1.0 if consistent else 0.5)

    def _write(self, items: Iterable[Mapping[str, Any]]) -> None:
        self.units.calls += 1
        self.units.writes += sum(_write_units(item) for item in items)


def _shown(action: Action) -> Mapping[str, Any]:
    match action:
        case Put():
            return action.item
        case Update():
            return dict(action.set)
        case Check():
            return {}
        case _:
            return {}


def _write_units(item: Mapping[str, Any]) -> int:
    """Return the item's own units, and one for its entry in each index."""
    indexes = sum(f"{name}PK" in item for name in ("GSI1", "GSI2"))
    return max(1, math.ceil(value_size(dict(item)) / 1024)) + indexes


_: type[Table] = MeteredTable
