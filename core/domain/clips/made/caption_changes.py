"""Caption changes: when two caption documents for the same clip show something else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_EVENT: Final = "Dialogue:"

Span = tuple[float, float]
Frames = tuple[int, int]
"""The first frame of a stretch, and the first one after it."""


@dataclass(frozen=True, slots=True)
class _Event:
    start: float
    end: float
    text: str

    def meets(self, other: _Event) -> bool:
        return self.start < other.end and other.start < self.end


def find_changes(older: str, newer: str) -> tuple[Span, ...]:
    """Return the seconds in which two ASS documents differ; captions that meet move together."""
    if _read_head(older) == _read_head(newer) or not (older and newer):
        before, after = set(_read_events(older)), set(_read_events(newer))
        changed = before ^ after
        beside = (one for one in before & after if any(one.meets(other) for other in changed))
        shown = {*changed, *beside}
    else:
        shown = {*_read_events(older), *_read_events(newer)}
    return tuple(sorted((event.start, event.end) for event in shown))


def choose_stretches(
    changes: Iterable[Span], starts: Sequence[int], *, frame_count: int, rate: float
) -> tuple[Frames, ...]:
    """Return the groups of frames to draw anew, joined where they touch.

    `starts` are the frames at which a group begins that can be decoded by itself, 0 first.
    """
    # A frame more on both sides, since documents count in hundredths of a second.
    touched = [(int(start * rate) - 1, int(end * rate) + 2) for start, end in changes]
    stretches: list[Frames] = []
    for first, after in pairwise((*starts, frame_count)):
        if not any(begin < after and first < end for begin, end in touched):
            continue
        if stretches and stretches[-1][1] == first:
            stretches[-1] = (stretches[-1][0], after)
        else:
            stretches.append((first, after))
    return tuple(stretches)


def _read_head(document: str) -> str:
    return document.partition(_EVENT)[0]


def _read_events(document: str) -> Iterable[_Event]:
    for line in document.splitlines():
        if line.startswith(_EVENT):
            layer, start, end, rest = line.removeprefix(_EVENT).split(",", 3)
            yield _Event(_read_time(start), _read_time(end), f"{layer},{rest}")


def _read_time(text: str) -> float:
    hours, minutes, seconds = text.strip().split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
