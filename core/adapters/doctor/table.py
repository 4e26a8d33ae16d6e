"""The table: the file on this machine, or the live one with its indexes."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import Final

from core.domain.work.finding import Finding, read_finding, shorten

CHECK: Final = "table"


async def look_at_file(path: Path, *, is_whole: bool = True) -> list[Finding] | None:
    """Return whether the workspace's file is damaged; None where there is none yet.

    To read the `is_whole` file takes seconds for each GiB; else its beginning has to do.
    """
    said = await asyncio.to_thread(_check_file, path, is_whole)
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
    """Return findings for what a live table lacks."""
    return [read_finding(CHECK, sentence) for sentence in sentences]


def _check_file(path: Path, is_whole: bool) -> str | None:
    if not path.exists():
        return None
    question = "PRAGMA quick_check(1)" if is_whole else "SELECT 'ok' FROM sqlite_master LIMIT 1"
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)
        try:
            (said,) = connection.execute(question).fetchone() or ("ok",)
        finally:
            connection.close()
    except sqlite3.Error as error:
        return str(error)
    return str(said)
