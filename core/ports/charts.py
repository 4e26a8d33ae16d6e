"""Charts: a stream's chat as one picture."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from core.domain.chat_histogram import RatePoint
from core.domain.chat_spike import ChatSpike


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamChart:
    """What the picture shows: the chat rate, and where chat erupted."""

    rates: tuple[RatePoint, ...]
    spikes: tuple[ChatSpike, ...]


class ChartPainter(Protocol):
    """Paints charts into files, as PNG or SVG by the ending of the file's name."""

    def check_file(self, file: Path) -> None:
        """Raise InvalidInput, with what to give instead, where nothing can be painted to."""
        ...

    async def paint_stream(self, chart: StreamChart, file: Path) -> None:
        """Paint the chart; a file that was there is replaced, whole or not at all."""
        ...
