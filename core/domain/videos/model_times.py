"""Model times: times as a model writes them, and whether they can be trusted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

_CLOCK: Final = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{1,2}(?:\.\d{1,6})?)")
_SECONDS: Final = re.compile(r"\d{1,8}(?:\.\d{1,6})?")
_UNIT: Final = re.compile(r"(?<=\d) ?(?:s|secs?|seconds?)$")
_MILLISECONDS: Final = re.compile(r"(\d{1,9}) ?ms")
_AROUND: Final = "[](){}<>\"'`~≈ \t\n"
_AGREES_SECONDS: Final = 2.0
_SCATTER_SECONDS: Final = 1.5
_READINGS_MIN: Final = 3
_READINGS_MAX: Final = 40
_SPREAD_SHARE: Final = 0.2
_SLOWEST: Final = 0.5
_FASTEST: Final = 2.0
_TEXT_MAX: Final = 40
_MILLISECONDS_APART: Final = 1000


def parse_clock(text: str) -> float | None:
    """Return the seconds of a time as models write it; None if it is not one.

    "M:SS", "MM:SS.s", "H:MM:SS" and plain seconds are read, with a decimal comma, in brackets,
    and with their unit ("35s", "35000 ms").
    """
    bare = _strip(text)
    if in_milliseconds := _MILLISECONDS.fullmatch(bare):
        return int(in_milliseconds[1]) / 1000
    bare = _UNIT.sub("", bare)
    if _SECONDS.fullmatch(bare):
        return float(bare)
    found = _CLOCK.fullmatch(bare)
    if not found:
        return None
    hours, minutes, seconds = int(found[1] or 0), int(found[2]), float(found[3])
    if seconds >= 60 or (found[1] and minutes >= 60):
        return None
    return hours * 3600 + minutes * 60 + seconds


def _strip(text: str) -> str:
    if len(text) > _TEXT_MAX:
        return ""
    return unicodedata.normalize("NFKC", text).strip(_AROUND).replace(",", ".").lower()


def are_milliseconds(texts: Iterable[str], duration_seconds: float) -> bool:
    """Return whether plain numbers can only be milliseconds.

    As seconds most of them would lie past the end, and as milliseconds they all lie within, a
    second or more apart.
    """
    plain = [float(bare) for bare in map(_strip, texts) if _SECONDS.fullmatch(bare)]
    late = [number for number in plain if number > duration_seconds + 1]
    if 2 * len(late) <= len(plain) or max(plain) - min(plain) < _MILLISECONDS_APART:
        return False
    return max(late) / 1000 <= duration_seconds + 1


def parse_time(text: str, *, in_milliseconds: bool) -> float | None:
    """Return the seconds of a time, whose plain numbers may be milliseconds."""
    if in_milliseconds and _SECONDS.fullmatch(bare := _strip(text)):
        return float(bare) / 1000
    return parse_clock(text)


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

    def agrees(self, reading: Reading, *, within_seconds: float = _AGREES_SECONDS) -> bool:
        """Return whether this maps the claimed time to what the clock showed."""
        off = self.apply(reading.claimed_seconds) - reading.clock_seconds
        return abs(off) <= within_seconds


AS_CLAIMED: Final = Correction()


def find_correction(readings: Sequence[Reading], duration_seconds: float) -> Correction | None:
    """Return how to correct claimed times; None if they must not be believed.

    The majority of the readings decides, so that one misread clock costs nothing. Times that agree
    with the clock (2 s), or were not compared with it, stay as they are. Times that drift are
    corrected by the straight line that most readings lie on (1.5 s), at least three of them, spread
    over a fifth of the stretch; otherwise their meaning is unknown.
    """
    if not readings:
        return AS_CLAIMED
    usable = [r for r in readings if 0 <= r.clock_seconds <= duration_seconds + 1]
    agreeing = sum(map(AS_CLAIMED.agrees, usable))
    line, on_line = _find_line(usable[:_READINGS_MAX], duration_seconds)
    if line and on_line > agreeing and 2 * on_line > len(readings):
        return line
    return AS_CLAIMED if 2 * agreeing > len(readings) else None


def _find_line(
    readings: Sequence[Reading], duration_seconds: float
) -> tuple[Correction | None, int]:
    """Return the line that most readings lie on, and how many do."""
    best: list[Reading] = []
    for one, other in combinations(readings, 2):
        line = _fit_line([one, other])
        near = [r for r in readings if line and line.agrees(r, within_seconds=_SCATTER_SECONDS)]
        if len(near) > len(best) and _spread(near) >= _SPREAD_SHARE * duration_seconds:
            best = near
    if len(best) < _READINGS_MIN:
        return None, 0
    return _fit_line(best), len(best)


def _spread(readings: Sequence[Reading]) -> float:
    clocks = [reading.clock_seconds for reading in readings]
    return max(clocks) - min(clocks)


def _fit_line(readings: Sequence[Reading]) -> Correction | None:
    """Return the line of least squares; None if no clock could run like it."""
    claims = [reading.claimed_seconds for reading in readings]
    clocks = [reading.clock_seconds for reading in readings]
    middle, clock_middle = sum(claims) / len(claims), sum(clocks) / len(clocks)
    variance = sum((claim - middle) ** 2 for claim in claims)
    if variance <= 0:
        return None
    together = sum(
        (claim - middle) * (clock - clock_middle)
        for claim, clock in zip(claims, clocks, strict=True)
    )
    rate = together / variance
    if not _SLOWEST <= rate <= _FASTEST:
        return None
    return Correction(rate=rate, shift_seconds=clock_middle - rate * middle)
