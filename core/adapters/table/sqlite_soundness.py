"""SQLite soundness: whether a workspace file still holds what was written into it.

SQLite checks how its pages hang together, but not what stands in them: a flipped bit in a row's
text would go unnoticed. So each row carries a checksum over all its values.
"""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from core.adapters.private_files import FILE_MODE

THOROUGH_BYTES_MAX: Final = 512 * 1024**2
"""Up to here the indexes are compared with the rows as well: about 3 s a GB, with the checksums."""

VERSIONS_MAX: Final = 1000
"""A version of the schema that is higher was never written by any Truss."""

WORDS_MAX: Final = 120

_VALUES = "pk, sk, g1pk, g1sk, g2pk, g2sk, CAST(ttl AS TEXT), body"
_ADD_COLUMN = "ALTER TABLE items ADD COLUMN crc INTEGER"
_FILL = f"UPDATE items SET crc = row_checksum({_VALUES}) WHERE crc IS NULL"  # noqa: S608 - a constant
_FORGET_OLD = """CREATE TRIGGER IF NOT EXISTS forget_old_checksum AFTER UPDATE ON items
    WHEN NEW.crc IS OLD.crc AND
        (NEW.g1pk, NEW.g1sk, NEW.g2pk, NEW.g2sk, NEW.ttl, NEW.body)
        IS NOT (OLD.g1pk, OLD.g1sk, OLD.g2pk, OLD.g2sk, OLD.ttl, OLD.body)
    BEGIN UPDATE items SET crc = NULL WHERE rowid = NEW.rowid; END"""
"""An older Truss that runs on after the file was upgraded beside it knows no checksums: what it
changes has none until it is written again."""
_READ = f"SELECT crc, {_VALUES} FROM items"  # noqa: S608 - a constant too


def row_checksum(*values: str | int | None) -> int:
    """Return the checksum of a row's values, in the order of the columns."""
    texts = ("" if value is None else str(value) for value in values)
    return zlib.crc32(b"\x1f".join(text.encode(errors="replace") for text in texts))


def fill_checksums(connection: sqlite3.Connection) -> None:
    """Give the rows of an older version their checksums; once."""
    columns = {row[1] for row in connection.execute("PRAGMA table_info(items)")}
    if "crc" not in columns:
        connection.create_function("row_checksum", 8, row_checksum, deterministic=True)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(_ADD_COLUMN)
        connection.execute(_FILL)
        connection.execute("COMMIT")
    connection.execute(_FORGET_OLD)


def find_damage(path: Path) -> str:
    """Return what is wrong with a workspace file, in a few words; "" if it is sound. Blocks."""
    try:
        with closing(sqlite3.connect(path, timeout=10.0)) as connection:
            connection.text_factory = bytes
            return _find_damage(connection, path.stat().st_size)
    except sqlite3.DatabaseError as error:
        if _is_passing(error):
            raise
        return _shorten(str(error))


def _is_passing(error: sqlite3.DatabaseError) -> bool:
    text = str(error)
    return any(mark in text for mark in ("locked", "busy", "unable to open", "full", "readonly"))


def _find_damage(connection: sqlite3.Connection, size_bytes: int) -> str:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if not 0 <= version <= VERSIONS_MAX:
        return "its head was changed"
    check = "integrity_check" if size_bytes <= THOROUGH_BYTES_MAX else "quick_check"
    (answer,) = connection.execute(f"PRAGMA {check}(1)").fetchone()
    if answer != b"ok":
        return _shorten(answer.decode(errors="replace"))
    bad = _count_changed_rows(connection)
    return f"{bad} rows are not as they were written" if bad else ""


def _shorten(text: str) -> str:
    """Return SQLite's words on one line, without the statement that they may quote."""
    words = " ".join(text.partition(" - ")[0].split())
    return words.encode("ascii", "replace").decode()[:WORDS_MAX]


def _count_changed_rows(connection: sqlite3.Connection) -> int:
    columns = {bytes(row[1]) for row in connection.execute("PRAGMA table_info(items)")}
    if b"crc" not in columns:
        return 0
    return sum(_is_changed(*row) for row in connection.execute(_READ))


def _is_changed(crc: Any, *values: Any) -> bool:
    if not all(value is None or isinstance(value, bytes) for value in values):
        return True
    return crc is not None and bool(
        crc != zlib.crc32(b"\x1f".join(value or b"" for value in values))
    )


def count_rows(path: Path) -> int:
    """Return how many rows a workspace file has. Blocks."""
    with closing(sqlite3.connect(path, timeout=10.0)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM items").fetchone()
    return int(count)


def write_row_mark(path: Path) -> None:
    """Note beside a workspace file how many rows it has. Blocks."""
    mark = row_mark(path)
    fresh = mark.with_suffix(".part")
    fresh.write_text(f"{count_rows(path)}\n", encoding="ascii")
    fresh.chmod(FILE_MODE)
    fresh.replace(mark)


def read_row_mark(path: Path) -> int:
    """Return how many rows a workspace file is known to have had; 0 if nothing is known. Blocks."""
    try:
        return int(row_mark(path).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def row_mark(path: Path) -> Path:
    return path.with_suffix(".rows")
