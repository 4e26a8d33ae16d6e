"""Snapshots: what a home held at one moment, as a list of files and their hashes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from core.adapters.ordinary_files import read_ordinary
from core.adapters.private_files import make_private_folder, write_private
from core.errors import InvalidInput

FORMAT: Final = 1
HEAD_FILE: Final = "truss-backup.json"
_SNAPSHOTS: Final = "snapshots"
_BYTES_MAX: Final = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file of the home; its content is its `pieces`, one after another."""

    path: str
    size_bytes: int
    mtime_ns: int
    digest: str
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A home at `made_at`: its table with so many rows, and its files."""

    name: str
    made_at: str
    rows: int
    table: StoredFile
    files: tuple[StoredFile, ...]

    def list_digests(self) -> set[str]:
        return {piece for file in (self.table, *self.files) for piece in file.pieces}


def name_snapshot(folder: Path, at: datetime) -> str:
    """Return a name that sorts after all that are there, though a clock was set back since."""
    name, names = f"{at:%Y%m%dT%H%M%SZ}", list_snapshots(folder)
    if not names or _order(name) > _order(names[-1]):
        return name
    begun, number, _ = _order(names[-1])
    return f"{begun}-{number + 1:02d}"


def write_snapshot(folder: Path, snapshot: Snapshot) -> None:
    """Store it, with a hash of itself. Blocks."""
    path = _path(folder, snapshot.name)
    make_private_folder(path.parent, below=folder)
    body = asdict(snapshot)
    write_private(path, json.dumps({"digest": _digest(body), "snapshot": body}) + "\n")


def list_snapshots(folder: Path) -> list[str]:
    """Return the names of all snapshots, oldest first. Blocks."""
    return sorted((path.stem for path in (folder / _SNAPSHOTS).glob("*.json")), key=_order)


def read_snapshot(folder: Path, name: str) -> Snapshot | None:
    """Return a snapshot; None if it is damaged. Blocks."""
    try:
        kept = json.loads(read_ordinary(_path(folder, name), bytes_max=_BYTES_MAX))
        if kept["digest"] != _digest(kept["snapshot"]):
            return None
        return _read(kept["snapshot"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def delete_snapshot(folder: Path, name: str) -> None:
    _path(folder, name).unlink(missing_ok=True)


def begin_folder(folder: Path, home_id: str) -> None:
    """Make a folder one of backups of this home; InvalidInput if it is something else. Blocks."""
    head = folder / HEAD_FILE
    if head.is_file():
        require_backup(folder, home_id)
        return
    if folder.exists() and not folder.is_dir():
        raise InvalidInput(f"{folder} is not a folder: name a new or an empty one.")
    if folder.is_dir() and any(path.name != "lock" for path in folder.iterdir()):
        raise InvalidInput(
            f"The folder {folder} holds other things than backups: name a new or an empty one."
        )
    make_private_folder(folder, below=folder)
    write_private(head, json.dumps({"format": FORMAT, "home": home_id}) + "\n")


def require_backup(folder: Path, home_id: str = "") -> None:
    """Raise InvalidInput unless the folder holds backups, of this home where one is named."""
    if not (folder / HEAD_FILE).is_file():
        raise InvalidInput(
            f"The folder {folder} holds no backup: name one that `trussbot backup` has written."
        )
    try:
        head = json.loads(read_ordinary(folder / HEAD_FILE, bytes_max=_BYTES_MAX))
        number, owner = int(head["format"]), str(head["home"])
    except (ValueError, KeyError, TypeError):
        number, owner = FORMAT, home_id
    if number > FORMAT:
        raise InvalidInput(f"{folder} was written by a newer Truss: install that version.")
    if home_id and owner != home_id:
        raise InvalidInput(
            f"The folder {folder} holds backups of another home: name a new or an empty one."
        )


def _order(name: str) -> tuple[str, int, str]:
    """Return what names are sorted by: the time, and the number of those that share one."""
    begun, _, number = name.partition("-")
    return begun, int(number) if number.isdecimal() else 1, name


def _path(folder: Path, name: str) -> Path:
    return folder / _SNAPSHOTS / f"{name}.json"


def _digest(body: dict[str, Any]) -> str:
    text = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _read(body: dict[str, Any]) -> Snapshot:
    return Snapshot(
        name=body["name"],
        made_at=body["made_at"],
        rows=body["rows"],
        table=_read_file(body["table"]),
        files=tuple(_read_file(file) for file in body["files"]),
    )


def _read_file(body: dict[str, Any]) -> StoredFile:
    return StoredFile(**{**body, "pieces": tuple(body["pieces"])})
