"""A table that counts what DynamoDB would bill: read units of 4 KB, write units of 1 KB."""

from __future__ import annotations

import math
from collections.abc import Sequence

from core.adapters.table.expressions import Condition
from core.adapters.table.limits import updated_item, value_size
from core.adapters.table.table import (
    PROJECTED,
    Action,
    Check,
    Delete,
    Index,
    Item,
    ItemKey,
    Put,
    Query,
    QueryPage,
    Table,
    Update,
    cursor_names,
    key_of,
)


class UnitTable:
    """Passes all calls on, and sums their units in `reads` and `writes`.

    An index is billed for each entry that comes, goes or changes; a transaction twice.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self.reads = 0.0
        self.writes = 0.0

    async def get(self, key: ItemKey, *, consistent: bool = False) -> Item | None:
        found = await self._table.get(key, consistent=consistent)
        self._read([found] if found else [], consistent)
        return found

    async def batch_get(
        self, keys: Sequence[ItemKey], *, consistent: bool = False
    ) -> dict[ItemKey, Item]:
        found = await self._table.batch_get(keys, consistent=consistent)
        for key in keys:
            self._read([found[key]] if key in found else [], consistent)
        return found

    async def query(self, query: Query) -> QueryPage:
        page = await self._table.query(query)
        self._read(page.items, query.consistent)
        return page

    async def put_if(self, item: Item, condition: Condition | None = None) -> None:
        await self._write(Put(item=item))
        await self._table.put_if(item, condition)

    async def update_if(self, update: Update) -> Item:
        await self._write(update)
        return await self._table.update_if(update)

    async def delete_if(self, key: ItemKey, condition: Condition | None = None) -> Item | None:
        await self._write(Delete(key=key))
        return await self._table.delete_if(key, condition)

    async def transact(self, actions: Sequence[Action]) -> None:
        for action in actions:
            await self._write(action, times=2)
        await self._table.transact(actions)

    async def batch_put(self, items: Sequence[Item]) -> None:
        for item in items:
            await self._write(Put(item=item))
        await self._table.batch_put(items)

    async def batch_delete(self, keys: Sequence[ItemKey]) -> None:
        for key in keys:
            await self._write(Delete(key=key))
        await self._table.batch_delete(keys)

    async def close(self) -> None:
        await self._table.close()

    def _read(self, items: Sequence[Item], consistent: bool) -> None:
        pieces = max(1, math.ceil(sum(map(value_size, items)) / 4096))
        self.reads += pieces * (1.0 if consistent else 0.5)

    async def _write(self, action: Action, times: int = 1) -> None:
        key = key_of(action.item) if isinstance(action, Put) else action.key
        old = await self._table.get(key, consistent=True)
        new = _after(action, old)
        size = max(value_size(item) for item in (old or {}, new or {}))
        self.writes += times * max(1, math.ceil(size / 1024))
        if not isinstance(action, Check):
            self.writes += sum(_index_units(index, old, new) for index in Index)


def _after(action: Action, old: Item | None) -> Item | None:
    match action:
        case Put():
            return action.item
        case Update():
            return updated_item(action, old)
        case Check():
            return old
    return None


def _index_units(index: Index, old: Item | None, new: Item | None) -> int:
    before, after = _entry(index, old), _entry(index, new)
    if before == after:
        return 0
    if (
        before
        and after
        and [before[n] for n in cursor_names(index)] != [after[n] for n in cursor_names(index)]
    ):
        return 2
    return 1


def _entry(index: Index, item: Item | None) -> Item | None:
    if item is None or f"{index}PK" not in item:
        return None
    return {name: item.get(name) for name in (*cursor_names(index), *PROJECTED)}


_: type[Table] = UnitTable
