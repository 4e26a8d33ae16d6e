"""Caption files for ffmpeg: an ASS document, and a folder with a single font."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from pathlib import Path

from core.adapters.captions.font import make_fonts_folder
from core.adapters.captions.font_runs import find_undrawn_characters, set_fonts
from core.adapters.captions.glyphs import choose_faces, make_fallbacks
from core.adapters.ffmpeg.graph import CaptionFiles

KEPT_SECONDS = 24 * 3600.0


class MissingGlyphsError(Exception):
    """No font on this machine draws some of the captions' characters."""

    def __init__(self, characters: str) -> None:
        super().__init__(
            f"This clip has no captions: no font here draws {characters[:20]!r}. Install "
            "'truss-bot[words-all]', or the system's Noto fonts."
        )


def try_caption_files(document: str, folder: Path) -> tuple[CaptionFiles | None, str]:
    """Return the caption files, or a sentence that says why there are none."""
    try:
        return write_caption_files(document, folder), ""
    except MissingGlyphsError as missing:
        return None, str(missing)


def write_caption_files(document: str, folder: Path) -> CaptionFiles | None:
    """Return where an ASS document and the font are in `folder`; None without captions.

    Documents are named by their content and kept for a day, so that a render's command can be rerun
    by hand.
    """
    if not document:
        return None
    folder = folder.absolute()
    fonts = make_fonts_folder(folder / "fonts")
    undrawn = find_undrawn_characters(document)
    if undrawn:
        document, fonts = _set_other_scripts(document, undrawn, folder)
    _remove_old(folder)
    content = document.encode("utf-8", "replace")
    place = folder / f"{hashlib.sha256(content).hexdigest()[:24]}.ass"
    part = folder / f".{place.name}.{os.getpid()}.part"
    part.write_bytes(content)
    part.replace(place)
    return CaptionFiles(document=place, fonts=fonts)


def _set_other_scripts(document: str, undrawn: str, folder: Path) -> tuple[str, Path]:
    """Return the document with a font for each of its scripts, and the folder of these fonts."""
    chosen, missing = choose_faces(undrawn)
    if missing:
        raise MissingGlyphsError(missing)
    name = hashlib.sha256(document.encode("utf-8", "replace")).hexdigest()[:24]
    fonts = make_fonts_folder(folder / f"fonts-{name}")
    fallbacks = make_fallbacks(chosen, document, fonts)
    return set_fonts(document, fallbacks), fonts


def _remove_old(folder: Path) -> None:
    before = time.time() - KEPT_SECONDS
    for old in (*folder.glob("*.ass"), *folder.glob("fonts-*")):
        try:
            if old.stat().st_mtime >= before:
                continue
            if old.is_dir():
                shutil.rmtree(old, ignore_errors=True)
            else:
                old.unlink(missing_ok=True)
        except FileNotFoundError:
            continue
