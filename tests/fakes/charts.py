"""A painter that remembers what it was to paint."""

from __future__ import annotations

from pathlib import Path

from core.errors import InvalidInput
from core.ports.charts import ChartPainter, StreamChart


class FakePainter:
    def __init__(self) -> None:
        self.painted: dict[Path, StreamChart] = {}

    def check_file(self, file: Path) -> None:
        if file.suffix not in {".png", ".svg"}:
            raise InvalidInput(f"{file.name} cannot be painted.")

    async def paint_stream(self, chart: StreamChart, file: Path) -> None:
        self.check_file(file)
        self.painted[file] = chart


_: type[ChartPainter] = FakePainter
