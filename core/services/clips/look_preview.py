"""Look preview: a picture of how captions look, drawn as a clip's are."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

import structlog

from core.domain.clips.captions import make_ass
from core.domain.clips.words.caption_look import CaptionLook
from core.domain.videos.spoken_word import Word
from core.errors import TrussError
from core.ports.clips import Renderer
from core.services.work.scratch_folder import open_scratch

_log = structlog.get_logger(__name__)

_TEXT: Final = "this is how words look"
_WORD_SECONDS: Final = 0.4
_AT_SECONDS: Final = 0.6
"""While the second word is said, so that the spoken one and the others differ."""
_KEPT_MAX: Final = 16


class LookPreview:
    """Draws each look once; where it cannot be drawn, settings do without."""

    def __init__(self, *, renderer: Renderer, scratch: Path) -> None:
        self._renderer = renderer
        self._scratch = scratch
        self._drawn: dict[CaptionLook, bytes] = {}

    async def draw(self, look: CaptionLook) -> bytes | None:
        """Return a JPEG of a frame with this look; None where there is none to be had."""
        if look not in self._drawn:
            try:
                drawn = await self._paint(look)
            except TrussError as error:
                _log.warning("look.not_drawn", reason=str(error))
                return None
            if len(self._drawn) >= _KEPT_MAX:
                del self._drawn[next(iter(self._drawn))]
            self._drawn[look] = drawn
        return self._drawn[look]

    async def _paint(self, look: CaptionLook) -> bytes:
        words = [
            Word(
                text=text,
                start_seconds=number * _WORD_SECONDS,
                end_seconds=(number + 1) * _WORD_SECONDS,
            )
            for number, text in enumerate(_TEXT.split())
        ]
        document = make_ass(words, duration_seconds=words[-1].end_seconds, seam_y=None, look=look)
        async with open_scratch(self._scratch, prefix="look-") as folder:
            file = folder / "look.jpg"
            await self._renderer.paint_captions(document, file, at_seconds=_AT_SECONDS)
            return await asyncio.to_thread(file.read_bytes)
