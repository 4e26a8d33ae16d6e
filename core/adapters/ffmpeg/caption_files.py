"""Caption files for ffmpeg: an ASS document, and a folder with a single font."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

from core.adapters.captions.font import make_fonts_folder
from core.adapters.ffmpeg.graph import CaptionFiles

KEPT_SECONDS = 24 * 3600.0


def write_caption_files(document: str, folder: Path) -> CaptionFiles | None:
    """Return where an ASS document and the font are in `folder`; None without captions.

    Documents are named by their content and kept for a day, so that a render's command can be rerun
    by hand.
    """
    if not document:
        return None
    folder = folder.absolute()
    fonts = make_fonts_folder(folder / "fonts")
    _remove_old(folder)
    content = document.encode("utf-8", "replace")
    place = folder / f"{hashlib.sha256(content).hexdigest()[:24]}.ass"
    part = folder / f".{place.name}.{os.getpid()}.part"
    part.write_bytes(content)
    part.replace(place)
    return CaptionFiles(document=place, fonts=fonts)


def _remove_old(folder: Path) -> None:
    before = time.time() - KEPT_SECONDS
    for old in folder.glob("*.ass"):
        try:
            if old.stat().st_mtime < before:
                old.unlink(missing_ok=True)
        except FileNotFoundError:
            continue
