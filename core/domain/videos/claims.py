"""Claims: what a model says about a window, and how its times become offsets into the video.

Times are offsets into the window, as text: the model reads them off a clock. Nothing here chooses a
file, an account, a privacy or a status; a claim can only become a time range, a mark or a text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from core.domain.videos.model_times import (
    Correction,
    Reading,
    are_milliseconds,
    find_correction,
    parse_clock,
    parse_time,
)
from core.domain.videos.understanding import AnalysisWindow, Criterion, Fault

_END_SLACK_SECONDS: Final = 1.0
_OWN_SECONDS_MAX: Final = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentClaim:
    """A moment as the model wrote it; `marks` are (points, sentence) by criterion.

    `clock` is what it read off the clock in the picture at the peak, `asking_title` the title that
    asks something, where two were asked for.
    """

    start: str
    peak: str
    end: str
    category: str
    title: str
    quote: str
    visual: str
    marks: Mapping[Criterion, tuple[float, str]]
    clock: str = ""
    asking_title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedClaim:
    """A chapter (its start and title) or what was said: a word or sentence, its start and end."""

    text: str
    start: str
    end: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """Everything a model says about a window.

    `readings` are (the time it gives a frame, the clock in that frame). `misshapen` counts, by
    kind, what did not even have the form of a claim.
    """

    moments: Sequence[MomentClaim] = ()
    chapters: Sequence[TimedClaim] = ()
    words: Sequence[TimedClaim] = ()
    readings: Sequence[tuple[str, str]] = ()
    misshapen: Mapping[str, int] = field(default_factory=dict)


class Unbelievable(Exception):
    """A claim is not believed; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(slots=True)
class ClaimCheck:
    """One window's check: what is known so far, and what was dropped."""

    window: AnalysisWindow
    correction: Correction | None
    in_milliseconds: bool
    is_clock_read: bool
    faults: Counter[tuple[str, Fault]] = field(default_factory=Counter)

    def drop(self, kind: str, fault: Fault, count: int = 1) -> None:
        self.faults[kind, fault] += count

    def parse(self, text: str) -> float | None:
        return parse_time(text, in_milliseconds=self.in_milliseconds)

    def read_offset(self, text: str, correction: Correction | None = None) -> float:
        """Return the offset into the asset that a claimed time stands for."""
        claimed = self.parse(text)
        if claimed is None:
            raise Unbelievable(Fault.TIME)
        correction = correction or self.correction
        if correction is None:
            raise Unbelievable(Fault.DRIFT)
        at = correction.apply(claimed)
        if not -_END_SLACK_SECONDS <= at <= self.window.duration_seconds + _END_SLACK_SECONDS:
            raise Unbelievable(Fault.RANGE)
        at = min(self.window.duration_seconds, max(0.0, at))
        return round(self.window.start_seconds + at, 3)

    def find_own(self, claim: MomentClaim) -> Correction | None:
        """Return the shift that a moment's own reading of the clock asks for, if it does."""
        peak, clock = self.parse(claim.peak), parse_clock(claim.clock)
        if peak is None or clock is None or clock > self.window.duration_seconds + 1:
            return None
        own = Reading(claimed_seconds=peak, clock_seconds=clock)
        if self.correction is None:
            return Correction(shift_seconds=clock - peak)
        off = clock - self.correction.apply(peak)
        if self.correction.agrees(own) or abs(off) > _OWN_SECONDS_MAX:
            return None
        return replace(self.correction, shift_seconds=self.correction.shift_seconds + off)


def open_check(claims: Claims, window: AnalysisWindow) -> ClaimCheck:
    """Return a window's check, which knows by how much the model's times are off."""
    in_milliseconds = are_milliseconds(_list_times(claims), window.duration_seconds)
    readings = _list_readings(claims, window.duration_seconds, in_milliseconds)
    return ClaimCheck(
        window=window,
        correction=find_correction(readings, window.duration_seconds),
        in_milliseconds=in_milliseconds,
        is_clock_read=bool(readings),
    )


def _list_times(claims: Claims) -> Iterator[str]:
    for moment in claims.moments:
        yield from (moment.start, moment.peak, moment.end)
    for claim in (*claims.chapters, *claims.words):
        yield from (claim.start, claim.end)


def _list_readings(claims: Claims, duration_seconds: float, in_milliseconds: bool) -> list[Reading]:
    """Return the readings of the clock that are times.

    Those of the moments count where such a time was to be seen: a moment that cannot be is no
    reason to doubt the others.
    """
    own = ((moment.peak, moment.clock) for moment in claims.moments)
    asked = list(_parse_readings(claims.readings, in_milliseconds))
    return asked + [
        reading
        for reading in _parse_readings(own, in_milliseconds)
        if max(reading.claimed_seconds, reading.clock_seconds) <= duration_seconds + 1
    ]


def _parse_readings(said: Iterable[tuple[str, str]], in_milliseconds: bool) -> Iterator[Reading]:
    for claimed_text, clock_text in said:
        claimed = parse_time(claimed_text, in_milliseconds=in_milliseconds)
        clock = parse_clock(clock_text)
        if claimed is not None and clock is not None:
            yield Reading(claimed_seconds=claimed, clock_seconds=clock)
