"""A table that counts its calls, their time and units, and tells of items that were stored."""

from __future__ import annotations

import math
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from core.adapters.table.expressions import Condition
from core.adapters.table.limits import value_size
from core.adapters.table.table import (
    Action,
    ConditionFailed,
    Index,
    Item,
    ItemKey,
    Put,
    Query,
    QueryPage,
    Table,
    TransactionCancelled,
    Update,
    key_names,
)
from core.domain.work.meters import Meters

WRITE_BYTES = 1024
READ_BYTES = 4096


class MeteredTable:
    """Passes everything on; a condition that does not hold is no failure."""

    def __init__(
        self,
        inside: Table,
        meters: Meters,
        *,
        weighs: bool = True,
        on_stored: Callable[[Item], None] = lambda _: None,
    ) -> None:
        """Units are counted only if `weighs` is set: they cost a third of what a long page does."""
        self._weighs = weighs
        self._inside = inside
        self._meters = meters
        self._on_stored = on_stored

    async def get(self, key: ItemKey, *, consistent: bool = False) -> Item | None:
        async with self._timed("get"):
            item = await self._inside.get(key, consistent=consistent)
        self._read([item] if item else [], consistent=consistent)
        return item

    async def batch_get(
        self, keys: Sequence[ItemKey], *, consistent: bool = False
    ) -> dict[ItemKey, Item]:
        async with self._timed("batch_get"):
            found = await self._inside.batch_get(keys, consistent=consistent)
        for key in keys:
            self._read([found[key]] if key in found else [], consistent=consistent)
        return found

    async def put_if(self, item: Item, condition: Condition | None = None) -> None:
        async with self._timed("put"):
            await self._inside.put_if(item, condition)
        self._written([item])
        self._on_stored(item)

    async def update_if(self, update: Update) -> Item:
        async with self._timed("update"):
            item = await self._inside.update_if(update)
        self._written([item])
        return item

    async def delete_if(self, key: ItemKey, condition: Condition | None = None) -> Item | None:
        async with self._timed("delete"):
            item = await self._inside.delete_if(key, condition)
        self._written([item or {}])
        return item

    async def query(self, query: Query) -> QueryPage:
        async with self._timed("query"):
            page = await self._inside.query(query)
        self._read(page.items, consistent=query.consistent)
        return page

    async def transact(self, actions: Sequence[Action]) -> None:
        async with self._timed("transact"):
            await self._inside.transact(actions)
        self._written(map(_find_written, actions), times=2)
        for action in actions:
            if isinstance(action, Put):
                self._on_stored(action.item)

    async def batch_put(self, items: Sequence[Item]) -> None:
        async with self._timed("batch_put"):
            await self._inside.batch_put(items)
        self._written(items)

    async def batch_delete(self, keys: Sequence[ItemKey]) -> None:
        self._written([{} for _ in keys])
        async with self._timed("batch_delete"):
            await self._inside.batch_delete(keys)

    async def close(self) -> None:
        await self._inside.close()

    @asynccontextmanager
    async def _timed(self, operation: str) -> AsyncIterator[None]:
        began = time.monotonic()
        try:
            yield
        except (ConditionFailed, TransactionCancelled):
            raise
        except Exception:
            self._meters.count("truss_table_failures_total", operation=operation)
            raise
        finally:
            self._meters.count("truss_table_calls_total", operation=operation)
            seconds = time.monotonic() - began
            self._meters.count("truss_table_seconds_total", seconds, operation=operation)

    def _read(self, items: Iterable[Item], *, consistent: bool) -> None:
        if not self._weighs:
            return
        size_bytes = sum(map(_weigh, items))
        units = max(1, math.ceil(size_bytes / READ_BYTES)) * (1.0 if consistent else 0.5)
        self._meters.count("truss_table_units_total", units, kind="read")

    def _written(self, items: Iterable[Mapping[str, Any]], *, times: int = 1) -> None:
        if not self._weighs:
            return
        units = sum(map(_count_units, items))
        self._meters.count("truss_table_units_total", units * times, kind="write")


def _find_written(action: Action) -> Mapping[str, Any]:
    """Return what is known of the item that an action of a transaction writes."""
    if isinstance(action, Put):
        return action.item
    return action.set if isinstance(action, Update) else {}


def _count_units(item: Mapping[str, Any]) -> int:
    """Return the units of writing an item, and one for its entry in each index."""
    entries = sum(key_names(index)[0] in item for index in Index)
    return max(1, math.ceil(_weigh(item) / WRITE_BYTES)) + entries


def _weigh(item: Mapping[str, Any]) -> int:
    return sum(len(name) + value_size(value) for name, value in item.items())


_: type[Table] = MeteredTable
