"""The table at item level: what both engines do, and how they refuse.

Conditions are boto3's own `Key` and `Attr` objects, restricted to the subset that `conditions.py`
declares. Items are dicts of str, int, Decimal, bool, None, list and dict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple, Protocol, TypeAlias

from core.adapters.table.expressions import Condition
from core.errors import InvalidInput, TrussError

Item: TypeAlias = dict[str, Any]
Cursor: TypeAlias = dict[str, str]

PROJECTED = ("type", "card")
TTL = "ttl"

WRITE_MARK = "writeMark"
"""The attribute in which an engine may mark its own writes; stores never see it."""


class RefusedByTable(InvalidInput):
    """DynamoDB would refuse this, so either engine does before anything is stored."""


class ConditionFailed(TrussError):
    """The condition of a write did not hold; `current` is the stored item, or None."""

    def __init__(self, current: Item | None) -> None:
        super().__init__("The condition of the write did not hold.")
        self.current = current


class TransactionCancelled(TrussError):
    """Nothing of a transaction was stored; `failed` maps an action's index to its stored item."""

    def __init__(self, failed: Mapping[int, Item | None]) -> None:
        super().__init__(f"The conditions of actions {sorted(failed)} did not hold.")
        self.failed = dict(failed)


class ItemKey(NamedTuple):
    """The primary key of an item."""

    pk: str
    sk: str


class Index(StrEnum):
    """The two sparse indexes; each holds its keys, the item's keys, `type` and `card`."""

    GSI1 = "GSI1"
    GSI2 = "GSI2"


def key_of(item: Mapping[str, Any]) -> ItemKey:
    return ItemKey(item["PK"], item["SK"])


def key_names(index: Index | None) -> tuple[str, str]:
    """Return the names of the partition and sort attributes of the table or an index."""
    return (f"{index}PK", f"{index}SK") if index else ("PK", "SK")


def cursor_names(index: Index | None) -> tuple[str, ...]:
    """Return the attributes that make up a cursor of the table or an index."""
    return ("PK", "SK", *key_names(index)) if index else ("PK", "SK")


def cursor_of(item: Mapping[str, Any], index: Index | None) -> Cursor:
    """Return the cursor that continues after `item`."""
    return {name: item[name] for name in cursor_names(index)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """Store a whole item, replacing an older one if the condition allows."""

    item: Item
    condition: Condition | None = None

    @property
    def key(self) -> ItemKey:
        return key_of(self.item)


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """Change top-level attributes: set, remove, or add to numbers; creates a missing item."""

    key: ItemKey
    set: Mapping[str, Any] = field(default_factory=dict)
    remove: Sequence[str] = ()
    add: Mapping[str, Any] = field(default_factory=dict)
    condition: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delete:
    """Delete an item; a no-op if there is none and no condition."""

    key: ItemKey
    condition: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Change nothing, but fail the transaction if the condition does not hold."""

    key: ItemKey
    condition: Condition


Action: TypeAlias = Put | Update | Delete | Check


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One page of one partition, in sort key order.

    `condition` is `Key(partition).eq(...)`, optionally with one condition on the sort key. Pages of
    an index hold only the keys, `type` and `card`.
    """

    condition: Condition
    limit: int
    index: Index | None = None
    forward: bool = True
    cursor: Cursor | None = None
    consistent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryPage:
    """Items in order; a cursor means that there may be more."""

    items: tuple[Item, ...]
    cursor: Cursor | None


class Table(Protocol):
    """A table with the keys PK and SK and the indexes GSI1 and GSI2.

    Each write is done once, however often an engine must send it until it is answered; Busy, and
    nothing stored, where it never has the time.
    """

    async def get(self, key: ItemKey, *, consistent: bool = False) -> Item | None: ...

    async def batch_get(
        self, keys: Sequence[ItemKey], *, consistent: bool = False
    ) -> dict[ItemKey, Item]:
        """Return those of at most 100 distinct items that exist."""
        ...

    async def put_if(self, item: Item, condition: Condition | None = None) -> None:
        """Store the item; ConditionFailed, with what is stored, if the condition fails."""
        ...

    async def update_if(self, update: Update) -> Item:
        """Return the item after the update; ConditionFailed as for `put_if`."""
        ...

    async def delete_if(self, key: ItemKey, condition: Condition | None = None) -> Item | None:
        """Return what was there and is deleted; ConditionFailed as for `put_if`.

        Of many who delete one item, one is given it. `batch_delete` costs less for who needs
        neither condition nor answer.
        """
        ...

    async def query(self, query: Query) -> QueryPage: ...

    async def transact(self, actions: Sequence[Action]) -> None:
        """Do all of at most 100 actions or none; TransactionCancelled if conditions fail."""
        ...

    async def batch_put(self, items: Sequence[Item]) -> None:
        """Store at most 25 distinct items; not a transaction."""
        ...

    async def batch_delete(self, keys: Sequence[ItemKey]) -> None:
        """Delete at most 25 distinct items; not a transaction."""
        ...

    async def close(self) -> None: ...
