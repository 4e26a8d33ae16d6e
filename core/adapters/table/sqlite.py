"""The SQLite engine: one file, durable (WAL, synchronous=FULL), one writer.

`transact` and the single writes return after the flush, so whatever a caller was told is on disk.
Expired items are deleted by `sweep_expired`; until then reads still see them, as in DynamoDB.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from core.adapters.last_backup import advise_restore
from core.adapters.table.conditions import check_condition, check_cursor, holds, parse_key_condition
from core.adapters.table.expressions import Condition
from core.adapters.table.limits import (
    BATCH_GET_MAX,
    BATCH_WRITE_MAX,
    check_action,
    check_batch,
    check_item,
    check_key,
    check_query,
    check_transaction,
    updated_item,
)
from core.adapters.table.migrations import upgrade
from core.adapters.table.sending import Unanswered, send
from core.adapters.table.sqlite_rows import (
    DELETE,
    PUT,
    SCHEMA,
    SCHEMA_VERSION,
    SWEEP,
    encode_row,
    read_after,
    read_item,
    read_page,
)
from core.adapters.table.sqlite_soundness import fill_checksums, find_damage, write_row_mark
from core.adapters.table.sqlite_threads import ConnectionThreads, Once, connect
from core.adapters.table.table import (
    Action,
    Check,
    ConditionFailed,
    Cursor,
    Delete,
    Item,
    ItemKey,
    Put,
    Query,
    QueryPage,
    TransactionCancelled,
    Update,
    cursor_of,
    key_of,
)
from core.domain.work import stages
from core.errors import Busy, ExternalFailure, InvalidInput

T = TypeVar("T")
READERS = 3
SWEEP_AT_ONCE = 500
SCAN_LIMIT = 1000
_SENTENCES = {
    "disk is full": "The disk is full: free some space, then try again.",
    "readonly database": "The workspace cannot be written: check the permissions of its folder.",
    "unable to open": "The workspace cannot be opened: check that its folder can be written.",
    "malformed": "The workspace file is damaged: stop Truss, move its home away, and bring back "
    "the last backup by `trussbot restore FOLDER`.",
}


class SqliteTable:
    """The table in one file; `open` creates it if necessary."""

    def __init__(
        self, path: Path, *, writer: ConnectionThreads, readers: ConnectionThreads
    ) -> None:
        self._path = path
        self._writer = writer
        self._readers = readers

    @classmethod
    async def open(cls, path: Path) -> SqliteTable:
        """Open or create the file; ExternalFailure, with what to do, if it is unusable."""
        return await asyncio.to_thread(cls._open, path)

    @classmethod
    def _open(cls, path: Path) -> SqliteTable:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists() and not path.is_file():
                raise InvalidInput(f"{path} is not a file; move it away, and look what made it.")
            path.touch(mode=0o600)
            require_sound(path)
            with closing(connect(path)) as connection:
                _make_schema(connection)
            writer = ConnectionThreads(path, count=1, writes=True)
            readers = ConnectionThreads(path, count=READERS, writes=False)
            writer.start()
            readers.start()
        except (OSError, sqlite3.Error) as error:
            raise _explain(error) from error
        return cls(path, writer=writer, readers=readers)

    async def close(self) -> None:
        """Finish the calls in progress and close the file."""
        await asyncio.to_thread(self._writer.stop)
        await asyncio.to_thread(self._readers.stop)
        await self._note_rows()

    async def get(self, key: ItemKey, *, consistent: bool = False) -> Item | None:  # noqa: ARG002 - always is
        check_key(key)
        item = await _run(self._readers, partial(read_item, key=key))
        return upgrade(item) if item else None

    async def batch_get(
        self,
        keys: Sequence[ItemKey],
        *,
        consistent: bool = False,  # noqa: ARG002 - every read is
    ) -> dict[ItemKey, Item]:
        check_batch(keys, at_most=BATCH_GET_MAX)
        return await _run(self._readers, partial(_read_items, keys=tuple(keys)))

    async def put_if(self, item: Item, condition: Condition | None = None) -> None:
        await self._write_one(Put(item=item, condition=condition))

    async def update_if(self, update: Update) -> Item:
        _, new = await self._write_one(update)
        assert new is not None  # noqa: S101 - an update always leaves an item
        return new

    async def delete_if(self, key: ItemKey, condition: Condition | None = None) -> Item | None:
        old, _ = await self._write_one(Delete(key=key, condition=condition))
        return old

    async def query(self, query: Query) -> QueryPage:
        check_query(query)
        key_range = parse_key_condition(query.condition, query.index)
        check_cursor(query.cursor, key_range, query.index)
        items = await _run(self._readers, partial(read_page, query=query, key_range=key_range))
        more = len(items) == query.limit
        return QueryPage(
            items=tuple(map(upgrade, items)),
            cursor=cursor_of(items[-1], query.index) if more else None,
        )

    async def scan(self, *, cursor: Cursor | None = None, limit: int = SCAN_LIMIT) -> QueryPage:
        """Return one page of everything in key order; never to list."""
        after = ItemKey(cursor["PK"], cursor["SK"]) if cursor else ItemKey("", "")
        read = partial(read_after, after=after, limit=limit)
        items = await _run(self._readers, read)
        more = len(items) == limit
        return QueryPage(items=tuple(items), cursor=cursor_of(items[-1], None) if more else None)

    async def transact(self, actions: Sequence[Action]) -> None:
        checked = check_transaction(actions)
        for action in checked:
            if action.condition is not None:
                check_condition(action.condition)
        await _run(self._writer, partial(_transact, actions=checked))

    async def batch_put(self, items: Sequence[Item]) -> None:
        checked = [check_item(item) for item in items]
        check_batch([key_of(item) for item in checked], at_most=BATCH_WRITE_MAX)
        await _run(self._writer, partial(_put_all, items=checked))

    async def batch_delete(self, keys: Sequence[ItemKey]) -> None:
        check_batch(keys, at_most=BATCH_WRITE_MAX)
        await _run(self._writer, partial(_delete_all, keys=tuple(keys)))

    async def sweep_expired(self, now: datetime) -> int:
        """Delete the items whose time to live has passed, in batches; return how many."""
        sweep = partial(_sweep, before=int(now.timestamp()))
        count = 0
        while swept := await _run(self._writer, sweep):
            count += swept
        await self._note_rows()
        return count

    async def _note_rows(self) -> None:
        """Note beside the table how many rows it has, so that an emptied one is told from new."""
        with suppress(OSError, sqlite3.Error):
            await asyncio.to_thread(write_row_mark, self._path)

    async def _write_one(self, action: Action) -> tuple[Item | None, Item | None]:
        checked = check_action(action)
        if checked.condition is not None:
            check_condition(checked.condition)
        return await _run(self._writer, partial(_write_one, action=checked))


async def _run(threads: ConnectionThreads, work: Callable[[sqlite3.Connection], T]) -> T:
    """Do work on one of the threads; sent again, it is not done again."""
    once = Once()

    async def call() -> T:
        try:
            return await threads.call(work, once=once)
        except sqlite3.Error as error:
            raise _explain(error) from error

    return await send(call)


def _explain(error: Exception) -> Exception:
    """Return what an error of the disk or of SQLite means here."""
    text = str(error)
    if "locked" in text or "busy" in text:
        return Busy("Another process is writing to the workspace: wait until it is done.")
    if "I/O" in text:
        return Unanswered(f"The workspace could not be read or written: {text}.")
    for mark, sentence in _SENTENCES.items():
        if mark in text:
            return ExternalFailure(sentence, stage=stages.TABLE, retryable=mark == "disk is full")
    return ExternalFailure(
        f"The workspace could not be read or written: {text}.", stage=stages.TABLE
    )


def require_sound(path: Path) -> None:
    """Raise ExternalFailure, with what to do, if the file is damaged. Blocks."""
    damage = find_damage(path) if path.stat().st_size else ""
    if damage:
        raise ExternalFailure(
            f"The workspace {path} is damaged ({damage}). {advise_restore(path.parent)}",
            stage=stages.TABLE,
        )


def _make_schema(connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > SCHEMA_VERSION:
        raise ExternalFailure(
            "The workspace was written by a newer Truss: install that version.", stage=stages.TABLE
        )
    for statement in SCHEMA:
        connection.execute(statement)
    fill_checksums(connection)
    connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")


def _read_items(connection: sqlite3.Connection, keys: Sequence[ItemKey]) -> dict[ItemKey, Item]:
    found = ((key, read_item(connection, key)) for key in keys)
    return {key: upgrade(item) for key, item in found if item is not None}


def _write_one(connection: sqlite3.Connection, action: Action) -> tuple[Item | None, Item | None]:
    """Do one action and return the item before and after; a simple put skips reading it before."""
    blind = isinstance(action, Put) and action.condition is None
    old = None if blind else read_item(connection, action.key)
    if not holds(action.condition, old):
        raise ConditionFailed(upgrade(old) if old else None)
    new = _outcome(action, old)
    _store(connection, action.key, new)
    return old, new


def _transact(connection: sqlite3.Connection, actions: Sequence[Action]) -> None:
    """Do all actions, or raise before the first change."""
    old = [read_item(connection, action.key) for action in actions]
    failed = {
        place: upgrade(item) if (item := old[place]) else None
        for place, action in enumerate(actions)
        if not holds(action.condition, old[place])
    }
    if failed:
        raise TransactionCancelled(failed)
    outcomes = [_outcome(action, item) for action, item in zip(actions, old, strict=True)]
    for action, new in zip(actions, outcomes, strict=True):
        if not isinstance(action, Check):
            _store(connection, action.key, new)


def _outcome(action: Action, old: Item | None) -> Item | None:
    match action:
        case Put():
            return action.item
        case Update():
            return updated_item(action, old)
        case Delete():
            return None
        case Check():
            return old


def _store(connection: sqlite3.Connection, key: ItemKey, new: Item | None) -> None:
    if new is None:
        connection.execute(DELETE, key)
    else:
        connection.execute(PUT, encode_row(new))


def _put_all(connection: sqlite3.Connection, items: Sequence[Mapping[str, object]]) -> None:
    connection.executemany(PUT, [encode_row(dict(item)) for item in items])


def _delete_all(connection: sqlite3.Connection, keys: Sequence[ItemKey]) -> None:
    connection.executemany(DELETE, keys)


def _sweep(connection: sqlite3.Connection, before: int) -> int:
    return connection.execute(SWEEP, (before, SWEEP_AT_ONCE)).rowcount
