"""The story: what happens in the demo's stream and when, for picture, sound and chat to follow."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

TITLE = "NEON DRIFT - road to Grand Champion, no resets"
DURATION_SECONDS = 360.0

RAID_AT_SECONDS = 104.0
BOT_FLOOD_AT_SECONDS = 222.0
PERSON_FLOOD_AT_SECONDS = 266.0


class HighlightKind(StrEnum):
    """The kind of a highlight, which decides how picture, sound and chat react."""

    CRASH = "crash"
    BOSS = "boss"
    SAVE = "save"
    FINISH = "finish"


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """One planted highlight, `offset_seconds` after the start of the stream."""

    kind: HighlightKind
    offset_seconds: float


HIGHLIGHTS = (
    Highlight(kind=HighlightKind.CRASH, offset_seconds=200.0),
    Highlight(kind=HighlightKind.BOSS, offset_seconds=246.0),
    Highlight(kind=HighlightKind.SAVE, offset_seconds=292.0),
    Highlight(kind=HighlightKind.FINISH, offset_seconds=338.0),
)


def seconds_since(kind: HighlightKind, offset_seconds: float) -> float:
    """Return the seconds since that highlight; negative before it."""
    return offset_seconds - next(h.offset_seconds for h in HIGHLIGHTS if h.kind is kind)


def count_past_highlights(offset_seconds: float, *, delay_seconds: float = 0.0) -> int:
    """Return how many highlights are at least `delay_seconds` before the offset."""
    return sum(h.offset_seconds + delay_seconds <= offset_seconds for h in HIGHLIGHTS)
