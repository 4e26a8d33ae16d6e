"""Storage: files under object keys."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Protocol


class ObjectStorage(Protocol):
    """Keeps files under object keys (`assets/<id>/source.mp4`)."""

    async def put_file(self, object_key: str, source: Path) -> None:
        """Store the file at `source`, completely or not at all, replacing an older one."""
        ...

    def open_file(self, object_key: str) -> AbstractAsyncContextManager[Path]:
        """Yield a local path for reading the object; NotFound if there is none."""
        ...

    async def delete_file(self, object_key: str) -> None:
        """Delete the object; a no-op if there is none."""
        ...

    async def try_rights(self) -> None:
        """Raise RightsRefused where nothing may be stored or read; a few bytes are sent for it."""
        ...

    async def list_files(self, prefix: str) -> tuple[str, ...]:
        """Return the keys that begin with `prefix`, which ends in `/`, in their order."""
        ...

    async def delete_below(self, prefix: str) -> int:
        """Delete all objects whose keys begin with `prefix`, which ends in `/`; return how many."""
        ...
