"""The chart of a stream's chat rate: the position of everything in it, in per cent.

This file makes numbers and words; `templates/chart.html` draws them. Horizontal positions are in
per cent of the stream, so that the chart fits any width while its text keeps its size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

from cogs.cards.evidence import describe_spike
from cogs.missed_peaks import name_missed
from core.domain.chat.chat_histogram import ChatRates
from core.domain.chat.chat_spike import ChatSpike
from core.domain.chat.hearing.missed_peaks import MISS_SENTENCES, MissedPeak
from core.domain.clips.clip import Clip
from core.domain.work.plain_text import format_offset

WIDTH = 1000
HEIGHT = 100
POINTS_MAX = 480
CHARTS_KEPT = 32
MARKER_GAP_PERCENT = 7.0
LETTERS_GAP_PERCENT = 4.0
LANES_MAX = 3
LANE_PIXELS = 26
PLOT_PIXELS = 168
_X_STEPS_SECONDS = (10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400)
_TICKS_MAX = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A label at `percent` of its axis, x from the left and y from the top."""

    percent: float
    label: str
    anchor: str = "middle"
    is_minor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A numbered spike; `lane` is its row, and `clip_id` the clip it links to, if any."""

    percent: float
    lane: int
    number: int
    label: str
    clip_id: str | None
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A peak that became no clip, in per cent of both axes; `letters` name it in the list too.

    Its letters are only drawn where they have room.
    """

    percent: float
    y_percent: float
    letters: str
    label: str
    has_room: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The stretch of the stream that a clip covers."""

    percent: float
    width_percent: float
    clip_id: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RateChart:
    """A chart that is ready to be drawn; `line` and `area` are SVG paths in 1000 by 100."""

    line: str
    area: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    usual: Tick | None
    markers: tuple[Marker, ...]
    windows: tuple[Window, ...]
    missed: tuple[Miss, ...]
    lanes: int
    title: str
    description: str

    @property
    def top_pixels(self) -> int:
        return self.lanes * LANE_PIXELS + 6

    @property
    def bottom_pixels(self) -> int:
        return self.top_pixels + PLOT_PIXELS


def draw_chat_rate(
    rates: ChatRates,
    spikes: Sequence[ChatSpike],
    clips: Mapping[int, Clip],
    *,
    missed: Sequence[MissedPeak] = (),
    only: int | None = None,
) -> RateChart | None:
    """Return the chart of a chat rate, or None if there is too little chat to draw one.

    Args:
        rates: the chat rate in even steps from the start of the stream.
        spikes: in the order of the stream; they are numbered from 1.
        clips: the clip of each spike that became one, by the spike's number.
        missed: peaks that became no clip, in the order of the stream.
        only: the number of the one spike to show, or None for all.
    """
    if len(rates) < 2:
        return None
    return _draw(rates, tuple(spikes), tuple(clips.items()), tuple(missed), only)


@lru_cache(maxsize=CHARTS_KEPT)
def _draw(
    rates: ChatRates,
    spikes: tuple[ChatSpike, ...],
    numbered: tuple[tuple[int, Clip], ...],
    missed: tuple[MissedPeak, ...],
    only: int | None,
) -> RateChart:
    """Draw it once for all who look: what is over stays as it is."""
    clips = dict(numbered)
    length = rates.last_seconds
    top, step = _scale(max(rates.per_second))
    line = _draw_line(_thin_out(rates), length, top)
    shown = [(n, spike) for n, spike in enumerate(spikes, start=1) if only in {None, n}]
    markers = _place_markers(shown, clips, length)
    windows = tuple(_place_window(clips[n], length) for n, _ in shown if n in clips)
    usual = median(rates.per_second)
    return RateChart(
        line=line,
        area=f"{line}L{WIDTH} {HEIGHT}L0 {HEIGHT}Z",
        x_ticks=_mark_x(length),
        y_ticks=_mark_y(top, step),
        usual=Tick(percent=100 * (1 - usual / top), label=_per_second(usual)) if usual else None,
        markers=markers,
        windows=windows,
        missed=_place_missed(missed, rates, length, top),
        lanes=max((marker.lane for marker in markers), default=0) + 1,
        title=f"Chat messages per second over {format_offset(length)}",
        description=_describe(rates, shown, usual),
    )


def number_clips(spikes: Sequence[ChatSpike], clips: Sequence[Clip]) -> dict[int, Clip]:
    """Return the clip of each spike by the spike's number, from 1."""
    by_moment = {clip.spike.detected_at_seconds: clip for clip in clips if clip.spike}
    return {
        number: by_moment[spike.detected_at_seconds]
        for number, spike in enumerate(spikes, start=1)
        if spike.detected_at_seconds in by_moment
    }


def _scale(highest: float) -> tuple[float, float]:
    """Return the top of the y axis and the step of its labels: at most four round steps."""
    size = 0.1
    while True:
        for step in (size, 2 * size, 5 * size):
            if step * 4 >= highest:
                count = max(1, -(-highest // step))
                return count * step, step
        size *= 10


def _thin_out(rates: ChatRates) -> list[tuple[float, float]]:
    """Return at most POINTS_MAX offsets and rates: the highest of each stretch, so peaks stay."""
    # The end of the stream cuts the last step short, which would look like silence.
    heights = rates.per_second[:-1]
    stretch = -(-len(heights) // POINTS_MAX)
    points = []
    for first in range(0, len(heights), stretch):
        part = heights[first : first + stretch]
        highest = max(part)
        points.append(((first + part.index(highest)) * rates.step_seconds, highest))
    return points


def _draw_line(points: Sequence[tuple[float, float]], length: float, top: float) -> str:
    places = [
        (round(WIDTH * offset / length, 1), round(HEIGHT * (1 - rate / top), 2))
        for offset, rate in points
    ]
    first, last = places[0][1], places[-1][1]
    return f"M0 {first}" + "".join([f"L{x} {y}" for x, y in places]) + f"L{WIDTH} {last}"


def _mark_x(length: float) -> tuple[Tick, ...]:
    step = next((s for s in _X_STEPS_SECONDS if length / s <= _TICKS_MAX), _X_STEPS_SECONDS[-1])
    count = int(length // step)
    ticks = []
    for place in range(count + 1):
        percent = 100 * place * step / length
        anchor = "start" if place == 0 else "end" if percent > 98 else "middle"
        label = format_offset(place * step)
        ticks.append(Tick(percent=percent, label=label, anchor=anchor, is_minor=place % 2 == 1))
    return tuple(ticks)


def _mark_y(top: float, step: float) -> tuple[Tick, ...]:
    count = round(top / step)
    return tuple(
        Tick(percent=100 * (1 - place / count), label=_per_second(place * step))
        for place in range(1, count + 1)
    )


def _per_second(rate: float) -> str:
    return f"{rate:.1f}".removesuffix(".0")


def _place_markers(
    spikes: Sequence[tuple[int, ChatSpike]], clips: Mapping[int, Clip], length: float
) -> tuple[Marker, ...]:
    """Place the markers; one that would cover an earlier one moves up a lane."""
    ends = [-MARKER_GAP_PERCENT] * LANES_MAX
    markers = []
    for number, spike in spikes:
        percent = _percent(spike.peak_seconds, length)
        free = (lane for lane in range(LANES_MAX) if percent - ends[lane] >= MARKER_GAP_PERCENT)
        lane = next(free, ends.index(min(ends)))
        ends[lane] = percent
        clip = clips.get(number)
        said = " ".join(describe_spike(spike)[:2])
        markers.append(
            Marker(
                percent=percent,
                lane=lane,
                number=number,
                label=f"Spike {number} at {format_offset(spike.peak_seconds)}. {said}",
                clip_id=clip.id if clip else None,
                status=clip.status.value if clip else "none",
            )
        )
    return tuple(markers)


def _place_missed(
    missed: Sequence[MissedPeak], rates: ChatRates, length: float, top: float
) -> tuple[Miss, ...]:
    """Place each at the height of its chat."""
    placed, named_until = [], -LETTERS_GAP_PERCENT
    for at, peak in enumerate(missed):
        percent = _percent(peak.offset_seconds, length)
        has_room = percent - named_until >= LETTERS_GAP_PERCENT
        named_until = percent if has_room else named_until
        near = min(int(peak.offset_seconds / rates.step_seconds), len(rates) - 1)
        letters = name_missed(at)
        placed.append(
            Miss(
                percent=percent,
                y_percent=100 * (1 - rates.per_second[near] / top),
                letters=letters,
                label=(
                    f"Peak {letters} at {format_offset(peak.offset_seconds)} became no clip: "
                    f"{MISS_SENTENCES[peak.reason]}"
                ),
                has_room=has_room,
            )
        )
    return tuple(placed)


def _place_window(clip: Clip, length: float) -> Window:
    start = _percent(clip.start_seconds, length)
    return Window(
        percent=start,
        width_percent=_percent(clip.end_seconds, length) - start,
        clip_id=clip.id,
        status=clip.status.value,
    )


def _percent(offset_seconds: float, length: float) -> float:
    return 100 * min(max(0.0, offset_seconds), length) / length


def _describe(rates: ChatRates, spikes: Sequence[tuple[int, ChatSpike]], usual: float) -> str:
    highest = max(rates.per_second)
    at = format_offset(rates.per_second.index(highest) * rates.step_seconds)
    moments = ", ".join(f"{number} at {format_offset(s.peak_seconds)}" for number, s in spikes)
    return (
        f"Usually {_per_second(usual)} messages per second; at most "
        f"{_per_second(highest)}, at {at}. " + (f"Spikes: {moments}." if moments else "No spikes.")
    )
