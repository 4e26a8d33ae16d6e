"""Charts drawn by matplotlib, which is imported only when one is drawn."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from core.adapters.output_files import require_output_file
from core.domain.chat.chat_spike import ChatSpike
from core.domain.chat.reaction import Reaction
from core.domain.learning.checking.score_check import ScoreCheck
from core.domain.work.plain_text import format_offset
from core.errors import InvalidInput
from core.ports.chat import DaysChart, StreamChart

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FORMATS: Final = frozenset({".png", ".svg"})
LABELS_MAX: Final = 12
LABEL_GAP: Final = 0.07
"""Labels closer than this share of the stream are stacked."""

_LANES: Final = 3
_STEPS_SECONDS: Final = (10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200)
_STEPS_MOST: Final = 12
_INCHES: Final = (16.0, 6.0)
_DOTS_AN_INCH: Final = 100
_BAR_COLOUR: Final = "#9bb8d3"
_DOT_COLOUR: Final = "#1f4e79"
_COLUMNS: Final = 2
_DAY_LABELS: Final = 5
_COLOURS: Final[dict[Reaction, str]] = {
    Reaction.HYPE: "#d1495b",
    Reaction.LAUGHTER: "#b8860b",
    Reaction.SHOCK: "#6a4c93",
    Reaction.SADNESS: "#1f6f8b",
    Reaction.APPLAUSE: "#2e7d32",
    Reaction.MIXED: "#555555",
}


class MatplotlibPainter:
    """Draws without a display and in a thread; equal charts give equal files."""

    def check_file(self, file: Path) -> None:
        if file.suffix.lower() not in FORMATS:
            raise InvalidInput(f"{file.name} cannot be drawn: end its name in .png or .svg.")

    async def paint_stream(self, chart: StreamChart, file: Path) -> None:
        self.check_file(file)
        await asyncio.to_thread(_paint, lambda figure: _draw_stream(figure, chart), file)

    async def paint_days(self, chart: DaysChart, file: Path) -> None:
        self.check_file(file)
        await asyncio.to_thread(_paint, lambda figure: _draw_days(figure, chart), file)

    async def paint_check(self, check: ScoreCheck, file: Path) -> None:
        self.check_file(file)
        await asyncio.to_thread(_paint, lambda figure: _draw_check(figure, check), file)


def _paint(draw: Callable[[Figure], None], file: Path) -> None:
    require_output_file(file)
    picture = _draw(draw, file.suffix.lower().lstrip("."))
    part = file.with_name(f"{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(picture)
        part.replace(file)
    except OSError as error:
        raise InvalidInput(
            f"The picture cannot be written to {file} ({error.strerror}); choose another place."
        ) from None


def _draw(draw: Callable[[Figure], None], kind: str) -> bytes:
    from matplotlib import rc_context  # noqa: PLC0415 - it takes a second to load
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - the same
    from matplotlib.figure import Figure  # noqa: PLC0415 - the same

    out = io.BytesIO()
    with rc_context({"svg.hashsalt": "truss", "font.family": "DejaVu Sans"}):
        figure = Figure(figsize=_INCHES, dpi=_DOTS_AN_INCH, layout="tight")
        FigureCanvasAgg(figure)
        draw(figure)
        metadata = {"Date": None} if kind == "svg" else {"Software": None}
        figure.savefig(out, format=kind, metadata=metadata)
    return out.getvalue()


def _draw_stream(figure: Figure, chart: StreamChart) -> None:
    axes = figure.add_subplot()
    _draw_rates(axes, chart)
    _draw_spikes(axes, chart)


def _draw_days(figure: Figure, chart: DaysChart) -> None:
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - it takes a second to load

    places = range(len(chart.days))
    step = max(1, len(chart.days) // _DAY_LABELS)
    labelled = list(places)[::-1][::step]
    for number, name in enumerate(chart.names):
        axes = figure.add_subplot(-(-len(chart.names) // _COLUMNS), _COLUMNS, number + 1)
        counts = [day.counts.get(name, 0) for day in chart.days]
        axes.bar(places, counts, color=_BAR_COLOUR)
        axes.set_title(f"{name.capitalize()} a day", loc="left")
        axes.set_xticks(labelled, [f"{chart.days[place].on:%d %b}" for place in labelled])
        axes.set_ylim(0, 1.1 * max([1, *counts]))
        axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
        axes.spines[["top", "right"]].set_visible(False)


def _draw_check(figure: Figure, check: ScoreCheck) -> None:
    """Draw the place that posts of each tenth of scores reached, with its interval."""
    axes = figure.add_subplot()
    places = range(len(check.bins))
    middles = [one.place for one in check.bins]
    below = [one.place - one.low for one in check.bins]
    above = [one.high - one.place for one in check.bins]
    axes.errorbar(
        places, middles, yerr=(below, above), fmt="o", color=_DOT_COLOUR, capsize=5, markersize=8
    )
    expected = [(place + 0.5) * 100 / max(1, len(check.bins)) for place in places]
    axes.plot(places, expected, "--", color=_BAR_COLOUR, label="a score that orders all of them")
    axes.axhline(50, color="#888888", linewidth=1, label="a score that says nothing")
    labels = [f"{one.low_score}-{one.high_score}\n{one.posts} posts" for one in check.bins]
    axes.set_xticks(list(places), labels)
    axes.set_ylim(0, 100)
    axes.set_ylabel(f"place by {check.outcome} (100 is best)")
    axes.set_xlabel("predicted score")
    axes.set_title(
        f"Score and {check.outcome}: rank agreement {check.agreement:.2f} "
        f"({check.low:.2f} to {check.high:.2f}), {check.posts} posts",
        loc="left",
    )
    axes.legend(loc="upper left", frameon=False)
    axes.spines[["top", "right"]].set_visible(False)


def _draw_rates(axes: Axes, chart: StreamChart) -> None:
    from matplotlib.ticker import FuncFormatter, MultipleLocator  # noqa: PLC0415 - the same

    offsets = [point.offset_seconds for point in chart.rates]
    rates = [point.messages_per_second for point in chart.rates]
    axes.fill_between(offsets, rates, step="post", color=_BAR_COLOUR, linewidth=0)
    axes.set_title(f"Chat rate and {_count(len(chart.spikes))}", loc="left")
    axes.set_ylabel("messages a second")
    axes.set_xlabel("time into the stream")
    length = max([1.0, *offsets, *(spike.detected_at_seconds for spike in chart.spikes)])
    axes.set_xlim(0, length)
    axes.set_ylim(0, 1.35 * max([0.1, *rates]))
    axes.xaxis.set_major_locator(MultipleLocator(_choose_step(length)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda at, _: format_offset(at)))
    axes.spines[["top", "right"]].set_visible(False)


def _choose_step(length_seconds: float) -> float:
    """Return the seconds between two labels of the time axis, for at most 12 of them."""
    fit = (step for step in _STEPS_SECONDS if length_seconds / step <= _STEPS_MOST)
    return float(next(fit, length_seconds))


def _draw_spikes(axes: Axes, chart: StreamChart) -> None:
    top = axes.get_ylim()[1]
    for spike in chart.spikes:
        axes.axvline(spike.peak_seconds, ymax=0.76, color=_COLOURS[spike.reaction], linewidth=1.2)
    for spike, lane in _place_labels(chart.spikes, axes.get_xlim()[1]):
        axes.annotate(
            f"{format_offset(spike.peak_seconds)} {spike.reaction.value}\n{spike.chatters} people",
            (spike.peak_seconds, top * (0.78 + 0.075 * lane)),
            color=_COLOURS[spike.reaction],
            fontsize=8,
            ha="center",
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


def _count(spikes: int) -> str:
    return "1 spike" if spikes == 1 else f"{spikes} spikes"
