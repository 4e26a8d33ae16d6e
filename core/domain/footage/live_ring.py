"""The live ring: a running stream's last minutes on disk, and which of them a moment needs.

A segment is complete or absent. What lies between two segments that are not consecutive (an
advertisement, a lost connection) was never recorded, so a window ends there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

JITTER_SECONDS = 1.0
"""How far the clocks of two consecutive segments may differ (encoders round)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RingSegment:
    """One piece of the stream on disk; `starts_at` is the wall clock of its first picture.

    `starts_anew` is true if it does not continue the one before; `head` is the file whose bytes
    must come first, for formats that need one.
    """

    name: str
    starts_at: datetime
    duration_seconds: float
    size_bytes: int
    starts_anew: bool = False
    head: str | None = None

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(seconds=self.duration_seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class RingCut:
    """Consecutive segments, with the wall clock of their first picture and their end."""

    segments: tuple[RingSegment, ...]

    @property
    def starts_at(self) -> datetime:
        return self.segments[0].starts_at

    @property
    def ends_at(self) -> datetime:
        return self.segments[-1].ends_at


def choose_segments(
    segments: Sequence[RingSegment], *, start_at: datetime, peak_at: datetime, end_at: datetime
) -> RingCut | None:
    """Return the segments that cover the window, up to any break around its peak.

    None if the peak itself lies in no segment.
    """
    run = _find_run(segments, peak_at)
    chosen = tuple(s for s in run if s.ends_at > start_at and s.starts_at < end_at)
    return RingCut(segments=chosen) if chosen else None


def list_surplus(segments: Sequence[RingSegment], *, bytes_max: int) -> tuple[RingSegment, ...]:
    """Return the oldest segments to delete so that the rest fits; the newest one stays."""
    held = sum(segment.size_bytes for segment in segments)
    surplus = []
    for segment in segments[:-1]:
        if held <= bytes_max:
            break
        held -= segment.size_bytes
        surplus.append(segment)
    return tuple(surplus)


def _find_run(segments: Sequence[RingSegment], at: datetime) -> list[RingSegment]:
    """Return the consecutive segments around `at`; none if `at` was not recorded."""
    run: list[RingSegment] = []
    for segment in segments:
        if run and not _follows(run[-1], segment):
            if run[-1].ends_at > at:
                break
            run = []
        run.append(segment)
    jitter = timedelta(seconds=JITTER_SECONDS)
    is_seen = bool(run) and run[0].starts_at - jitter <= at < run[-1].ends_at + jitter
    return run if is_seen else []


def _follows(earlier: RingSegment, later: RingSegment) -> bool:
    gap = abs((later.starts_at - earlier.ends_at).total_seconds())
    return not later.starts_anew and later.head == earlier.head and gap <= JITTER_SECONDS
