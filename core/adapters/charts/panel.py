"""A panel: two axes, what lies between them, and where a value is in pixels."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from core.adapters.charts.marks import HEIGHT, Anchor, Line, Mark, Point, Text

LETTER: Final = 13.9
TITLE: Final = 16.7
_TICK: Final = 5.0
_PLACES_MOST: Final = 9
_NICE: Final = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A rectangle in pixels, and the values at its edges; y begins at 0."""

    left: float
    top: float
    right: float
    bottom: float
    first: float
    last: float
    high: float

    def at(self, x: float, y: float) -> Point:
        """Return where a pair of values lies."""
        across = (x - self.first) / (self.last - self.first)
        up = y / self.high
        return (
            self.left + across * (self.right - self.left),
            self.bottom - up * (self.bottom - self.top),
        )

    def draw_axes(self) -> Iterator[Mark]:
        """Draw the two lines that values are read from."""
        corner = (self.left, self.bottom)
        yield Line(start=corner, end=(self.left, self.top))
        yield Line(start=corner, end=(self.right, self.bottom))

    def label_x(self, labels: Sequence[tuple[float, str]]) -> Iterator[Mark]:
        """Write what lies where on the lower axis; a label may have several lines."""
        for value, label in labels:
            x, y = self.at(value, 0)
            yield Line(start=(x, y), end=(x, y + _TICK))
            for row, text in enumerate(label.split("\n")):
                below = y + _TICK + LETTER * (1.1 + 1.2 * row)
                yield Text(at=(x, below), text=text, size=LETTER, anchor=Anchor.MIDDLE)

    def label_y(self, values: Sequence[float]) -> Iterator[Mark]:
        """Write numbers on the left axis."""
        step = values[1] - values[0] if len(values) > 1 else 1.0
        places = next(n for n in range(_PLACES_MOST + 1) if math.isclose(round(step, n), step))
        for value in values:
            x, y = self.at(self.first, value)
            yield Line(start=(x - _TICK, y), end=(x, y))
            place = (x - 1.6 * _TICK, y + 0.36 * LETTER)
            yield Text(at=place, text=f"{value:.{places}f}", size=LETTER, anchor=Anchor.END)

    def name(self, *, title: str, across: str = "", up: str = "") -> Iterator[Mark]:
        """Write the title, and what the two axes are."""
        yield Text(at=(self.left, self.top - 0.6 * LETTER), text=title, size=TITLE)
        if across:
            middle = ((self.left + self.right) / 2, HEIGHT - 0.7 * LETTER)
            yield Text(at=middle, text=across, size=LETTER, anchor=Anchor.MIDDLE)
        if up:
            beside = (1.6 * LETTER, (self.top + self.bottom) / 2)
            yield Text(at=beside, text=up, size=LETTER, anchor=Anchor.MIDDLE, is_turned=True)


def choose_values(high: float, *, most: int, are_whole: bool = False) -> list[float]:
    """Return round numbers from 0 up to `high`, at most so many steps apart."""
    size = 10 ** math.floor(math.log10(high / most))
    steps = [size * nice for nice in _NICE]
    if are_whole:
        steps = [step for step in steps if step >= 1 and step % 1 == 0] or [1.0]
    step = next((step for step in steps if high / step <= most), steps[-1])
    return [step * number for number in range(int(high / step + 1e-9) + 1)]
