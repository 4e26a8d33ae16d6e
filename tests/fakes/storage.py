"""Object storage in a scratch folder, with plain names and no flushing."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from core.errors import InvalidInput, NotFound, RightsRefused
from core.ports.storage import ObjectStorage


class FakeStorage:
    """Copies each object to a numbered file in `folder`; `keys` are the stored ones.

    While there is a `refusal`, nothing is stored; `tries` is how often rights were tried.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, Path] = {}
        self._count = 0
        self.refusal: RightsRefused | None = None
        self.tries = 0

    @property
    def keys(self) -> list[str]:
        return sorted(self._files)

    async def put_file(self, object_key: str, source: Path) -> None:
        _check(object_key)
        if self.refusal is not None:
            raise self.refusal
        self._count += 1
        path = self._folder / f"{self._count}{source.suffix}"
        try:
            await asyncio.to_thread(shutil.copyfile, source, path)
        except OSError as error:
            raise InvalidInput(f"There is no file {source.name!r} to store.") from error
        self._files[object_key] = path

    @asynccontextmanager
    async def open_file(self, object_key: str) -> AsyncIterator[Path]:
        _check(object_key)
        if object_key not in self._files:
            raise NotFound("That file is no longer stored.")
        yield self._files[object_key]

    async def delete_file(self, object_key: str) -> None:
        _check(object_key)
        self._files.pop(object_key, None)

    async def try_rights(self) -> None:
        self.tries += 1
        if self.refusal is not None:
            raise self.refusal

    async def list_files(self, prefix: str) -> tuple[str, ...]:
        return tuple(key for key in self.keys if key.startswith(prefix))

    async def delete_below(self, prefix: str) -> int:
        doomed = await self.list_files(prefix)
        for key in doomed:
            del self._files[key]
        return len(doomed)


def _check(object_key: str) -> None:
    segments = object_key.split("/")
    if any(not part or part.startswith(".") for part in segments) or len(object_key) > 512:
        raise InvalidInput("That is not a valid key for a stored file.")
    if not object_key.isprintable() or "\\" in object_key:
        raise InvalidInput("That is not a valid key for a stored file.")


_: type[ObjectStorage] = FakeStorage
