"""Private files: folders and files of a home that nobody but its owner may look into."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

FOLDER_MODE = 0o700
FILE_MODE = 0o600
_OTHERS = 0o077


def make_private_folder(folder: Path, *, below: Path) -> None:
    """Create `folder`, and what is missing between it and `below`, for its owner alone."""
    if not folder.is_dir():
        if folder != below:
            make_private_folder(folder.parent, below=below)
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)


def close_tree(folder: Path) -> None:
    """Take everybody else's rights from a folder and what is in it.

    A file that has another name elsewhere keeps its mode: the other name may be somebody's own.
    """
    for path in _list_open(folder):
        with suppress(OSError):
            path.chmod(FOLDER_MODE if path.is_dir() else FILE_MODE)


def write_private(path: Path, text: str) -> None:
    """Put a file in place whole or not at all, for its owner alone; a link goes on leading to it.

    Blocking.
    """
    place = path.resolve()
    descriptor, name = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
    part = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(FILE_MODE)
        part.replace(place)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def close_file(path: Path) -> None:
    """Take everybody else's rights from a file, if there is one that has no other name."""
    if _is_open(path):
        with suppress(OSError):
            path.chmod(FILE_MODE)


def _list_open(folder: Path) -> Iterator[Path]:
    if _is_open(folder):
        yield folder
    for parent, folders, files in os.walk(folder):
        yield from (path for name in (*folders, *files) if _is_open(path := Path(parent, name)))


def _is_open(path: Path) -> bool:
    try:
        found = path.lstat()
    except OSError:
        return False
    is_ours = stat.S_ISDIR(found.st_mode) or (stat.S_ISREG(found.st_mode) and found.st_nlink == 1)
    return is_ours and bool(found.st_mode & _OTHERS)
