"""Places that people name for files: what is there already may be replaced only if it is a file."""

from __future__ import annotations

from pathlib import Path

from core.errors import InvalidInput


def require_file_place(place: Path) -> None:
    """Raise InvalidInput where a folder, a device or a pipe lies at `place`.

    A rename would put a file in its stead: whoever runs as root would lose /dev/null by it.
    """
    if place.is_dir():
        raise InvalidInput(
            f"{place} is a folder: name the file to write, such as {place}/clip.mp4."
        )
    if place.exists() and not place.is_file():
        raise InvalidInput(f"{place} is not an ordinary file: choose another place.")
