"""Model times: times as a model writes them, and whether they can be trusted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_CLOCK: Final = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{1,2}(?:\.\d{1,3})?)")
_SECONDS: Final = re.compile(r"\d{1,6}(?:\.\d{1,6})?")
_AGREES_SECONDS: Final = 2.0
_SCATTER_SECONDS: Final = 1.5
_READINGS_MIN: Final = 3
_SPREAD_SHARE: Final = 0.2
_SLOWEST: Final = 0.5
_FASTEST: Final = 2.0


def parse_clock(text: str) -> float | None:
    """Return the seconds of "M:SS", "MM:SS.s", "H:MM:SS" or plain seconds; None otherwise."""
    stripped = text.strip()
    if _SECONDS.fullmatch(stripped):
        return float(stripped)
    found = _CLOCK.fullmatch(stripped)
    if not found:
        return None
    hours, minutes, seconds = int(found[1] or 0), int(found[2]), float(found[3])
    if seconds >= 60 or (found[1] and minutes >= 60):
        return None
    return hours * 3600 + minutes * 60 + seconds


def format_clock(seconds: float) -> str:
    """Return whole seconds the way the clock in the picture shows them: 00:42, 61:05."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    return f"{minutes:02d}:{rest:02d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The time a model gives a frame, and what the clock in that frame shows; in seconds."""

    claimed_seconds: float
    clock_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """How claimed times map to the clock: `rate * claimed + shift_seconds`."""

    rate: float = 1.0
    shift_seconds: float = 0.0

    def apply(self, claimed_seconds: float) -> float:
        return self.rate * claimed_seconds + self.shift_seconds


def find_correction(readings: Sequence[Reading], duration_seconds: float) -> Correction | None:
    """Return how to correct claimed times; None if they must not be believed.

    Times that agree with the clock (2 s), or were not compared with it, stay as they are. Times
    that drift are corrected by a straight line if at least three readings, spread over a fifth of
    the stretch, lie on one (1.5 s); otherwise their meaning is unknown.
    """
    usable = [r for r in readings if 0 <= r.clock_seconds <= duration_seconds + 1]
    if len(usable) < len(readings):
        return None
    if all(abs(r.clock_seconds - r.claimed_seconds) <= _AGREES_SECONDS for r in usable):
        return Correction()
    return _fit_line(usable, duration_seconds)


def _fit_line(readings: Sequence[Reading], duration_seconds: float) -> Correction | None:
    claims = [reading.claimed_seconds for reading in readings]
    clocks = [reading.clock_seconds for reading in readings]
    spread = max(clocks) - min(clocks)
    if len(readings) < _READINGS_MIN or spread < _SPREAD_SHARE * duration_seconds:
        return None
    middle, clock_middle = sum(claims) / len(claims), sum(clocks) / len(clocks)
    variance = sum((claim - middle) ** 2 for claim in claims)
    if variance <= 0:
        return None
    together = sum(
        (claim - middle) * (clock - clock_middle)
        for claim, clock in zip(claims, clocks, strict=True)
    )
    rate = together / variance
    line = Correction(rate=rate, shift_seconds=clock_middle - rate * middle)
    scatter = max(
        abs(line.apply(claim) - clock) for claim, clock in zip(claims, clocks, strict=True)
    )
    return line if _SLOWEST <= rate <= _FASTEST and scatter <= _SCATTER_SECONDS else None
