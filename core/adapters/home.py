"""The home folder: locked by one process at a time."""

from __future__ import annotations

import asyncio
import fcntl
import os
import secrets
import shutil
import stat
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from core.adapters.ordinary_files import read_ordinary
from core.adapters.private_files import FOLDER_MODE, close_file, close_tree, make_private_folder
from core.errors import Busy, InvalidInput

_PRIVATE_FOLDERS = ("objects", "secrets", "scratch", "rings")
_SECRET_BYTES = 32
_SECRET_BYTES_MAX = 10_000
YOUNG_SECONDS = 60.0


@asynccontextmanager
async def hold_home(home: Path) -> AsyncIterator[Path]:
    """Create the folder and lock it until the block ends; Busy if another process has it."""
    descriptor = await asyncio.to_thread(_lock, home)
    try:
        yield home
    finally:
        os.close(descriptor)


def _lock(home: Path) -> int:
    is_known = (home / "lock").exists()
    try:
        make_private_folder(home, below=home)
        descriptor = os.open(home / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise InvalidInput(
            f"The folder {home} cannot be written ({error.strerror}); "
            "set TRUSS_HOME to one that can."
        ) from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise Busy(
            f"Another Truss is running in {home}; stop it, or set TRUSS_HOME to another folder."
        ) from None
    if is_known:
        _mend(home)
    return descriptor


def _mend(home: Path) -> None:
    """Close what an older version left open to others; a folder shared by all stays so."""
    found = home.stat()
    if found.st_uid == os.geteuid() and not found.st_mode & stat.S_ISVTX:
        home.chmod(FOLDER_MODE)
    for name in _PRIVATE_FOLDERS:
        close_tree(home / name)
    for file in home.glob("*.sqlite3*"):
        close_file(file)


async def remove_abandoned(parent: Path) -> int:
    """Delete the homes inside `parent` that no process holds any more; return how many.

    Recent ones are left alone: their creator may not have locked them yet.
    """
    return await asyncio.to_thread(_remove_abandoned, parent)


def _remove_abandoned(parent: Path) -> int:
    count = 0
    for home in parent.glob("replay-*"):
        try:
            if not home.is_dir() or time.time() - home.stat().st_mtime < YOUNG_SECONDS:
                continue
            descriptor = _lock(home)
        except (Busy, InvalidInput, OSError):
            continue
        shutil.rmtree(home, ignore_errors=True)
        os.close(descriptor)
        count += 1
    return count


async def empty_scratch(home: Path) -> Path:
    """Return the home's folder for temporary files, emptied of what a killed run left there."""
    scratch = home / "scratch"
    await asyncio.to_thread(shutil.rmtree, scratch, ignore_errors=True)
    return scratch


async def read_secret(home: Path, name: str) -> bytes:
    """Return the secret stored in this home as `name`, created at its first use (mode 0600)."""
    return await asyncio.to_thread(_read_secret, home / "secrets" / name)


def _read_secret(path: Path) -> bytes:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        fresh = path.with_suffix(".part")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(_SECRET_BYTES))
            file.flush()
            os.fsync(file.fileno())
        fresh.rename(path)
    try:
        return read_ordinary(path, bytes_max=_SECRET_BYTES_MAX)
    except OSError as error:
        raise InvalidInput(
            f"The file {path} cannot be read ({error.strerror}); it has to be a file that Truss "
            "may read."
        ) from None
