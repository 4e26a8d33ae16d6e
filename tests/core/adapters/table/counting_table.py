"""A table that counts what is asked of it, and one whose indexes lag behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from core.adapters.table.expressions import Condition
from core.adapters.table.table import Action, Item, ItemKey, Query, QueryPage, Table, Update


class CountingTable:
    """Passes all calls on and counts them by name; `index` answers the indexes' queries."""

    def __init__(self, table: Table, *, index: Table | None = None) -> None:
        self._table = table
        self._index = index or table
        self.calls: Counter[str] = Counter()

    async def get(self, key: ItemKey, *, consistent: bool = False) -> Item | None:
        self.calls["get"] += 1
        return await self._table.get(key, consistent=consistent)

    async def batch_get(
        self, keys: Sequence[ItemKey], *, consistent: bool = False
    ) -> dict[ItemKey, Item]:
        self.calls["batch_get"] += 1
        return await self._table.batch_get(keys, consistent=consistent)

    async def put_if(self, item: Item, condition: Condition | None = None) -> None:
        self.calls["put_if"] += 1
        await self._table.put_if(item, condition)

    async def update_if(self, update: Update) -> Item:
        self.calls["update_if"] += 1
        return await self._table.update_if(update)

    async def delete_if(self, key: ItemKey, condition: Condition | None = None) -> Item | None:
        self.calls["delete_if"] += 1
        return await self._table.delete_if(key, condition)

    async def query(self, query: Query) -> QueryPage:
        self.calls["query"] += 1
        return await (self._index if query.index else self._table).query(query)

    async def transact(self, actions: Sequence[Action]) -> None:
        self.calls["transact"] += 1
        await self._table.transact(actions)

    async def batch_put(self, items: Sequence[Item]) -> None:
        self.calls["batch_put"] += 1
        await self._table.batch_put(items)

    async def batch_delete(self, keys: Sequence[ItemKey]) -> None:
        self.calls["batch_delete"] += 1
        await self._table.batch_delete(keys)

    async def close(self) -> None:
        await self._table.close()


_: type[Table] = CountingTable
