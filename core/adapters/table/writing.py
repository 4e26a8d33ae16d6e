"""Writing: new things once, changed things only over the version that was seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from core.adapters.table.expressions import Attr
from core.adapters.table.table import (
    Action,
    ConditionFailed,
    Item,
    Put,
    Table,
    TransactionCancelled,
)
from core.errors import Conflict, NotFound


def new(item: Item) -> Put:
    """Return the action that stores an item which must not exist yet."""
    return Put(item=item, condition=Attr("PK").not_exists())


def over(item: Item, *, seen: int) -> Put:
    """Return the action that stores an item over its version `seen`; 0 means not stored yet."""
    condition = Attr("version").eq(seen) if seen else Attr("version").not_exists()
    return Put(item=item, condition=condition)


async def add_all(table: Table, actions: Sequence[Action]) -> bool:
    """Do all actions in one transaction; False, and nothing stored, if a condition fails."""
    try:
        await table.transact(actions)
    except TransactionCancelled:
        return False
    return True


async def save_over(
    table: Table,
    saved: Put,
    also: Sequence[Action] = (),
    *,
    read: Callable[[Item], object],
    noun: str,
) -> None:
    """Store a changed thing, and what follows from it, in one transaction.

    Raises NotFound if the thing is not stored, and Conflict if it was changed meanwhile or one of
    the new things already exists; `current` is the thing as it is stored now.
    """
    try:
        if also:
            await table.transact([saved, *also])
        else:
            await table.put_if(saved.item, saved.condition)
    except ConditionFailed as error:
        raise _lost(error.current, read, noun) from error
    except TransactionCancelled as error:
        if 0 in error.failed:
            raise _lost(error.failed[0], read, noun) from error
        raise Conflict(
            f"What follows from this {noun} is already in progress: look at it again.",
            current=await _read_now(table, saved, read),
        ) from error


async def _read_now(table: Table, saved: Put, read: Callable[[Item], object]) -> object | None:
    item = await table.get(saved.key, consistent=True)
    return read(item) if item else None


def _lost(current: Item | None, read: Callable[[Item], Any], noun: str) -> Conflict | NotFound:
    if current is None:
        return NotFound(f"The {noun} no longer exists.")
    return Conflict(
        f"The {noun} was changed by someone else: look at it again.", current=read(current)
    )
