"""Charts of chat, of days and of the score; what draws is imported only when one is drawn."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

from core.adapters.charts.marks import HEIGHT, WIDTH, Anchor, Area, Dot, Line, Mark, Point, Text
from core.adapters.charts.panel import LETTER, Panel, choose_values
from core.adapters.output_files import require_output_file
from core.domain.chat.chat_histogram import RatePoint
from core.domain.chat.chat_spike import ChatSpike
from core.domain.chat.reaction import Reaction
from core.domain.learning.checking.score_check import ScoreCheck
from core.domain.work.plain_text import format_offset
from core.errors import InvalidInput
from core.ports.chat import DaysChart, StreamChart

FORMATS: Final = frozenset({".png", ".svg"})
LABELS_MAX: Final = 12
LABEL_GAP: Final = 0.07
"""Labels closer than this share of the stream are stacked."""

_LANES: Final = 3
_STEPS_SECONDS: Final = (10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200)
_STEPS_MOST: Final = 12
_BAR_COLOUR: Final = "#9bb8d3"
_DOT_COLOUR: Final = "#1f4e79"
_MIDDLE_COLOUR: Final = "#888888"
_LABEL: Final = 11.1
_COLUMNS: Final = 2
_DAY_LABELS: Final = 5
_BAR_SHARE: Final = 0.8
_COLOURS: Final[dict[Reaction, str]] = {
    Reaction.HYPE: "#d1495b",
    Reaction.LAUGHTER: "#b8860b",
    Reaction.SHOCK: "#6a4c93",
    Reaction.SADNESS: "#1f6f8b",
    Reaction.APPLAUSE: "#2e7d32",
    Reaction.MIXED: "#555555",
}


class FilePainter:
    """Draws without a display and in a thread; equal charts give equal files."""

    def check_file(self, file: Path) -> None:
        if file.suffix.lower() not in FORMATS:
            raise InvalidInput(f"{file.name} cannot be drawn: end its name in .png or .svg.")

    async def paint_stream(self, chart: StreamChart, file: Path) -> None:
        self.check_file(file)
        await asyncio.to_thread(_paint, draw_stream(chart), file)

    async def paint_days(self, chart: DaysChart, file: Path) -> None:
        self.check_file(file)
        await asyncio.to_thread(_paint, draw_days(chart), file)

    async def paint_check(self, check: ScoreCheck, file: Path) -> None:
        self.check_file(file)
        await asyncio.to_thread(_paint, draw_check(check), file)


def _paint(marks: Iterator[Mark], file: Path) -> None:
    require_output_file(file)
    picture = _draw(list(marks), file.suffix.lower())
    part = file.with_name(f"{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(picture)
        part.replace(file)
    except OSError as error:
        raise InvalidInput(
            f"The picture cannot be written to {file} ({error.strerror}); choose another place."
        ) from None


def _draw(marks: Sequence[Mark], suffix: str) -> bytes:
    if suffix == ".svg":
        from core.adapters.charts.svg import draw_svg  # noqa: PLC0415 - as below

        return draw_svg(marks)
    from core.adapters.charts.png import draw_png  # noqa: PLC0415 - few starts draw

    return draw_png(marks)


def draw_stream(chart: StreamChart) -> Iterator[Mark]:
    """Draw how fast chat was, and where it erupted; what has no place is left out."""
    rates = [
        point
        for point in chart.rates
        if math.isfinite(point.offset_seconds) and math.isfinite(point.messages_per_second)
    ]
    spikes = [
        spike
        for spike in chart.spikes
        if math.isfinite(spike.peak_seconds) and math.isfinite(spike.detected_at_seconds)
    ]
    offsets = [point.offset_seconds for point in rates]
    length = max([1.0, *offsets, *(spike.detected_at_seconds for spike in spikes)])
    high = 1.35 * max([0.1, *(point.messages_per_second for point in rates)])
    panel = _make_panel(first=0.0, last=length, high=high)
    if len(rates) > 1:
        yield Area(points=tuple(_list_steps(panel, rates)), colour=_BAR_COLOUR)
    yield from panel.draw_axes()
    step = _choose_step(length)
    times = [step * number for number in range(int(length / step) + 1)]
    yield from panel.label_x([(at, format_offset(at)) for at in times])
    yield from panel.label_y(choose_values(high, most=8))
    yield from panel.name(
        title=f"Chat rate and {_count(len(spikes))}",
        across="time into the stream",
        up="messages a second",
    )
    yield from _draw_spikes(panel, spikes)


def draw_days(chart: DaysChart) -> Iterator[Mark]:
    """Draw a panel of bars for each name."""
    rows = -(-len(chart.names) // _COLUMNS)
    for number, name in enumerate(chart.names):
        row, column = divmod(number, _COLUMNS)
        high, wide = HEIGHT / rows, WIDTH / _COLUMNS
        counts = [day.counts.get(name, 0) for day in chart.days]
        panel = Panel(
            left=column * wide + 80,
            right=(column + 1) * wide - 20,
            top=row * high + 40,
            bottom=(row + 1) * high - 40,
            first=-0.7,
            last=len(counts) - 0.3,
            high=1.1 * max([1, *counts]),
        )
        yield from _draw_bars(panel, counts)
        yield from panel.draw_axes()
        labelled = list(range(len(counts)))[:: -max(1, len(counts) // _DAY_LABELS)]
        yield from panel.label_x([(at, f"{chart.days[at].on:%d %b}") for at in labelled])
        yield from panel.label_y(choose_values(panel.high, most=5, are_whole=True))
        yield from panel.name(title=f"{name.capitalize()} a day")


def _draw_bars(panel: Panel, counts: Sequence[int]) -> Iterator[Mark]:
    for place, count in enumerate(counts):
        if count:
            left, top = panel.at(place - _BAR_SHARE / 2, count)
            right, bottom = panel.at(place + _BAR_SHARE / 2, 0)
            corners = ((left, bottom), (left, top), (right, top), (right, bottom))
            yield Area(points=corners, colour=_BAR_COLOUR)


def draw_check(check: ScoreCheck) -> Iterator[Mark]:
    """Draw the place that posts of each tenth of scores reached, with its interval."""
    count = len(check.bins)
    panel = _make_panel(first=-0.5, last=max(1, count) - 0.5, high=100.0)
    yield from panel.draw_axes()
    yield from panel.label_y([0, 20, 40, 60, 80, 100])
    labels = [f"{one.low_score}-{one.high_score}\n{one.posts} posts" for one in check.bins]
    yield from panel.label_x(list(enumerate(labels)))
    yield from panel.name(
        title=f"Score and {check.outcome}: {_describe_agreement(check)}, {check.posts} posts",
        across="predicted score",
        up=f"place by {check.outcome} (100 is best)",
    )
    start, end = panel.at(panel.first, 50), panel.at(panel.last, 50)
    yield Line(start=start, end=end, colour=_MIDDLE_COLOUR)
    expected = [panel.at(place, (place + 0.5) * 100 / count) for place in range(count)]
    yield from _dash(expected)
    for place, one in enumerate(check.bins):
        if math.isfinite(one.low) and math.isfinite(one.high):
            yield from _draw_interval(panel.at(place, one.low), panel.at(place, one.high))
        if math.isfinite(one.place):
            yield Dot(at=panel.at(place, one.place), radius=5.5, colour=_DOT_COLOUR)
    yield from _draw_legend(panel)


def _describe_agreement(check: ScoreCheck) -> str:
    if not all(map(math.isfinite, (check.agreement, check.low, check.high))):
        return "rank agreement is not known"
    return f"rank agreement {check.agreement:.2f} ({check.low:.2f} to {check.high:.2f})"


def _draw_interval(low: Point, high: Point) -> Iterator[Mark]:
    yield Line(start=low, end=high, colour=_DOT_COLOUR, width=2)
    for x, y in (low, high):
        yield Line(start=(x - 7, y), end=(x + 7, y), colour=_DOT_COLOUR, width=1.4)


def _draw_legend(panel: Panel) -> Iterator[Mark]:
    left, top = panel.left + 20, panel.top + 16
    yield from _dash([(left, top), (left + 40, top)])
    below = top + 1.6 * LETTER
    yield Line(start=(left, below), end=(left + 40, below), colour=_MIDDLE_COLOUR)
    for y, text in (
        (top, "a score that orders all of them"),
        (below, "a score that says nothing"),
    ):
        yield Text(at=(left + 52, y + 0.36 * LETTER), text=text, size=LETTER)


def _dash(points: Sequence[Point]) -> Iterator[Mark]:
    """Draw dashes of 8 pixels from point to point."""
    for (x1, y1), (x2, y2) in pairwise(points):
        count = max(1, round(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 / 13))
        across, down = (x2 - x1) / count, (y2 - y1) / count
        for number in range(count):
            x, y = x1 + number * across, y1 + number * down
            end = (x + 0.6 * across, y + 0.6 * down)
            yield Line(start=(x, y), end=end, colour=_BAR_COLOUR, width=2)


def _make_panel(*, first: float, last: float, high: float) -> Panel:
    return Panel(
        left=90, top=40, right=WIDTH - 40, bottom=HEIGHT - 72, first=first, last=last, high=high
    )


def _list_steps(panel: Panel, rates: Sequence[RatePoint]) -> Iterator[Point]:
    """Return the outline of rates, each of which holds until the next."""
    yield panel.at(rates[0].offset_seconds, 0)
    for now, later in pairwise(rates):
        yield panel.at(now.offset_seconds, now.messages_per_second)
        yield panel.at(later.offset_seconds, now.messages_per_second)
    yield panel.at(rates[-1].offset_seconds, 0)


def _choose_step(length_seconds: float) -> float:
    """Return the seconds between two labels of the time axis, for at most 12 of them."""
    fit = (step for step in _STEPS_SECONDS if length_seconds / step <= _STEPS_MOST)
    return float(next(fit, length_seconds))


def _draw_spikes(panel: Panel, spikes: Sequence[ChatSpike]) -> Iterator[Mark]:
    for spike in spikes:
        x, bottom = panel.at(spike.peak_seconds, 0)
        _, top = panel.at(spike.peak_seconds, 0.76 * panel.high)
        yield Line(start=(x, bottom), end=(x, top), colour=_COLOURS[spike.reaction], width=1.7)
    for spike, lane in _place_labels(spikes, panel.last):
        x, y = panel.at(spike.peak_seconds, panel.high * (0.785 + 0.075 * lane))
        said = (f"{format_offset(spike.peak_seconds)} {spike.reaction.value}", _people(spike))
        for row, text in enumerate(said):
            yield Text(
                at=(x, y - 1.2 * _LABEL * (1 - row)),
                text=text,
                size=_LABEL,
                anchor=Anchor.MIDDLE,
                colour=_COLOURS[spike.reaction],
            )


def _place_labels(spikes: Sequence[ChatSpike], length: float) -> list[tuple[ChatSpike, int]]:
    """Return the strongest spikes, in order, each with a lane that has room for its label."""
    strongest = sorted(spikes, key=lambda spike: -spike.score)[:LABELS_MAX]
    ends = [float("-inf")] * _LANES
    placed = []
    for spike in sorted(strongest, key=lambda spike: spike.peak_seconds):
        lane = next((n for n, end in enumerate(ends) if spike.peak_seconds >= end), None)
        if lane is not None:
            ends[lane] = spike.peak_seconds + LABEL_GAP * length
            placed.append((spike, lane))
    return placed


def _people(spike: ChatSpike) -> str:
    return f"{spike.chatters} people"


def _count(spikes: int) -> str:
    return "1 spike" if spikes == 1 else f"{spikes} spikes"
