"""Check picture: the score's check as a PNG."""

from __future__ import annotations

import asyncio
from pathlib import Path

from core.domain.learning.checking.score_check import ScoreCheck
from core.ports.chat import ChartPainter
from core.services.work.scratch_folder import open_scratch


class CheckPicture:
    """Draws what the page draws, for faces that show pictures alone."""

    def __init__(self, *, painter: ChartPainter, scratch: Path) -> None:
        self._painter = painter
        self._scratch = scratch

    async def paint(self, check: ScoreCheck) -> bytes:
        async with open_scratch(self._scratch, prefix="check-") as folder:
            file = folder / "check.png"
            await self._painter.paint_check(check, file)
            return await asyncio.to_thread(file.read_bytes)
