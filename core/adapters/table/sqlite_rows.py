"""SQLite rows: one row per item, its keys in columns and the rest as JSON.

The table's two indexes are SQLite indexes over the same rows, so a row and its index entries cannot
differ. SQLite and DynamoDB both compare text by bytes.
"""

from __future__ import annotations

import json
import sqlite3
from decimal import Decimal
from functools import lru_cache
from typing import Any

from core.adapters.table.conditions import KeyRange
from core.adapters.table.expressions import Operator
from core.adapters.table.sqlite_soundness import row_checksum
from core.adapters.table.table import PROJECTED, TTL, Cursor, Index, Item, ItemKey, Query, key_names

SCHEMA_VERSION = 2
SCHEMA = (
    """CREATE TABLE IF NOT EXISTS items (
        pk TEXT NOT NULL, sk TEXT NOT NULL,
        g1pk TEXT, g1sk TEXT, g2pk TEXT, g2sk TEXT,
        ttl INTEGER, body TEXT NOT NULL, crc INTEGER,
        UNIQUE (pk, sk))""",
    "CREATE INDEX IF NOT EXISTS gsi1 ON items (g1pk, g1sk, pk, sk) WHERE g1pk IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS gsi2 ON items (g2pk, g2sk, pk, sk) WHERE g2pk IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS expiry ON items (ttl) WHERE ttl IS NOT NULL",
)
PUT = """INSERT INTO items (pk, sk, g1pk, g1sk, g2pk, g2sk, ttl, body, crc)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (pk, sk) DO UPDATE SET g1pk=excluded.g1pk, g1sk=excluded.g1sk,
        g2pk=excluded.g2pk, g2sk=excluded.g2sk, ttl=excluded.ttl, body=excluded.body,
        crc=excluded.crc"""
GET = "SELECT g1pk, g1sk, g2pk, g2sk, body FROM items WHERE pk = ? AND sk = ?"
AFTER = """SELECT pk, sk, g1pk, g1sk, g2pk, g2sk, body FROM items
    WHERE (pk, sk) > (?, ?) ORDER BY pk, sk LIMIT ?"""
DELETE = "DELETE FROM items WHERE pk = ? AND sk = ?"
SWEEP = """DELETE FROM items WHERE rowid IN (
    SELECT rowid FROM items WHERE ttl IS NOT NULL AND ttl < ? LIMIT ?)"""

_INDEX_KEYS = ("GSI1PK", "GSI1SK", "GSI2PK", "GSI2SK")
_DECIMAL = "\x00"  # marks a Decimal; no attribute can have this name
_COLUMNS: dict[Index | None, tuple[str, str]] = {
    None: ("pk", "sk"),
    Index.GSI1: ("g1pk", "g1sk"),
    Index.GSI2: ("g2pk", "g2sk"),
}
_encoder = json.JSONEncoder(
    ensure_ascii=False,
    separators=(",", ":"),
    check_circular=False,
    default=lambda number: {_DECIMAL: str(number)},
)
Row = tuple[Any, ...]


def encode_row(item: Item) -> Row:
    """Return the values that PUT takes for a canonical item."""
    keys = _index_columns(item)
    ttl = item.get(TTL)
    body = {name: value for name, value in item.items() if not _in_columns(name, keys)}
    expires = ttl if type(ttl) is int and abs(ttl) < 2**62 else None
    row = (item["PK"], item["SK"], *keys, expires, _encoder.encode(body))
    return (*row, row_checksum(*row))


def _in_columns(name: str, columns: list[str | None]) -> bool:
    """Return whether columns hold this; a lone half of an index's keys stays in the JSON."""
    if name in _INDEX_KEYS:
        return columns[_INDEX_KEYS.index(name)] is not None
    return name in {"PK", "SK"}


def _index_columns(item: Item) -> list[str | None]:
    """Return the index keys in column order; an index that lacks one of its two has neither."""
    columns: list[str | None] = []
    for index in Index:
        pair = [item.get(name) for name in key_names(index)]
        columns += pair if None not in pair else [None, None]
    return columns


def decode_row(key: ItemKey, row: Row) -> Item:
    """Return the item for a row as GET selects it."""
    item: Item = {"PK": key.pk, "SK": key.sk}
    item.update(
        {name: value for name, value in zip(_INDEX_KEYS, row, strict=False) if value is not None}
    )
    item.update(_decode(row[4]))
    return item


def _decode(body: str) -> Item:
    hook = _restore if '"\\u0000"' in body else None
    item: Item = json.loads(body, object_hook=hook)
    return item


def _restore(value: Item) -> Any:
    return Decimal(value[_DECIMAL]) if _DECIMAL in value else value


def read_item(connection: sqlite3.Connection, key: ItemKey) -> Item | None:
    row = connection.execute(GET, key).fetchone()
    return decode_row(key, row) if row else None


def read_after(connection: sqlite3.Connection, after: ItemKey, limit: int) -> list[Item]:
    """Return the items whose keys come after this one, in their order."""
    rows = connection.execute(AFTER, (*after, limit))
    return [decode_row(ItemKey(pk, sk), tuple(rest)) for pk, sk, *rest in rows]


def read_page(connection: sqlite3.Connection, query: Query, key_range: KeyRange) -> list[Item]:
    """Return the items of one page; from an index, only the projected attributes."""
    lower, upper = _bounds(key_range, query.cursor, query.index, forward=query.forward)
    select = _select(query.index, lower[0], upper[0], forward=query.forward)
    values = (key_range.partition, *lower[1], *upper[1], query.limit)
    rows = connection.execute(select, values)
    if query.index is None:
        return [decode_row(ItemKey(row[0], row[1]), row[2:]) for row in rows]
    return [_projected(row, query.index) for row in rows]


def _projected(row: Row, index: Index) -> Item:
    whole = _decode(row[4])
    partition_name, sort_name = key_names(index)
    item = {"PK": row[0], "SK": row[1], partition_name: row[2], sort_name: row[3]}
    item.update({name: whole[name] for name in PROJECTED if name in whole})
    return item


Bound = tuple[str, tuple[str, ...]]
_OPEN: Bound = ("", ())


def _bounds(
    key_range: KeyRange, cursor: Cursor | None, index: Index | None, *, forward: bool
) -> tuple[Bound, Bound]:
    """Return the lower and the upper bound of a page; the cursor replaces one of them."""
    lower, upper = _range_bounds(key_range)
    if cursor is None:
        return lower, upper
    names = (key_names(index)[1], "PK", "SK") if index else ("SK",)
    after: Bound = ("after>" if forward else "after<", tuple(cursor[name] for name in names))
    return (after, upper) if forward else (lower, after)


def _range_bounds(key_range: KeyRange) -> tuple[Bound, Bound]:
    first = key_range.values[:1]
    match key_range.operator:
        case None:
            return _OPEN, _OPEN
        case Operator.EQUALS:
            return (">=", first), ("<=", first)
        case Operator.BETWEEN:
            return (">=", first), ("<=", key_range.values[1:])
        case Operator.BEGINS_WITH:
            end = _after_prefix(first[0])
            return (">=", first), (("<", (end,)) if end else _OPEN)
        case Operator.LESS | Operator.LESS_OR_EQUAL as sign:
            return _OPEN, (sign, first)
        case sign:
            return (sign, first), _OPEN


def _after_prefix(prefix: str) -> str:
    """Return the smallest text greater than all with this `prefix`; empty if there is none."""
    while prefix:
        following = ord(prefix[-1]) + 1
        if following <= 0x10FFFF:
            following = 0xE000 if following == 0xD800 else following
            return prefix[:-1] + chr(following)
        prefix = prefix[:-1]
    return ""


@lru_cache(maxsize=128)
def _select(index: Index | None, lower: str, upper: str, *, forward: bool) -> str:
    partition, sort = _COLUMNS[index]
    columns = f"{partition}, {sort}, body" if index else "g1pk, g1sk, g2pk, g2sk, body"
    order = (sort, "pk", "sk") if index else (sort,)
    terms = [f"{partition} = ?", *(_term(sign, order) for sign in (lower, upper) if sign)]
    by = ", ".join(name if forward else f"{name} DESC" for name in order)
    # Every piece is one of this module's own constants; values are bound.
    return f"SELECT pk, sk, {columns} FROM items WHERE {' AND '.join(terms)} ORDER BY {by} LIMIT ?"  # noqa: S608 - see above


def _term(sign: str, order: tuple[str, ...]) -> str:
    if not sign.startswith("after"):
        return f"{order[0]} {sign} ?"
    places = ", ".join("?" for _ in order)
    return f"({', '.join(order)}) {sign.removeprefix('after')} ({places})"
