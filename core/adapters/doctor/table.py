"""The table: the file on this machine, or the live one with its indexes."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from core.adapters.table.formats import (
    FORMAT_KEY,
    NEWEST,
    list_former,
    read_format,
    read_reached,
)
from core.adapters.table.sqlite_rows import read_item
from core.adapters.table.table import Table
from core.domain.work.finding import Finding, advise, fault, read_finding, shorten

CHECK: Final = "table"
WAIT_SECONDS: Final = 5.0
PLAIN: Final = (
    "The table lacks something, or refuses it; whoever runs Truss reads what in `trussbot doctor`."
)
_UNSETTLED: Final = advise(
    CHECK,
    "The table is written for the former version too, by which each approval costs more",
    "run `trussbot table settle` once no process of the former version is left",
)


async def look_at_file(path: Path, *, is_whole: bool = True) -> list[Finding] | None:
    """Return whether the workspace's file is damaged; None where there is none yet.

    To read the `is_whole` file takes seconds for each GiB; else its beginning has to do.
    """
    if await asyncio.to_thread(path.exists) and not await asyncio.to_thread(path.is_file):
        return [fault(CHECK, f"{path} is not a file", "move it away, and look what made it")]
    try:
        said = await asyncio.to_thread(_check_file, path, is_whole)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            return []  # somebody works on it
        return [
            Finding(
                check=CHECK,
                problem=f"The workspace {path} cannot be opened ({shorten(str(error))})",
                mend="let the user who starts Truss read and write it, or look at the disk",
            )
        ]
    if said is None:
        return None
    if said == "ok":
        return []
    return [
        Finding(
            check=CHECK,
            problem=f"The workspace {path} is damaged ({shorten(' '.join(said.split()))})",
            mend="put back the last backup, and look at the disk",
        )
    ]


async def advise_to_settle(table: Table, now: datetime) -> list[Finding]:
    """Return the advice to settle a live table, unless a former version is seen at work on it."""
    if await read_reached(table) >= NEWEST or await list_former(table, now):
        return []
    return [_UNSETTLED]


async def advise_to_settle_file(path: Path) -> list[Finding]:
    """Return the advice to settle a workspace that holds something, and may be open elsewhere."""
    return [_UNSETTLED] if await asyncio.to_thread(_is_unsettled, path) else []


def judge_table(sentences: list[str]) -> list[Finding]:
    """Return findings for what a live table lacks; they may name roles and accounts."""
    return [replace(read_finding(CHECK, sentence), plain=PLAIN) for sentence in sentences]


def _is_unsettled(path: Path) -> bool:
    try:
        with closing(_connect(path)) as connection:
            is_used = connection.execute("SELECT 1 FROM items LIMIT 1").fetchone() is not None
            return is_used and read_format(read_item(connection, FORMAT_KEY)) < NEWEST
    except sqlite3.Error:
        return False  # whether the file is well is said elsewhere


def _connect(path: Path) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode=ro"
    return sqlite3.connect(address, uri=True, timeout=WAIT_SECONDS)


def _check_file(path: Path, is_whole: bool) -> str | None:
    if not path.exists():
        return None
    question = "PRAGMA quick_check(1)" if is_whole else "SELECT 'ok' FROM sqlite_master LIMIT 1"
    try:
        with closing(_connect(path)) as connection:
            (said,) = connection.execute(question).fetchone() or ("ok",)
    except sqlite3.OperationalError:
        raise
    except sqlite3.Error as error:
        return str(error)
    return str(said)
