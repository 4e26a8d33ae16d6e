"""The table: the file on this machine, or the live one with its indexes."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Final

from core.domain.work.finding import Finding, fault, read_finding, shorten

CHECK: Final = "table"
WAIT_SECONDS: Final = 5.0
PLAIN: Final = (
    "The table lacks something, or refuses it; whoever runs Truss reads what in `trussbot doctor`."
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


def judge_table(sentences: list[str]) -> list[Finding]:
    """Return findings for what a live table lacks; they may name roles and accounts."""
    return [replace(read_finding(CHECK, sentence), plain=PLAIN) for sentence in sentences]


def _check_file(path: Path, is_whole: bool) -> str | None:
    if not path.exists():
        return None
    question = "PRAGMA quick_check(1)" if is_whole else "SELECT 'ok' FROM sqlite_master LIMIT 1"
    try:
        address = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=WAIT_SECONDS)) as connection:
            (said,) = connection.execute(question).fetchone() or ("ok",)
    except sqlite3.OperationalError:
        raise
    except sqlite3.Error as error:
        return str(error)
    return str(said)
