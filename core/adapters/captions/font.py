"""The caption font: DejaVu Sans Bold, which matplotlib's wheel includes."""

from __future__ import annotations

import os
import shutil
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from core.errors import ExternalFailure

FONT_FILE = "DejaVuSans-Bold.ttf"


@cache
def find_font() -> Path:
    """Return the font's file without importing matplotlib, which takes a while."""
    spec = find_spec("matplotlib")
    folders = (spec.submodule_search_locations or []) if spec else []
    for folder in folders:
        font = Path(folder) / "mpl-data" / "fonts" / "ttf" / FONT_FILE
        if font.is_file():
            return font
    raise ExternalFailure(
        "The font for captions is missing: install Truss again with all its dependencies.",
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
