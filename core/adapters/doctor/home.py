"""The home: whether it can be written, who else can read it, and how much room there is."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from core.domain.work.finding import Finding, advise, fault

CHECK: Final = "home"
CLOSE: Final = "take everybody else's rights from it"
GIGABYTE: Final = 1024**3
FREE_LEAST: Final = 1 * GIGABYTE
FREE_GOOD: Final = 5 * GIGABYTE
_OTHERS: Final = 0o077
_FOLDERS: Final = ("secrets", "objects", "scratch", "rings", "published")
_FILES: Final = ("lock",)
"""The check of the table looks at its file itself."""


async def look_at_home(
    home: Path, *, needed_bytes: int = 0, published: Path | None = None
) -> list[Finding]:
    """Return what is wrong with the folder that Truss keeps everything in.

    `published` is where clips are published to, where that is elsewhere.
    """
    return await asyncio.to_thread(_look, home, needed_bytes, published)


def _look(home: Path, needed_bytes: int, published: Path | None) -> list[Finding]:
    place, problem = _find_problem(home)
    if problem:
        return [_unwritable(home, problem, setting="TRUSS_HOME")]
    found = [*_find_wrong_kinds(home)]
    if published is not None and (problem := _find_problem(published)[1]):
        found.append(_unwritable(published, problem, setting="TRUSS_PUBLISH_FOLDER"))
    # Advice, and no trouble of health: a volume that was there before keeps the mode that it has.
    if home.exists() and home.stat().st_mode & _OTHERS:
        found.append(
            advise(
                CHECK,
                f"Other users of this machine can look into {home}, where keys and videos are",
                f"run chmod 700 {home}",
                fix=CLOSE,
            )
        )
    return found + judge_space(home, shutil.disk_usage(place).free, needed_bytes)


def judge_space(home: Path, free_bytes: int, needed_bytes: int) -> list[Finding]:
    """Return whether the room that is left will do."""
    shown = f"Only {free_bytes / GIGABYTE:.1f} GiB are free where {home} is"
    mend = "make room, or set TRUSS_HOME to a folder on a larger disk"
    if free_bytes < FREE_LEAST + needed_bytes:
        return [fault(CHECK, shown, mend)]
    if free_bytes < FREE_GOOD + needed_bytes:
        return [advise(CHECK, shown, mend)]
    return []


async def close_home(home: Path) -> str:
    """Take everybody else's rights from the folder."""
    await asyncio.to_thread(home.chmod, 0o700)
    return f"Nobody else can look into {home} any more."


def _find_problem(folder: Path) -> tuple[Path, str]:
    """Return the nearest place that is there, and why the folder cannot be written, if so."""
    place = folder
    # A link that leads nowhere is there as well: no folder can be made in its place.
    while not os.path.lexists(place) and place != place.parent:
        place = place.parent
    return place, _find_unwritable(place)


def _unwritable(folder: Path, problem: str, *, setting: str) -> Finding:
    return fault(
        CHECK,
        f"The folder {folder} cannot be written ({problem})",
        f"set {setting} to one that can, or give it to the user who starts Truss",
    )


def _find_wrong_kinds(home: Path) -> Iterator[Finding]:
    """Find what has the name of something of ours, and is of another kind."""
    for name, is_kind, kind in (
        *((name, Path.is_dir, "a folder") for name in _FOLDERS),
        *((name, Path.is_file, "a file") for name in _FILES),
    ):
        place = home / name
        if os.path.lexists(place) and not is_kind(place):
            yield fault(CHECK, f"{place} is not {kind}", "move it away, and look what made it")


def _find_unwritable(place: Path) -> str:
    if place.is_symlink() and not place.exists():
        return "it is a link that leads nowhere"
    if not place.is_dir():
        return "it is not a folder"
    if not os.access(place, os.W_OK | os.X_OK):
        return "permission denied"
    try:
        with tempfile.TemporaryFile(dir=place) as file:
            file.write(b"x")
    except OSError as error:
        return error.strerror or "no room"
    return ""
