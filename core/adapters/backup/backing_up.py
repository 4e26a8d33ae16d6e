"""Backing up: a home copied while the program runs, new contents only, and checked afterwards.

Files are looked at before and after the table is copied: what a row names was stored before the
row, so it is in the backup even if it came or went meanwhile. Secrets are copied after it once
more: a key that was made meanwhile may have sealed what the copied rows hold.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from core.adapters.backup.blobs import Blobs
from core.adapters.backup.snapshot import (
    Snapshot,
    StoredFile,
    begin_folder,
    delete_snapshot,
    list_snapshots,
    name_snapshot,
    read_snapshot,
    write_snapshot,
)
from core.adapters.last_backup import FAILED, OK, LastBackup, read_marker, write_marker
from core.adapters.ordinary_files import read_ordinary
from core.adapters.private_files import FILE_MODE
from core.adapters.table.sqlite_soundness import count_rows, find_damage
from core.errors import Busy, ExternalFailure, InvalidInput

SECRETS: Final = "secrets"
KEPT_FOLDERS: Final = (SECRETS, "objects", "published")
TABLE_PIECE_BYTES: Final = 256 * 1024
_LEFT_OUT: Final = {"secrets/holder"}
"""Names this home among others that share a table: two must not have one name."""
_INCOMING: Final = ".incoming"

OnFile = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupReport:
    """What a backup holds, and how much of it was new."""

    name: str
    rows: int
    files: int
    size_bytes: int
    new_contents: int
    new_bytes: int
    freed_bytes: int = 0


@dataclass(slots=True)
class _Copying:
    """What one backup has copied so far."""

    known: dict[str, StoredFile]
    done: dict[str, StoredFile] = field(default_factory=dict)
    fresh: set[str] = field(default_factory=set)
    new_bytes: int = 0

    def forget_below(self, folder: str) -> None:
        """Have the files of a folder looked at anew; those that have not changed are not read."""
        for path in [path for path in self.done if path.startswith(f"{folder}/")]:
            self.known[path] = self.done.pop(path)


class Backup:
    """Backs a home up to a folder; `table_name` is its workspace file. All of it blocks."""

    def __init__(self, home: Path, folder: Path, *, table_name: str) -> None:
        self._home = home
        self._folder = folder
        self._table = home / table_name
        self._blobs = Blobs(folder / "blobs")

    def run(self, now: datetime, *, keep: int = 0, on_file: OnFile) -> BackupReport:
        """Make a backup and note in the home what came of it; keep only the newest `keep`, if set.

        Raises InvalidInput for a folder that is not for this, ExternalFailure if what is to be
        backed up is damaged or what was written is not whole.
        """
        self._require_places()
        try:
            with _hold(self._folder, identify_home(self._home)):
                report = self._copy(now, on_file)
                freed = self._prune(keep) if keep else 0
        except (ExternalFailure, OSError) as error:
            self._note(now, FAILED, str(error))
            raise
        self._note(now, OK, f"{report.rows} rows and {report.files} files are backed up.")
        return replace(report, freed_bytes=freed)

    def _require_places(self) -> None:
        if not self._table.is_file() or not self._table.stat().st_size:
            raise InvalidInput(
                f"There is no workspace in {self._home}: set TRUSS_HOME to the folder that has one."
            )
        home, folder = self._home.resolve(), self._folder.resolve()
        if folder.is_relative_to(home) or home.is_relative_to(folder):
            raise InvalidInput(
                f"A backup in {self._folder} would be lost together with the home {self._home}: "
                "name a folder elsewhere, best on another disk."
            )

    def _copy(self, now: datetime, on_file: OnFile) -> BackupReport:
        state = _Copying(known=self._read_known())
        self._copy_files(state, on_file)
        table, rows = self._copy_table(state)
        state.forget_below(SECRETS)
        self._copy_files(state, on_file)
        snapshot = Snapshot(
            name=name_snapshot(self._folder, now),
            made_at=now.isoformat(),
            rows=rows,
            table=table,
            files=tuple(state.done[path] for path in sorted(state.done)),
        )
        self._verify(state.fresh)
        write_snapshot(self._folder, snapshot)
        return BackupReport(
            name=snapshot.name,
            rows=rows,
            files=len(snapshot.files),
            size_bytes=sum(file.size_bytes for file in (table, *snapshot.files)),
            new_contents=len(state.fresh),
            new_bytes=state.new_bytes,
        )

    def _read_known(self) -> dict[str, StoredFile]:
        """Return the files of the newest backup that can be read: unchanged ones are not read."""
        for name in reversed(list_snapshots(self._folder)):
            if snapshot := read_snapshot(self._folder, name):
                return {file.path: file for file in snapshot.files}
        return {}

    def _copy_files(self, state: _Copying, on_file: OnFile) -> None:
        paths = [path for path in list_files(self._home) if path not in state.done]
        for number, path in enumerate(paths, start=1):
            try:
                state.done[path] = self._copy_file(path, state)
            except FileNotFoundError:
                continue  # it was deleted meanwhile, and so no row of the copied table names it
            on_file(number, len(paths))

    def _copy_file(self, path: str, state: _Copying) -> StoredFile:
        source = self._home / path
        found = source.stat()
        known = state.known.get(path)
        if (
            known is not None
            and (known.size_bytes, known.mtime_ns) == (found.st_size, found.st_mtime_ns)
            and self._blobs.has(known.digest)
        ):
            return known
        digest, size_bytes, is_new = self._blobs.put_file(source)
        if is_new:
            state.fresh.add(digest)
            state.new_bytes += size_bytes
        return StoredFile(
            path=path,
            size_bytes=size_bytes,
            mtime_ns=found.st_mtime_ns,
            digest=digest,
            pieces=(digest,),
        )

    def _copy_table(self, state: _Copying) -> tuple[StoredFile, int]:
        """Copy the table by SQLite's own means, and store the copy in pieces."""
        copy = self._folder / ".table"
        copy.unlink(missing_ok=True)
        copy.touch(mode=FILE_MODE)
        try:
            rows = self._copy_sound(copy)
            return self._store_pieces(copy, state), rows
        finally:
            copy.unlink(missing_ok=True)

    def _copy_sound(self, copy: Path) -> int:
        """Copy the table to a file, and return how many rows it has, if all are sound."""
        try:
            _copy_online(self._table, copy)
            damage = find_damage(copy)
            rows = 0 if damage else count_rows(copy)
        except sqlite3.Error as error:
            raise ExternalFailure(
                f"The workspace {self._table} could not be copied ({error}); earlier backups stay "
                "as they are.",
                stage="backup",
            ) from error
        if damage:
            raise ExternalFailure(
                f"The workspace {self._table} is damaged ({damage}), so it is not backed up; "
                "earlier backups stay as they are.",
                stage="backup",
            )
        return rows

    def _store_pieces(self, copy: Path, state: _Copying) -> StoredFile:
        hasher, pieces, size_bytes = hashlib.sha256(), [], 0
        with copy.open("rb") as file:
            while content := file.read(TABLE_PIECE_BYTES):
                digest, is_new = self._blobs.put_bytes(content)
                hasher.update(content)
                pieces.append(digest)
                size_bytes += len(content)
                if is_new:
                    state.fresh.add(digest)
                    state.new_bytes += len(content)
        return StoredFile(
            path=self._table.name,
            size_bytes=size_bytes,
            mtime_ns=0,
            digest=hasher.hexdigest(),
            pieces=tuple(pieces),
        )

    def _verify(self, digests: set[str]) -> None:
        bad = [digest for digest in digests if not self._blobs.is_whole(digest)]
        for digest in bad:
            self._blobs.set_aside(digest)
        if bad:
            raise ExternalFailure(
                f"{len(bad)} files in {self._folder} are not as they were written: "
                "check that disk, then back up again.",
                stage="backup",
            )

    def _prune(self, keep: int) -> int:
        names = list_snapshots(self._folder)
        for name in names[:-keep]:
            delete_snapshot(self._folder, name)
        kept = [read_snapshot(self._folder, name) for name in names[-keep:]]
        if None in kept:
            return 0  # what a damaged list names cannot be told from what nobody needs
        needed = {digest for snapshot in kept if snapshot for digest in snapshot.list_digests()}
        return self._blobs.remove_others(needed)

    def _note(self, now: datetime, result: str, sentence: str) -> None:
        before, folder = read_marker(self._home), str(self._folder.resolve())
        whole = (now.isoformat(), folder) if result == OK else ("", "")
        if result != OK and before is not None:
            whole = (before.whole_at, before.whole_folder)
        marker = LastBackup(
            at=now.isoformat(),
            result=result,
            sentence=sentence,
            folder=folder,
            whole_at=whole[0],
            whole_folder=whole[1],
        )
        write_marker(self._home, marker)


def identify_home(home: Path) -> str:
    """Return what tells this home from others, also after it was moved or restored; "" if new."""
    try:
        return hashlib.sha256(
            read_ordinary(home / "secrets" / "cursors", bytes_max=10_000)
        ).hexdigest()[:16]
    except FileNotFoundError:
        return ""


def list_files(home: Path) -> Iterator[str]:
    """Yield the paths of a home's files that belong into a backup, relative to it."""
    for name in KEPT_FOLDERS:
        for parent, folders, files in os.walk(home / name, onerror=_refuse_unread):
            folders[:] = sorted(folder for folder in folders if folder != _INCOMING)
            for file in sorted(files):
                path = Path(parent, file)
                relative = path.relative_to(home).as_posix()
                is_ours = path.suffix != ".part" and relative not in _LEFT_OUT
                if is_ours and not path.is_symlink():
                    yield relative


def _refuse_unread(error: OSError) -> None:
    """A folder that is gone has no files; one that cannot be read has some, and is told of."""
    if not isinstance(error, FileNotFoundError):
        raise error


def _copy_online(source: Path, target: Path) -> None:
    """Copy a database that may be in use: one reading transaction, which holds up no writer."""
    with (
        closing(sqlite3.connect(source, timeout=30.0)) as read,
        closing(sqlite3.connect(target)) as written,
    ):
        read.backup(written)


@contextmanager
def _hold(folder: Path, home_id: str) -> Iterator[None]:
    """Hold a folder of backups; Busy if another process writes into it."""
    begin_folder(folder, home_id)
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, FILE_MODE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise Busy(f"Another backup into {folder} is being made: wait until it is done.") from None
    finally:
        os.close(descriptor)
