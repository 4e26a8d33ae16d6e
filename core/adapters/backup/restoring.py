"""Restoring: a backup brought back into an empty home, each content compared with its hash."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.adapters.backup.backing_up import KEPT_FOLDERS
from core.adapters.backup.blobs import BlobDamaged, Blobs
from core.adapters.backup.snapshot import (
    Snapshot,
    StoredFile,
    list_snapshots,
    read_snapshot,
    require_backup,
)
from core.adapters.private_files import FILE_MODE, make_private_folder
from core.adapters.storage.folder import require_room
from core.adapters.table.sqlite_soundness import find_damage
from core.errors import ExternalFailure, InvalidInput

RESTORING: Final = ".restoring"
"""Where files lie until all are there; while a home has it without a table, it is not whole."""
_NEEDED: Final = "secrets/"
_HARMLESS: Final = {"lock", "scratch", RESTORING}


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreReport:
    """What was brought back; `lost` names the files whose contents were damaged."""

    name: str
    made_at: str
    rows: int
    files: int
    lost: tuple[str, ...] = ()


class Restore:
    """Brings a backup from a folder into a home that this process holds. All of it blocks."""

    def __init__(self, folder: Path, home: Path) -> None:
        self._folder = folder
        self._home = home
        self._blobs = Blobs(folder / "blobs")

    def run(self, at: str, on_file: Callable[[int, int], None]) -> RestoreReport:
        """Bring back the newest backup, or the one called `at`.

        Raises InvalidInput if the home is not empty or the backup is not there, ExternalFailure if
        the table or a secret in it is damaged.
        """
        snapshot = self._choose(at)
        self.require_empty()
        size_bytes = sum(file.size_bytes for file in (snapshot.table, *snapshot.files))
        require_room(self._home, size_bytes)
        staging = self._home / RESTORING
        self._clear(staging)
        make_private_folder(staging, below=self._home)
        lost = self._write_files(snapshot, staging, on_file)
        self._write_table(snapshot, staging)
        self._move_in(staging, snapshot.table.path)
        return RestoreReport(
            name=snapshot.name,
            made_at=snapshot.made_at,
            rows=snapshot.rows,
            files=len(snapshot.files) - len(lost),
            lost=tuple(lost),
        )

    def require_empty(self) -> None:
        """Raise InvalidInput if the home holds anything but what an unfinished restore left."""
        found = {path.name for path in self._home.iterdir()} if self._home.is_dir() else set()
        is_unfinished = RESTORING in found
        allowed = _HARMLESS | (set(KEPT_FOLDERS) if is_unfinished else set())
        if taken := sorted(found - allowed):
            raise InvalidInput(
                f"The home {self._home} is not empty ({', '.join(taken[:3])}): a backup is brought "
                "back into an empty one alone. Move that folder away, or set TRUSS_HOME to another."
            )

    def _choose(self, at: str) -> Snapshot:
        require_backup(self._folder)
        names = list_snapshots(self._folder)
        if not names or (at and at not in names):
            there = ", ".join(names[-5:]) or "none"
            raise InvalidInput(f"There is no backup {at or 'yet'} in {self._folder}: {there}.")
        snapshot = read_snapshot(self._folder, at or names[-1])
        if snapshot is None:
            raise _say_damaged(at or names[-1], names)
        return snapshot

    def _clear(self, staging: Path) -> None:
        """Remove what an unfinished restore left; nobody can have worked in that home since."""
        if staging.exists():
            for name in (RESTORING, *KEPT_FOLDERS):
                shutil.rmtree(self._home / name, ignore_errors=True)

    def _write_files(
        self, snapshot: Snapshot, staging: Path, on_file: Callable[[int, int], None]
    ) -> list[str]:
        lost = []
        for number, file in enumerate(snapshot.files, start=1):
            try:
                self._write(file, staging)
            except BlobDamaged:
                if file.path.startswith(_NEEDED):
                    raise self._damaged(snapshot) from None
                _place(staging, file.path).unlink()
                lost.append(file.path)
            on_file(number, len(snapshot.files))
        return lost

    def _write_table(self, snapshot: Snapshot, staging: Path) -> None:
        try:
            path = self._write(snapshot.table, staging)
        except BlobDamaged:
            raise self._damaged(snapshot) from None
        if find_damage(path):
            raise self._damaged(snapshot)

    def _write(self, file: StoredFile, staging: Path) -> Path:
        path = _place(staging, file.path)
        make_private_folder(path.parent, below=staging)
        path.touch(mode=FILE_MODE)
        with path.open("wb") as out:
            for piece in file.pieces:
                self._blobs.write_to(piece, out)
            out.flush()
            os.fsync(out.fileno())
        if len(file.pieces) != 1 and _hash(path) != file.digest:
            raise BlobDamaged
        if file.mtime_ns:
            os.utime(path, ns=(file.mtime_ns, file.mtime_ns))
        return path

    def _move_in(self, staging: Path, table: str) -> None:
        for name in KEPT_FOLDERS:
            if (staging / name).exists():
                (staging / name).replace(self._home / name)
        (staging / table).replace(self._home / table)
        shutil.rmtree(staging, ignore_errors=True)

    def _damaged(self, snapshot: Snapshot) -> ExternalFailure:
        return _say_damaged(snapshot.name, list_snapshots(self._folder))


def _place(staging: Path, relative: str) -> Path:
    """Return where a file goes; a changed list must not lead out of the home."""
    path = staging / relative
    if not path.resolve().is_relative_to(staging.resolve()):
        raise InvalidInput(f"The backup names a file outside of the home ({relative[:60]!r}).")
    return path


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _say_damaged(name: str, names: list[str]) -> ExternalFailure:
    others = [other for other in names if other != name][-5:]
    advice = (
        f"bring back an older one with --at ({', '.join(others)})"
        if others
        else "there is no other one in that folder"
    )
    return ExternalFailure(f"The backup {name} is damaged: {advice}.", stage="backup")
