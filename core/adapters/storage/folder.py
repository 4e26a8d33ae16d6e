"""Folder storage: objects as files of one folder.

A file appears under its key completely or not at all: it is linked or copied under another name,
flushed and renamed. A hard link costs no space, so the caller must not write into the file
afterwards.
"""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from core.adapters.private_files import FILE_MODE, make_private_folder
from core.domain.work import stages
from core.errors import ExternalFailure, InvalidInput, NotFound

KEY_LENGTH_MAX = 512
SEGMENT_BYTES_MAX = 200
_INCOMING = ".incoming"
_SPARE_BYTES = 64 * 1024**2
"""So much is left to the table and the log."""
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT}


def check_object_key(object_key: str) -> str:
    """Return the key; InvalidInput if it could leave the folder or be hidden in it."""
    segments = object_key.split("/")
    bad = (
        len(object_key) > KEY_LENGTH_MAX
        or not object_key.isprintable()
        or "\\" in object_key
        or any(_is_bad(segment) for segment in segments)
    )
    if bad:
        raise InvalidInput(f"{object_key[:60]!r} is not a valid key for a stored file.")
    return object_key


def _is_bad(segment: str) -> bool:
    if not segment or segment.startswith("."):
        return True
    return len(segment.encode(errors="replace")) > SEGMENT_BYTES_MAX


class FolderStorage:
    """Keeps objects under `root`, which is created with the first one."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def put_file(self, object_key: str, source: Path) -> None:
        """Store the file; InvalidInput if there is none, ExternalFailure if the disk is full."""
        target = self._path(object_key)
        await asyncio.to_thread(self._put, source, target)

    @asynccontextmanager
    async def open_file(self, object_key: str) -> AsyncIterator[Path]:
        """Yield the object's own path: read it, do not write to it."""
        path = self._path(object_key)
        if not await asyncio.to_thread(path.is_file):
            raise NotFound("That file is no longer stored.")
        yield path

    async def delete_file(self, object_key: str) -> None:
        await asyncio.to_thread(self._path(object_key).unlink, missing_ok=True)

    async def try_rights(self) -> None:
        """Do nothing: a folder of our own refuses nobody."""

    async def list_files(self, prefix: str) -> tuple[str, ...]:
        return await asyncio.to_thread(self._list_files, prefix)

    async def delete_below(self, prefix: str) -> int:
        count = len(await self.list_files(prefix))
        folder = self._path(prefix.removesuffix("/"))
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        return count

    def _list_files(self, prefix: str) -> tuple[str, ...]:
        paths = self._path(prefix.removesuffix("/")).rglob("*")
        found = (path.relative_to(self._root).as_posix() for path in paths if path.is_file())
        return tuple(sorted(found))

    async def remove_leftovers(self) -> None:
        """Delete what a killed process left half-copied; only for the sole owner at start."""
        await asyncio.to_thread(shutil.rmtree, self._root / _INCOMING, ignore_errors=True)

    def _path(self, object_key: str) -> Path:
        return self._root / check_object_key(object_key)

    def _is_made_here(self, source: Path) -> bool:
        """A file from elsewhere is somebody's own: who may read it is not ours to say."""
        return source.resolve().is_relative_to(self._root.parent.resolve())

    def _put(self, source: Path, target: Path) -> None:
        if not source.is_file():
            raise InvalidInput(f"There is no file {source.name!r} to store.")
        incoming = self._root / _INCOMING
        passing = incoming / uuid.uuid4().hex
        try:
            make_private_folder(incoming, below=self._root)
            make_private_folder(target.parent, below=self._root)
            _link_or_copy(source.resolve(), passing)
            if passing.stat().st_nlink == 1 or self._is_made_here(source):
                passing.chmod(FILE_MODE)
            passing.replace(target)
            flush_to_disk(target.parent)
        except OSError as error:
            raise explain_disk_error(error) from error
        finally:
            # Renaming onto another link of the same file keeps both names.
            passing.unlink(missing_ok=True)


def _link_or_copy(source: Path, passing: Path) -> None:
    try:
        passing.hardlink_to(source)
    except OSError as error:
        if error.errno in _NO_SPACE:
            raise
        shutil.copyfile(source, passing)
    flush_to_disk(passing)


def flush_to_disk(path: Path) -> None:
    """Wait until a file or folder is on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def require_room(folder: Path, size_bytes: int) -> None:
    """Raise ExternalFailure, with what to do, unless so much fits on a folder's disk. Blocks."""
    place = next(parent for parent in (folder, *folder.parents) if parent.exists())
    free_bytes = shutil.disk_usage(place).free
    if size_bytes + _SPARE_BYTES > free_bytes:
        missing = (size_bytes + _SPARE_BYTES - free_bytes) / 1024**2
        raise ExternalFailure(
            f"The disk is too full for this file: free {missing:,.0f} MiB, then try again.",
            retryable=True,
            stage=stages.STORAGE,
        )


def explain_disk_error(error: OSError) -> ExternalFailure:
    """Return our error for one from the disk."""
    if error.errno in _NO_SPACE:
        sentence = "The disk is full: free some space, then try again."
        return ExternalFailure(sentence, retryable=True, stage=stages.STORAGE)
    sentence = (
        f"A file could not be stored ({error.strerror}): check the storage folder's permissions."
    )
    return ExternalFailure(sentence, stage=stages.STORAGE)
