"""A table whose eventually consistent reads answer as it was, until a test lets them catch up."""

from __future__ import annotations

from collections.abc import Sequence

from core.adapters.table.table import Item, ItemKey, Query, QueryPage, Table
from tests.contracts.lagging_table import LaggingTable


class StaleTable(LaggingTable):
    """Writes go to `table` at once and later to `behind`, which answers what may be late."""

    async def get(self, key: ItemKey, *, consistent: bool = False) -> Item | None:
        return await (self._table if consistent else self._behind).get(key, consistent=True)

    async def batch_get(
        self, keys: Sequence[ItemKey], *, consistent: bool = False
    ) -> dict[ItemKey, Item]:
        answering = self._table if consistent else self._behind
        return await answering.batch_get(keys, consistent=True)

    async def query(self, query: Query) -> QueryPage:
        return await (self._table if query.consistent else self._behind).query(query)

    async def batch_put(self, items: Sequence[Item]) -> None:
        await super().batch_put(items)
        self._waiting.append(lambda: self._behind.batch_put(items))

    async def reveal(self, key: ItemKey) -> None:
        """Let one item be read as it is now by everybody, whatever else stays behind."""
        item = await self._table.get(key, consistent=True)
        if item is not None:
            await self._behind.put_if(item)


_: type[Table] = StaleTable
