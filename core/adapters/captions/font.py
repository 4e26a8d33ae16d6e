"""The fonts of captions and pictures: DejaVu Sans, which lies beside this file."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

from core.errors import ExternalFailure

FONT_FILE: Final = "DejaVuSans-Bold.ttf"
LETTERS_FILE: Final = "DejaVuSans.ttf"
FONTS: Final = Path(__file__).with_name("dejavu")


def find_font(name: str = FONT_FILE) -> Path:
    """Return the captions' font, or the pictures'; ExternalFailure where it was lost."""
    font = FONTS / name
    if font.is_file():
        return font
    raise ExternalFailure(
        "The font for captions is missing: install Truss again with all its files.",
        stage="captions",
    )


def make_fonts_folder(folder: Path) -> Path:
    """Return `folder`, created if necessary, with our font as its only file from us.

    libass reads every file in its fonts folder, so it gets one with a single font. May be called
    again, also by several processes at once. Blocking: it copies 0.7 MB once.
    """
    font = find_font()
    place = folder / FONT_FILE
    if not place.is_file() or place.stat().st_size != font.stat().st_size:
        folder.mkdir(parents=True, exist_ok=True)
        part = folder.parent / f".{folder.name}.{os.getpid()}.part"
        shutil.copyfile(font, part)
        part.replace(place)
    return folder
