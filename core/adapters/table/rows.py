"""Rows: what most stores share, adding once, saving over the version seen, finding by key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from core.adapters.table.expressions import Condition, Key
from core.adapters.table.items.records import from_record
from core.adapters.table.items.values import is_live
from core.adapters.table.table import Action, ConditionFailed, Cursor, Item, ItemKey, Query, Table
from core.adapters.table.writing import add_all, new, over, save_over
from core.errors import NotFound
from core.ports.work import Clock

T = TypeVar("T")
_PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows(Generic[T]):
    """The rows for one kind of thing; `item` makes its item, `noun` names it to people."""

    table: Table
    clock: Clock
    kind: type[T]
    item: Callable[[T], Item]
    noun: str

    def read(self, item: Item) -> T | None:
        """Return the thing in an item; None if it has expired, though it is still stored."""
        return self._read(item) if is_live(item, self.clock.now()) else None

    def _read(self, item: Item) -> T:
        return from_record(self.kind, item)

    async def find(self, key: ItemKey) -> T | None:
        item = await self.table.get(key, consistent=True)
        return None if item is None else self.read(item)

    async def get(self, key: ItemKey) -> T:
        found = await self.find(key)
        if found is None:
            raise NotFound(f"There is no such {self.noun}; choose another one.")
        return found

    async def add(self, thing: T, also: Sequence[Action] = ()) -> bool:
        """Store a new thing with its companions; False, and nothing stored, if it exists."""
        put = new(self.item(thing))
        if also:
            return await add_all(self.table, [put, *also])
        try:
            await self.table.put_if(put.item, put.condition)
        except ConditionFailed:
            return False
        return True

    async def save(self, thing: T, also: Sequence[Action] = ()) -> T:
        """Store a thing over the version it has, and return it with the next version."""
        versioned: Any = thing
        saved: T = replace(versioned, version=versioned.version + 1)
        put = over(self.item(saved), seen=versioned.version)
        await save_over(self.table, put, also, read=self._read, noun=self.noun)
        return saved

    async def delete(self, key: ItemKey) -> bool:
        return await self.table.delete_if(key) is not None


async def read_range(table: Table, condition: Condition, *, consistent: bool = False) -> list[Item]:
    """Return all items of a range known to be short, one query per 500."""
    items: list[Item] = []
    cursor: Cursor | None = None
    while True:
        page = await table.query(
            Query(condition=condition, limit=_PAGE, cursor=cursor, consistent=consistent)
        )
        items += page.items
        if (cursor := page.cursor) is None:
            return items


def between(pk: str, ends: tuple[str, str]) -> Condition:
    """Return the key condition for a range within one partition."""
    return Key("PK").eq(pk) & Key("SK").between(*ends)


def beginning(pk: str, prefix: str) -> Condition:
    """Return the key condition for all sort keys with a prefix."""
    return Key("PK").eq(pk) & Key("SK").begins_with(prefix)
