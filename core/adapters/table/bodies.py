"""Bodies: what is too long for an item, as gzipped JSON in storage under the creator's keys."""

from __future__ import annotations

import asyncio
import gzip
import json
import tempfile
from pathlib import Path
from typing import Any

from core.errors import InvalidInput, NotFound
from core.ports.storage import ObjectStorage


class Bodies:
    """Stores records and reads them back; numbers return unchanged."""

    def __init__(self, storage: ObjectStorage | None) -> None:
        self._storage = storage

    async def put(self, object_key: str, record: Any) -> None:
        storage = self._require()
        folder = await asyncio.to_thread(tempfile.TemporaryDirectory, prefix="truss-body-")
        try:
            file = Path(folder.name) / "body.json.gz"
            await asyncio.to_thread(_write, file, record)
            await storage.put_file(object_key, file)
        finally:
            await asyncio.to_thread(folder.cleanup)

    async def find(self, object_key: str) -> Any:
        """Return the record; None if it is no longer stored."""
        try:
            async with self._require().open_file(object_key) as file:
                return await asyncio.to_thread(_read, file)
        except NotFound:
            return None

    async def delete(self, object_key: str) -> None:
        await self._require().delete_file(object_key)

    def _require(self) -> ObjectStorage:
        if self._storage is None:
            raise InvalidInput(
                "Long results cannot be stored here: the stores were opened without storage."
            )
        return self._storage


def _write(file: Path, record: Any) -> None:
    # Decimals stand for floats, and are the shortest text that reads back as the same float.
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"), default=float)
    file.write_bytes(gzip.compress(text.encode(), mtime=0))


def _read(file: Path) -> Any:
    return json.loads(gzip.decompress(file.read_bytes()))
