"""A table whose indexes stay behind until a test lets them catch up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from core.adapters.table.expressions import Condition
from core.adapters.table.table import Action, Item, ItemKey, Table, Update
from tests.core.adapters.table.counting_table import CountingTable

Replay = Callable[[], Awaitable[object]]


class LaggingTable(CountingTable):
    """Writes go to `table` at once, and later to `behind`, which answers index queries."""

    def __init__(self, table: Table, behind: Table) -> None:
        super().__init__(table, index=behind)
        self._behind = behind
        self._waiting: list[Replay] = []

    async def catch_up(self) -> None:
        """Let the indexes catch up."""
        for replay in self._waiting:
            await replay()
        self._waiting.clear()

    async def put_if(self, item: Item, condition: Condition | None = None) -> None:
        await super().put_if(item, condition)
        self._waiting.append(lambda: self._behind.put_if(item))

    async def update_if(self, update: Update) -> Item:
        item = await super().update_if(update)
        self._waiting.append(lambda: self._behind.put_if(item))
        return item

    async def delete_if(self, key: ItemKey, condition: Condition | None = None) -> Item | None:
        deleted = await super().delete_if(key, condition)
        self._waiting.append(lambda: self._behind.delete_if(key))
        return deleted

    async def transact(self, actions: Sequence[Action]) -> None:
        await super().transact(actions)
        self._waiting.append(lambda: self._behind.transact(actions))

    async def batch_delete(self, keys: Sequence[ItemKey]) -> None:
        await super().batch_delete(keys)
        self._waiting.append(lambda: self._behind.batch_delete(keys))
