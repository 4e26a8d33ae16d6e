"""Storage: files under object keys."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Protocol


class ObjectStorage(Protocol):
    """Keeps files under object keys (`assets/<id>/source.mp4`)."""

    async def put_file(self, object_key: str, source: Path) -> None:
        """Store the file at `source`, whole or not at all; an older one is replaced."""
        ...

    def open_file(self, object_key: str) -> AbstractAsyncContextManager[Path]:
        """Give a local path to the object for reading; NotFound where there is none."""
        ...

    async def delete_file(self, object_key: str) -> None:
        """Remove the object; nothing happens where there is none."""
        ...
