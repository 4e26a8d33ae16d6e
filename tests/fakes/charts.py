"""A painter that records what it was asked to paint."""

from __future__ import annotations

import asyncio
from pathlib import Path

from core.domain.learning.checking.score_check import ScoreCheck
from core.errors import InvalidInput
from core.ports.chat import ChartPainter, DaysChart, StreamChart


class FakePainter:
    def __init__(self) -> None:
        self.painted: dict[Path, StreamChart] = {}
        self.days: list[DaysChart] = []
        self.checks: list[ScoreCheck] = []
        self.content = b"\x89PNG a picture"

    def check_file(self, file: Path) -> None:
        if file.suffix not in {".png", ".svg"}:
            raise InvalidInput(f"{file.name} cannot be painted.")

    async def paint_stream(self, chart: StreamChart, file: Path) -> None:
        self.check_file(file)
        self.painted[file] = chart
        await asyncio.to_thread(file.write_bytes, self.content)

    async def paint_days(self, chart: DaysChart, file: Path) -> None:
        self.check_file(file)
        self.days.append(chart)
        await asyncio.to_thread(file.write_bytes, self.content)

    async def paint_check(self, check: ScoreCheck, file: Path) -> None:
        self.check_file(file)
        self.checks.append(check)
        await asyncio.to_thread(file.write_bytes, self.content)


_: type[ChartPainter] = FakePainter
