"""Seeded random operations on a small table, so that keys collide often."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any

from core.adapters.table.expressions import Attr, Condition, Key
from core.adapters.table.table import (
    Action,
    Check,
    ConditionFailed,
    Cursor,
    Delete,
    Index,
    Item,
    ItemKey,
    Put,
    Query,
    RefusedByTable,
    Table,
    TransactionCancelled,
    Update,
    key_names,
)

Operation = Callable[[Table], Awaitable[Any]]
_VALUES: tuple[Any, ...] = (
    0,
    1,
    7,
    -3,
    10**20,
    Decimal("0.5"),
    Decimal("-12.125"),
    "",
    "a",
    "é🎉",
    True,
    False,
    None,
    [],
    [1, "x", [Decimal("1.5")]],
    {},
    {"k": {"deep": [None, True]}},
)
_REFUSED: tuple[Any, ...] = (1.5, float("nan"), b"x", {1}, "x" * 410_000)


class RandomOperations:
    """Generates operations; the same seed gives the same ones."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._cursors: list[tuple[Query, Cursor]] = []

    def keep(self, query: Query, cursor: Cursor | None) -> None:
        """Remember a cursor, to continue from later, or to misuse."""
        if cursor:
            self._cursors = [*self._cursors[-5:], (query, cursor)]

    def next(self) -> Operation:
        makers = (
            self._get,
            self._put,
            self._put,
            self._put,
            self._update,
            self._update,
            self._delete,
            self._query,
            self._query,
            self._query,
            self._transact,
            self._transact,
            self._batch,
        )
        return self._random.choice(makers)()

    def _key(self) -> ItemKey:
        return ItemKey(self._random.choice("AB"), f"{self._random.randrange(14):02d}")

    def _value(self) -> Any:
        if self._random.random() < 0.01:
            return self._random.choice(_REFUSED)
        return self._random.choice(_VALUES)

    def _item(self, key: ItemKey | None = None) -> Item:
        key = key or self._key()
        item: Item = {"PK": key.pk, "SK": key.sk}
        for name in ("n", "s", "type", "card", "version"):
            if self._random.random() < 0.5:
                item[name] = self._value()
        for index in Index:
            if self._random.random() < 0.5:
                item |= self._index_keys(index, key)
        return item

    def _index_keys(self, index: Index, key: ItemKey) -> Item:
        """Return keys of an index that no two items share: their order would be anyone's."""
        partition, sort = key_names(index)
        return {
            partition: self._random.choice("xy"),
            sort: f"{self._random.randrange(5)}#{key.pk}{key.sk}",
        }

    def _condition(self) -> Condition | None:
        draw = self._random.random()
        if draw < 0.3:
            return None
        attribute = Attr(self._random.choice(["PK", "n", "s", "version", "missing"]))
        value = self._random.choice([0, 1, 7, Decimal("0.5"), "a", "é"])
        condition: Condition = self._random.choice(
            [
                attribute.exists(),
                attribute.not_exists(),
                attribute.eq(self._random.choice([value, True, None])),
                attribute.ne(value),
                attribute.lt(value),
                attribute.lte(value),
                attribute.gt(value),
                attribute.gte(value),
                attribute.between(0, 7),
                attribute.begins_with("a"),
            ]
        )
        if draw > 0.9:
            return ~condition
        other = Attr("PK").exists()
        return self._random.choice([condition, condition & other, condition | other])

    def _get(self) -> Operation:
        key = self._key()
        return lambda table: table.get(key, consistent=True)

    def _put(self) -> Operation:
        item, condition = self._item(), self._condition()
        return lambda table: table.put_if(item, condition)

    def _update_action(self, key: ItemKey) -> Update:
        changes: dict[str, Any] = {
            name: self._value() for name in ("n", "s", "card") if self._random.random() < 0.4
        }
        if self._random.random() < 0.3:
            changes |= self._index_keys(self._random.choice(list(Index)), key)
        unnamed = [name for name in ("n", "s", "version", "GSI1SK") if name not in changes]
        added = [name for name in unnamed if name != "GSI1SK" and self._random.random() < 0.3]
        removed = [name for name in unnamed if name not in added and self._random.random() < 0.3]
        amount = self._random.choice([1, -5, Decimal("0.25")])
        return Update(
            key=key,
            set=changes,
            remove=removed,
            add=dict.fromkeys(added, amount),
            condition=self._condition(),
        )

    def _update(self) -> Operation:
        update = self._update_action(self._key())
        return lambda table: table.update_if(update)

    def _delete(self) -> Operation:
        key, condition = self._key(), self._condition()
        return lambda table: table.delete_if(key, condition)

    def _query(self) -> Operation:
        if self._cursors and self._random.random() < 0.4:
            query, cursor = self._random.choice(self._cursors)
            if self._random.random() < 0.2:
                query, _ = self._random.choice(self._cursors)
            query = Query(
                condition=query.condition,
                limit=self._random.randrange(1, 6),
                index=query.index,
                forward=query.forward,
                cursor=cursor,
            )
        else:
            query = self._fresh_query()

        async def run(table: Table) -> Any:
            page = await table.query(query)
            self.keep(query, page.cursor)
            return page

        return run

    def _fresh_query(self) -> Query:
        index = self._random.choice([None, None, *Index])
        partition, sort = key_names(index)
        condition: Condition = Key(partition).eq(self._random.choice("xy" if index else "AB"))
        low, high = sorted(f"{self._random.randrange(14):02d}" for _ in range(2))
        ranges = (
            None,
            Key(sort).eq(low),
            Key(sort).lt(high),
            Key(sort).lte(high),
            Key(sort).gt(low),
            Key(sort).gte(low),
            Key(sort).between(low, high),
            Key(sort).between(high, low),
            Key(sort).begins_with(low[0]),
        )
        chosen = self._random.choice(ranges)
        return Query(
            condition=condition & chosen if chosen else condition,
            limit=self._random.randrange(1, 8),
            index=index,
            forward=self._random.random() < 0.5,
        )

    def _transact(self) -> Operation:
        keys = [self._key() for _ in range(self._random.randrange(1, 5))]
        if self._random.random() < 0.9:
            keys = list(dict.fromkeys(keys))
        actions = [self._action(key) for key in keys]
        return lambda table: table.transact(actions)

    def _action(self, key: ItemKey) -> Action:
        condition = self._condition()
        actions: list[Action] = [
            Put(item=self._item(key), condition=condition),
            Delete(key=key, condition=condition),
            Check(key=key, condition=condition or Attr("PK").exists()),
            self._update_action(key),
        ]
        return self._random.choice(actions)

    def _batch(self) -> Operation:
        count = self._random.choice([1, 3, 10, 26])
        keys = [self._key() for _ in range(count)]
        if count != 26:
            keys = list(dict.fromkeys(keys))
        items = [self._item(key) for key in keys]
        return self._random.choice(
            [
                lambda table: table.batch_put(items),
                lambda table: table.batch_delete(keys),
                lambda table: table.batch_get(keys, consistent=True),
            ]
        )


async def outcome(operation: Operation, table: Table) -> Any:
    """Return what an operation answers, or how it is refused, to be compared."""
    try:
        return ("done", await operation(table))
    except ConditionFailed as error:
        return ("condition", error.current)
    except TransactionCancelled as error:
        return ("cancelled", error.failed)
    except RefusedByTable:
        return ("refused", None)
