"""Emptied homes: a table that is lost or emptied is never opened as if it were a new one."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from core.adapters.backup.restoring import RESTORING
from core.adapters.last_backup import advise_restore
from core.adapters.table.sqlite_soundness import count_rows, read_row_mark, row_mark
from core.domain.work import stages
from core.errors import ExternalFailure, InvalidInput

KNOWN_ROWS_MIN: Final = 20
LEFT_SHARE: Final = 0.1
"""A table that has lost nine tenths of its rows while nobody used it has been emptied."""
_CREATORS: Final = Path("objects") / "creators"
_HAS_ROWS: Final = "SELECT 1 FROM items WHERE pk = ? LIMIT 1"


def require_whole_home(home: Path, table_name: str, *, may_have_shrunk: bool = False) -> None:
    """Raise, with what to do, if the home's table is not the one that belongs to it. Blocks.

    Compares it with how many rows it had, unless it `may_have_shrunk`, and with whose files lie
    beside it. A file that cannot be read is left to whoever opens it.
    """
    table = home / table_name
    _finish_restore(home, table)
    known = read_row_mark(table)
    if not table.is_file() or not table.stat().st_size:
        _refuse_lost(home, table, known)
        return
    try:
        rows = count_rows(table)
        orphans = _list_orphans(home, table)
    except sqlite3.Error:
        return
    if not may_have_shrunk and known >= KNOWN_ROWS_MIN and rows < known * LEFT_SHARE:
        raise ExternalFailure(
            f"The workspace {table} has been emptied: it had {known} rows, and has {rows}. "
            f"{advise_restore(home)} If it is meant to be so, delete {row_mark(table)}.",
            stage=stages.TABLE,
        )
    if orphans:
        raise ExternalFailure(
            f"The workspace {table} knows nothing of the files that lie beside it in "
            f"{home / _CREATORS} ({', '.join(orphans[:3])}): it has been emptied or exchanged. "
            f"{advise_restore(home)} If it is meant to be so, move those files away.",
            stage=stages.TABLE,
        )


def _finish_restore(home: Path, table: Path) -> None:
    staging = home / RESTORING
    if not staging.exists():
        return
    if table.is_file():
        shutil.rmtree(staging, ignore_errors=True)  # all was in place but for this
        return
    raise InvalidInput(
        f"A restore into {home} was not finished: run the same `trussbot restore` once more."
    )


def _refuse_lost(home: Path, table: Path, known: int) -> None:
    if not known and not _list_creators(home):
        return
    had = f"it had {known} rows" if known else "files of creators lie beside where it was"
    raise ExternalFailure(
        f"The workspace {table} is gone or empty: {had}. {advise_restore(home)} "
        "To begin anew, set TRUSS_HOME to another folder.",
        stage=stages.TABLE,
    )


def _list_orphans(home: Path, table: Path) -> list[str]:
    """Return the creators that have files, where the table has a row of none of them."""
    creators = _list_creators(home)
    with closing(sqlite3.connect(table, timeout=10.0)) as connection:
        if any(connection.execute(_HAS_ROWS, (f"CREATOR#{name}",)).fetchone() for name in creators):
            return []
    return creators


def _list_creators(home: Path) -> list[str]:
    """Return the creators of whom there is a file; deleting a file leaves its folder."""
    folder = home / _CREATORS
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if _has_file(path))


def _has_file(folder: Path) -> bool:
    return any(path.is_file() for path in folder.rglob("*"))
