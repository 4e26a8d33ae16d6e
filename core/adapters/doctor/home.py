"""The home: whether it can be written, who else can read it, and how much room there is."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

from core.domain.work.finding import Finding, advise, fault

CHECK: Final = "home"
CLOSE: Final = "take everybody else's rights from it"
GIGABYTE: Final = 1024**3
FREE_LEAST: Final = 1 * GIGABYTE
FREE_GOOD: Final = 5 * GIGABYTE
_OTHERS: Final = 0o077


async def look_at_home(home: Path, *, needed_bytes: int = 0) -> list[Finding]:
    """Return what is wrong with the folder that Truss keeps everything in."""
    return await asyncio.to_thread(_look, home, needed_bytes)


def _look(home: Path, needed_bytes: int) -> list[Finding]:
    place = home
    while not place.exists() and place != place.parent:
        place = place.parent
    if problem := _find_unwritable(place):
        return [
            fault(
                CHECK,
                f"The folder {home} cannot be written ({problem})",
                "set TRUSS_HOME to one that can, or give it to the user who starts Truss",
            )
        ]
    found = []
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


def _find_unwritable(place: Path) -> str:
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
