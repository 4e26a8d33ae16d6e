"""Day drawing: a figure of each day as a bar, for an inline SVG, and the same in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from core.domain.learning.metrics import DayCounts

HEIGHT: Final = 160
TOP: Final = 18
BOTTOM: Final = HEIGHT + TOP
_GAP: Final = 0.2
_TICKS: Final = (0.0, 0.5, 1.0)
_LABELS_MAX: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class DayBar:
    """One day: its bar in percent of the width and in pixels of the height."""

    x_percent: float
    width_percent: float
    y: float
    height: float
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTick:
    """A mark of an axis, with what stands beside it."""

    at: float
    label: str
    anchor: str = "start"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayDrawing:
    """Where everything lies; nothing to draw where no day has any."""

    name: str
    told: str
    bars: tuple[DayBar, ...]
    y_ticks: tuple[DayTick, ...]
    x_ticks: tuple[DayTick, ...]
    bottom: int = BOTTOM


def draw_days(days: Sequence[DayCounts], name: str) -> DayDrawing:
    counts = [day.counts.get(name, 0) for day in days]
    most = max(counts, default=0)
    top = _round_up(most)
    step = 100 / max(1, len(days))
    bars = tuple(
        DayBar(
            x_percent=round(step * (at + _GAP / 2), 3),
            width_percent=round(step * (1 - _GAP), 3),
            y=round(BOTTOM - HEIGHT * count / top, 1),
            height=round(HEIGHT * count / top, 1),
            told=f"{_name_day(day.on)}: {count:,} {name}",
        )
        for at, (day, count) in enumerate(zip(days, counts, strict=True))
        if count
    )
    ticks = tuple(
        DayTick(at=round(BOTTOM - HEIGHT * part, 1), label=f"{top * part:,.0f}")
        for part in _TICKS
        if (top * part).is_integer()
    )
    return DayDrawing(
        name=name,
        told=_tell(days, counts, name),
        bars=bars,
        y_ticks=ticks,
        x_ticks=_name_some(days, step),
    )


def _tell(days: Sequence[DayCounts], counts: Sequence[int], name: str) -> str:
    if not any(counts):
        return f"No {name} in these days."
    best = max(range(len(counts)), key=lambda at: counts[at])
    return (
        f"{sum(counts):,} {name} in {len(days)} days, most on {_name_day(days[best].on)} with "
        f"{counts[best]:,}."
    )


def _name_some(days: Sequence[DayCounts], step: float) -> tuple[DayTick, ...]:
    """Return a few dates that have room beside each other on a phone too."""
    if not days:
        return ()
    last = len(days) - 1
    wanted = sorted({round(last * n / (_LABELS_MAX - 1)) for n in range(_LABELS_MAX)})
    anchors = {0: "start", last: "end"}
    places = {0: 0.0, last: 100.0}
    return tuple(
        DayTick(
            at=round(places.get(at, step * (at + 0.5)), 2),
            label=f"{days[at].on:%b} {days[at].on.day}",
            anchor=anchors.get(at, "middle"),
        )
        for at in wanted
    )


def _round_up(count: int) -> float:
    """Return the end of the axis: the next of 1, 2, 4, 5 or 10 times a power of ten."""
    if count <= 1:
        return 1.0
    power = 10 ** math.floor(math.log10(count))
    return float(next(step * power for step in (1, 2, 4, 5, 10) if step * power >= count))


def _name_day(on: date) -> str:
    return f"{on:%a} {on.day} {on:%b}"
