"""Exporting: all of a creator's data as JSON, and their files."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from core.domain.people.actor import Actor
from core.domain.work.ids import CreatorId
from core.errors import InvalidInput, NotFound
from core.ports.archive import Archive
from core.ports.storage import ObjectStorage
from core.ports.work import Clock

DATA_FILE: Final = "data.json"
FILES_FOLDER: Final = "files"
FORMAT: Final = 1


def files_of(creator_id: CreatorId) -> str:
    """Return what the keys of all files of a creator begin with."""
    return f"creators/{creator_id}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReport:
    """How much was exported."""

    rows: int
    files: int


class Exporting:
    """Hands a creator's data to its owner; nothing in it grants access to anything."""

    def __init__(self, *, clock: Clock, archive: Archive, storage: ObjectStorage) -> None:
        self._clock = clock
        self._archive = archive
        self._storage = storage

    async def make_data(self, actor: Actor) -> bytes:
        """Return a JSON document with all rows and the names of all files."""
        actor.require_owner()
        data = await self._read(actor.creator_id)
        return json.dumps(data, ensure_ascii=False, indent=1).encode()

    async def export(
        self, actor: Actor, folder: Path, on_file: Callable[[int, int], None]
    ) -> ExportReport:
        """Write data.json and the files into a new folder; InvalidInput if it is not empty."""
        actor.require_owner()
        await asyncio.to_thread(_make_empty, folder)
        data = await self._read(actor.creator_id)
        files, written = data["files"], 0
        for number, object_key in enumerate(files, start=1):
            target = folder / FILES_FOLDER / object_key
            try:
                async with self._storage.open_file(object_key) as path:
                    await asyncio.to_thread(_copy, path, target)
                written += 1
            except NotFound:
                continue  # another cut has replaced it meanwhile
            on_file(number, len(files))
        text = json.dumps(data, ensure_ascii=False, indent=1)
        await asyncio.to_thread((folder / DATA_FILE).write_text, text, encoding="utf-8")
        return ExportReport(rows=len(data["rows"]), files=written)

    async def _read(self, creator_id: CreatorId) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "creator": creator_id,
            "exportedAt": self._clock.now().isoformat(),
            "rows": [dict(row) async for row in self._archive.read_creator(creator_id)],
            "files": list(await self._storage.list_files(files_of(creator_id))),
        }


def _make_empty(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InvalidInput(f"{folder} is not empty: name a new folder for the export.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
