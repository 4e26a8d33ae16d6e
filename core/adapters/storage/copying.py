"""Object copy: a workspace's files copied to another storage, skipping those already there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from core.ports.storage import ObjectStorage
from core.ports.uploads import UploadTickets


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectCopyReport:
    """How many files were copied in this run, how many there are, and which differ in size."""

    copied: int
    total: int
    different: tuple[str, ...] = ()


async def copy_objects(
    root: Path, storage: ObjectStorage, sizes: UploadTickets, on_copied: Callable[[int, int], None]
) -> ObjectCopyReport:
    """Store each file under `root` in `storage` under its key; then compare all sizes.

    A file of the same size counts as copied: the content of a key never changes without its size.
    """
    files = await asyncio.to_thread(_list_files, root)
    copied = 0
    for done, (object_key, size_bytes) in enumerate(files.items(), start=1):
        if await sizes.find_size(object_key) != size_bytes:
            await storage.put_file(object_key, root / object_key)
            copied += 1
        on_copied(done, len(files))
    found = {object_key: await sizes.find_size(object_key) for object_key in files}
    different = tuple(key for key, size_bytes in files.items() if found[key] != size_bytes)
    return ObjectCopyReport(copied=copied, total=len(files), different=different)


def _list_files(root: Path) -> dict[str, int]:
    """Return each object's size by its key; hidden folders contain only temporary files."""
    paths = sorted(path for path in root.rglob("*") if path.is_file())
    keys = ((path.relative_to(root), path) for path in paths)
    return {
        key.as_posix(): path.stat().st_size
        for key, path in keys
        if not any(part.startswith(".") for part in key.parts)
    }
