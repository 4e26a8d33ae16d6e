"""Coverage gaps: when a live stream's chat was not heard, so that silence is not taken for calm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

GAPS_KEPT: Final = 200
APART_SECONDS: Final = 1.0
"""Gaps that are closer than this are one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageGap:
    """A stretch of a stream, in seconds from its start, whose chat did not reach us."""

    start_seconds: float
    end_seconds: float
    reason: str

    @property
    def length_seconds(self) -> float:
        return self.end_seconds - self.start_seconds


def add_gap(gaps: Sequence[CoverageGap], gap: CoverageGap) -> tuple[CoverageGap, ...]:
    """Return the gaps with one more, in order; overlapping and nearly adjacent gaps are merged.

    What lies before the stream's start is cut off. Beyond two hundred gaps, the two closest
    together are merged.
    """
    start, end = max(0.0, gap.start_seconds), max(0.0, gap.end_seconds)
    if end <= start:
        return tuple(gaps)
    merged: list[CoverageGap] = []
    new = CoverageGap(start_seconds=start, end_seconds=end, reason=gap.reason)
    for one in sorted((*gaps, new), key=lambda g: g.start_seconds):
        if merged and one.start_seconds - merged[-1].end_seconds < APART_SECONDS:
            merged[-1] = _join(merged[-1], one)
        else:
            merged.append(one)
    if len(merged) > GAPS_KEPT:
        _join_closest(merged)
    return tuple(merged)


def _join(first: CoverageGap, second: CoverageGap) -> CoverageGap:
    return CoverageGap(
        start_seconds=first.start_seconds,
        end_seconds=max(first.end_seconds, second.end_seconds),
        reason=first.reason,
    )


def _join_closest(gaps: list[CoverageGap]) -> None:
    places = range(len(gaps) - 1)
    at = min(places, key=lambda i: gaps[i + 1].start_seconds - gaps[i].end_seconds)
    gaps[at : at + 2] = [_join(gaps[at], gaps[at + 1])]
