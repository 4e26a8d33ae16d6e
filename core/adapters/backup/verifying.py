"""Verifying: every content of a folder of backups read, and compared with its hash."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from core.adapters.backup.blobs import Blobs
from core.adapters.backup.snapshot import list_snapshots, read_snapshot, require_backup


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyReport:
    """What was looked at, and what of it is damaged: lists by name, and files by path."""

    snapshots: int
    contents: int
    bad_snapshots: tuple[str, ...] = ()
    bad_files: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        return not (self.bad_snapshots or self.bad_files)


def verify(folder: Path, on_content: Callable[[int, int], None]) -> VerifyReport:
    """Check all backups in a folder. Blocks.

    A damaged content is set aside, so that the next backup stores it anew if it still has it.
    """
    require_backup(folder)
    blobs = Blobs(folder / "blobs")
    names = list_snapshots(folder)
    snapshots = {name: read_snapshot(folder, name) for name in names}
    owners: dict[str, str] = {}
    for snapshot in filter(None, snapshots.values()):
        for file in (snapshot.table, *snapshot.files):
            owners.update(dict.fromkeys(file.pieces, file.path))
    bad: set[str] = set()
    for number, (digest, path) in enumerate(sorted(owners.items()), start=1):
        if not blobs.is_whole(digest):
            blobs.set_aside(digest)
            bad.add(path)
        on_content(number, len(owners))
    return VerifyReport(
        snapshots=len(names),
        contents=len(owners),
        bad_snapshots=tuple(name for name, snapshot in snapshots.items() if snapshot is None),
        bad_files=tuple(sorted(bad)),
    )
