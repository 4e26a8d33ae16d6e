"""Walking: every item of a table, page by page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from decimal import Decimal
from typing import Any, Protocol

from core.adapters.table.limits import BATCH_WRITE_MAX
from core.adapters.table.table import Cursor, Item, ItemKey, QueryPage, Table


class WholeTable(Table, Protocol):
    """A table that can be read from end to end."""

    async def scan(self, *, cursor: Cursor | None = None, limit: int = 1000) -> QueryPage: ...


async def walk(table: WholeTable) -> AsyncIterator[Item]:
    """Yield every item; those written meanwhile may be missed."""
    cursor: Cursor | None = None
    while True:
        page = await table.scan(cursor=cursor)
        for item in page.items:
            yield item
        if (cursor := page.cursor) is None:
            return


async def delete_all(table: Table, keys: Iterable[ItemKey]) -> int:
    """Delete items by their keys; return how many keys there were."""
    doomed = list(keys)
    for start in range(0, len(doomed), BATCH_WRITE_MAX):
        await table.batch_delete(doomed[start : start + BATCH_WRITE_MAX])
    return len(doomed)


def to_json(value: Any) -> Any:
    """Return a value of an item as JSON knows it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {name: to_json(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [to_json(inner) for inner in value]
    return value
