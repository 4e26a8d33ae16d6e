"""Output files: checks that a path people named for a file may be written to."""

from __future__ import annotations

from pathlib import Path

from core.errors import InvalidInput


def require_output_file(place: Path) -> None:
    """Raise InvalidInput if a folder, a device or a pipe is at `place`.

    A rename would replace it with a file: somebody running as root would lose /dev/null.
    """
    if place.is_dir():
        raise InvalidInput(
            f"{place} is a folder: name the file to write, such as {place}/clip.mp4."
        )
    if place.exists() and not place.is_file():
        raise InvalidInput(f"{place} is not an ordinary file: choose another place.")
