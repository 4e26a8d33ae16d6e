"""Words: whether speech is heard, and the font of captions is there."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

from core.adapters.captions.font import find_font
from core.adapters.speech import open_listener
from core.domain.work.finding import Finding, Weight, explain, shorten
from core.errors import TrussError

CHECK: Final = "words"
OFF: Final = "off"


async def look_at_words(model: str, *, language: str) -> list[Finding]:
    """Return why clips would have no captions."""
    return await asyncio.to_thread(_look, model, language)


def _look(model: str, language: str) -> list[Finding]:
    found: list[Finding] = []
    try:
        find_font()
        listener = open_listener(model, language=language)
    except TrussError as error:
        return [explain(CHECK, error)]
    is_path = "/" in model or "\\" in model
    if is_path and not Path(model).expanduser().is_dir():
        found.append(
            Finding(
                check=CHECK,
                problem=f"TRUSS_WHISPER_MODEL={shorten(model)} is not a folder",
                mend="name the folder of a faster-whisper model, or leave it empty",
            )
        )
    if listener is None and model != OFF:
        found.append(
            Finding(
                check=CHECK,
                problem="No speech model is installed, so what is said has no captions",
                mend="run pip install 'truss-bot[words]', or set TRUSS_WHISPER_MODEL=off",
                weight=Weight.ADVICE,
            )
        )
    return found
