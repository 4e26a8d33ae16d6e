"""Workspace copy: a whole SQLite workspace, copied into an empty DynamoDB table.

A checkpoint in the home records how far the copy has come, so that a killed one resumes. Afterwards
both sides are compared item by item; until they are found equal, differences are repaired, because
the workspace may have been used between two runs. So a new table is settled or not as the workspace
was. A finished copy is only ever compared: the table
may be in use by then. Expired items are left out on both sides.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from core.adapters.table.formats import FORMAT_KEY, is_new
from core.adapters.table.limits import BATCH_GET_MAX, BATCH_WRITE_MAX
from core.adapters.table.sqlite_rows import decode_row, read_item
from core.adapters.table.sqlite_threads import connect
from core.adapters.table.table import TTL, Cursor, Item, ItemKey, QueryPage, Table, key_of
from core.errors import InvalidInput

ROUND = 8 * BATCH_WRITE_MAX
MENDINGS_MAX = 3
_LIVE = "(ttl IS NULL OR ttl > ?)"
_COUNT = f"SELECT count(*) FROM items WHERE {_LIVE}"  # noqa: S608 - a constant of this module
_AFTER = f"""SELECT pk, sk, g1pk, g1sk, g2pk, g2sk, body FROM items
    WHERE (pk, sk) > (?, ?) AND {_LIVE} ORDER BY pk, sk LIMIT ?"""  # noqa: S608 - a constant too
_EVER = 10**12
FIRST = ItemKey("", "")
OnCopied = Callable[[int, int], None]


class WholeTable(Table, Protocol):
    """A table that can be read from end to end."""

    async def scan(self, *, cursor: Cursor | None = None, limit: int = 1000) -> QueryPage: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyReport:
    """What a copy did, and what the comparison of both sides found.

    `copied` counts the items written in this run, `total` those of the workspace; the other counts
    are 0 in a complete copy.
    """

    copied: int
    total: int
    missing: int = 0
    different: int = 0
    surplus: int = 0

    @property
    def is_whole(self) -> bool:
        return not (self.missing or self.different or self.surplus)


class SqliteSource:
    """Every live item of a workspace file, in key order; blocking."""

    def __init__(self, path: Path, now: int) -> None:
        if not path.is_file():
            raise InvalidInput(f"There is no workspace {path}: set TRUSS_HOME to its folder.")
        self._connection = connect(path)
        self._now = now

    def close(self) -> None:
        self._connection.close()

    def count(self) -> int:
        (count,) = self._connection.execute(_COUNT, (self._now,)).fetchone()
        return int(count)

    def read_after(self, key: ItemKey, limit: int) -> list[Item]:
        """Return the next items after a key; the empty key comes before all."""
        rows = self._connection.execute(_AFTER, (*key, self._now, limit))
        return [decode_row(ItemKey(row[0], row[1]), row[2:]) for row in rows]

    def read_all(self, keys: Sequence[ItemKey]) -> dict[ItemKey, Item]:
        found = ((key, read_item(self._connection, key)) for key in keys)
        return {key: item for key, item in found if item is not None and self.is_live(item)}

    def is_live(self, item: Item) -> bool:
        return bool(item.get(TTL, _EVER) > self._now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """How far a copy has come: all items up to `after` are in the table."""

    after: ItemKey = FIRST
    is_finished: bool = False


def read_checkpoint(path: Path) -> Checkpoint | None:
    """Return what an earlier run left, None if nothing; blocking."""
    if not path.is_file():
        return None
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Checkpoint(after=ItemKey(*kept["after"]), is_finished=kept["is_finished"])
    except (ValueError, KeyError, TypeError):
        raise InvalidInput(
            f"The checkpoint {path} cannot be read: delete it and the table, then copy again."
        ) from None


def write_checkpoint(path: Path, checkpoint: Checkpoint) -> None:
    """Store it, completely or not at all; blocking."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".part")
    with fresh.open("w", encoding="utf-8") as file:
        json.dump({"after": checkpoint.after, "is_finished": checkpoint.is_finished}, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


@dataclass(slots=True)
class _Comparison:
    same: int = 0
    different: int = 0
    surplus: list[ItemKey] = field(default_factory=list)


class WorkspaceCopy:
    """Copies the workspace file `source` into `table`, which is called `name`.

    Nobody else may use the workspace meanwhile: the caller must hold its home.
    """

    def __init__(
        self,
        source: Path,
        *,
        table: WholeTable,
        name: str,
        now: Callable[[], datetime],
    ) -> None:
        self._source = source
        self._table = table
        self._name = name
        self._now = now
        self._checkpoint = source.with_name(f"copy-to-{name}.json")

    async def run(self, on_copied: OnCopied) -> CopyReport:
        """Copy what is not copied yet and compare; `on_copied` gets the items done and the total.

        Raises InvalidInput if there is no workspace, or if the table holds items that this copy did
        not write.
        """
        now = int(self._now().timestamp())
        source = await asyncio.to_thread(SqliteSource, self._source, now)
        with closing(source):
            checkpoint = await self._begin()
            copied = 0
            if not checkpoint.is_finished:
                copied = await self._copy(source, checkpoint, on_copied)
            report = await self._compare(source, copied, mends=not checkpoint.is_finished)
        if report.is_whole and not checkpoint.is_finished:
            await asyncio.to_thread(
                write_checkpoint, self._checkpoint, replace(checkpoint, is_finished=True)
            )
        return report

    async def _begin(self) -> Checkpoint:
        checkpoint = await asyncio.to_thread(read_checkpoint, self._checkpoint)
        if checkpoint is not None:
            return checkpoint
        if not is_new((await self._table.scan(limit=2)).items):
            raise InvalidInput(
                f"The table {self._name!r} is not empty: copy into a new one, "
                "made by `trussbot table create`."
            )
        await self._table.delete_if(FORMAT_KEY)
        checkpoint = Checkpoint()
        await asyncio.to_thread(write_checkpoint, self._checkpoint, checkpoint)
        return checkpoint

    async def _copy(self, source: SqliteSource, checkpoint: Checkpoint, on_copied: OnCopied) -> int:
        total = await asyncio.to_thread(source.count)
        after, copied = checkpoint.after, 0
        while items := await asyncio.to_thread(source.read_after, after, ROUND):
            await self._put(items)
            after = key_of(items[-1])
            copied += len(items)
            await asyncio.to_thread(write_checkpoint, self._checkpoint, Checkpoint(after=after))
            on_copied(copied, total)
        return copied

    async def _put(self, items: Sequence[Item]) -> None:
        async with asyncio.TaskGroup() as group:
            for start in range(0, len(items), BATCH_WRITE_MAX):
                group.create_task(self._table.batch_put(items[start : start + BATCH_WRITE_MAX]))

    async def _compare(self, source: SqliteSource, copied: int, *, mends: bool) -> CopyReport:
        """Compare both sides, repairing differences as many times as allowed."""
        for round_number in range(MENDINGS_MAX + 1):
            total = await asyncio.to_thread(source.count)
            found = await self._look(source)
            report = CopyReport(
                copied=copied,
                total=total,
                missing=total - found.same - found.different,
                different=found.different,
                surplus=len(found.surplus),
            )
            if report.is_whole or not mends or round_number == MENDINGS_MAX:
                break
            copied += await self._mend(source, found.surplus)
        return report

    async def _look(self, source: SqliteSource) -> _Comparison:
        """Read the whole table and look each item up in the workspace."""
        found = _Comparison()
        cursor: Cursor | None = None
        while True:
            page = await self._table.scan(cursor=cursor)
            live = {key_of(item): item for item in page.items if source.is_live(item)}
            known = await asyncio.to_thread(source.read_all, list(live))
            same = sum(live[key] == item for key, item in known.items())
            found.same += same
            found.different += len(known) - same
            found.surplus += [key for key in live if key not in known]
            if (cursor := page.cursor) is None:
                return found

    async def _mend(self, source: SqliteSource, surplus: Sequence[ItemKey]) -> int:
        """Write what is missing or differs and delete the surplus; return how many were written."""
        for start in range(0, len(surplus), BATCH_WRITE_MAX):
            await self._table.batch_delete(surplus[start : start + BATCH_WRITE_MAX])
        after, mended = FIRST, 0
        while items := await asyncio.to_thread(source.read_after, after, BATCH_GET_MAX):
            stored = await self._table.batch_get([key_of(item) for item in items], consistent=True)
            wrong = [item for item in items if stored.get(key_of(item)) != item]
            if wrong:
                await self._put(wrong)
            mended += len(wrong)
            after = key_of(items[-1])
        return mended
