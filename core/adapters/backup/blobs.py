"""Blobs: contents in a folder under their own hashes, so that none is stored twice."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from core.adapters.ordinary_files import NotAFileError, open_ordinary
from core.adapters.private_files import FILE_MODE, make_private_folder

READ_BYTES: Final = 1024**2
_DAMAGED: Final = ".damaged"


class BlobDamaged(Exception):
    """A blob is missing, or is not what its name says."""


class Blobs:
    """Contents under `root`; what has been written is flushed. All of it blocks."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def has(self, digest: str) -> bool:
        return self._path(digest).is_file()

    def put_bytes(self, content: bytes) -> tuple[str, bool]:
        """Store a content; return its hash, and whether it was new."""
        digest = hashlib.sha256(content).hexdigest()
        if self.has(digest):
            return digest, False
        passing = self._open_passing()
        with passing.open("wb") as out:
            out.write(content)
            _flush(out)
        self._take_in(passing, digest)
        return digest, True

    def put_file(self, source: Path) -> tuple[str, int, bool]:
        """Store a file's content; return its hash, its size, and whether it was new."""
        passing = self._open_passing()
        hasher, size_bytes = hashlib.sha256(), 0
        with source.open("rb") as file, passing.open("wb") as out:
            for piece in _read_pieces(file):
                hasher.update(piece)
                size_bytes += out.write(piece)
            _flush(out)
        digest = hasher.hexdigest()
        if self.has(digest):
            passing.unlink()
            return digest, size_bytes, False
        self._take_in(passing, digest)
        return digest, size_bytes, True

    def is_whole(self, digest: str) -> bool:
        """Read a blob and return whether it is what its name says."""
        try:
            with open_ordinary(self._path(digest)) as file:
                hasher = hashlib.sha256()
                for piece in _read_pieces(file):
                    hasher.update(piece)
        except OSError:
            return False
        return hasher.hexdigest() == digest

    def set_aside(self, digest: str) -> None:
        """Give a damaged blob another name, so that the next backup stores it anew."""
        path = self._path(digest)
        if path.is_file():
            path.replace(path.with_name(path.name + _DAMAGED))

    def write_to(self, digest: str, out: BinaryIO) -> None:
        """Append a blob to a file; BlobDamaged if it is missing or changed."""
        hasher = hashlib.sha256()
        try:
            with open_ordinary(self._path(digest)) as file:
                for piece in _read_pieces(file):
                    hasher.update(piece)
                    out.write(piece)
        except (FileNotFoundError, NotAFileError):
            raise BlobDamaged from None
        if hasher.hexdigest() != digest:
            raise BlobDamaged

    def remove_others(self, needed: set[str]) -> int:
        """Delete what is not among `needed`; return how many bytes that frees."""
        freed = 0
        for path in self._root.glob("??/*"):
            if path.name not in needed:
                freed += path.stat().st_size
                path.unlink()
        return freed

    def _path(self, digest: str) -> Path:
        return self._root / digest[:2] / digest

    def _open_passing(self) -> Path:
        make_private_folder(self._root, below=self._root)
        passing = self._root / ".passing"
        passing.touch(mode=FILE_MODE)
        return passing

    def _take_in(self, passing: Path, digest: str) -> None:
        target = self._path(digest)
        make_private_folder(target.parent, below=self._root)
        passing.replace(target)


def _read_pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(READ_BYTES):
        yield piece


def _flush(out: BinaryIO) -> None:
    out.flush()
    os.fsync(out.fileno())
