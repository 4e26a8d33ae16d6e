"""The marker of the last backup: a file in the home that says when it was made, and what of it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from core.adapters.ordinary_files import read_ordinary
from core.adapters.private_files import write_private

MARKER_FILE = "last-backup"
OK = "ok"
FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class LastBackup:
    """What came of the last backup: `at` in UTC, `result` "ok" or "failed", and a sentence.

    `whole_at` is when one last succeeded, and `whole_folder` where that lies; "" if none did.
    """

    at: str
    result: str
    sentence: str
    folder: str
    whole_at: str = ""
    whole_folder: str = ""


def write_marker(home: Path, marker: LastBackup) -> None:
    """Store it in the home, completely or not at all. Blocks."""
    write_private(home / MARKER_FILE, json.dumps(asdict(marker), indent=1) + "\n")


def read_marker(home: Path) -> LastBackup | None:
    """Return what the home's marker says; None if there is none, or none that can be read."""
    try:
        kept = json.loads(read_ordinary(home / MARKER_FILE, bytes_max=1_000_000))
        return LastBackup(**kept)
    except (OSError, ValueError, TypeError):
        return None


def advise_restore(home: Path) -> str:
    """Return sentences that say how a home is brought back."""
    marker = read_marker(home)
    known = f" (that of {marker.whole_at} is there)" if marker and marker.whole_at else ""
    folder = marker.whole_folder if marker and marker.whole_folder else "FOLDER"
    return (
        f"Nothing was changed. To bring the last backup back{known}, move the folder {home} away "
        f"and run `trussbot restore {folder}`."
    )
