"""Charts: a stream's chat as one picture."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from core.domain.chat_histogram import RatePoint
from core.domain.chat_spike import ChatSpike
from core.domain.metrics import DayCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamChart:
    """What the picture shows: the chat rate, and where chat erupted."""

    rates: tuple[RatePoint, ...]
    spikes: tuple[ChatSpike, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysChart:
    """Bars for each of the days, without a gap, in a panel for each of the names."""

    days: tuple[DayCounts, ...]
    names: tuple[str, ...]


class ChartPainter(Protocol):
    """Paints charts into files, as PNG or SVG by the ending of the file's name.

    A file that was there is replaced, whole or not at all.
    """

    def check_file(self, file: Path) -> None:
        """Raise InvalidInput, with what to give instead, where nothing can be painted to."""
        ...

    async def paint_stream(self, chart: StreamChart, file: Path) -> None: ...

    async def paint_days(self, chart: DaysChart, file: Path) -> None: ...
