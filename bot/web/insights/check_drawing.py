"""Check drawing: a check of the score as points with intervals, for an inline SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from core.domain.learning.checking.score_check import ScoreCheck, describe_check

WIDTH: Final = 360
HEIGHT: Final = 220
LEFT: Final = 34
RIGHT: Final = 8
TOP: Final = 10
BOTTOM: Final = 42


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPoint:
    """One tenth of the posts: where its point and the ends of its interval lie."""

    x: float
    y: float
    top: float
    bottom: float
    label: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDrawing:
    """Where everything lies, and the same in words for whoever sees no picture."""

    name: str
    told: str
    points: tuple[DrawnPoint, ...]
    ideal: tuple[float, float, float, float]
    middle: float
    marks: tuple[tuple[float, int], ...]


def draw_check(check: ScoreCheck) -> CheckDrawing:
    count = len(check.bins)
    points = tuple(
        DrawnPoint(
            x=_x(at, count),
            y=_y(one.place),
            top=_y(one.high),
            bottom=_y(one.low),
            label=_name(one.low_score, one.high_score),
            told=(
                f"Scores {_name(one.low_score, one.high_score)}: {one.posts} posts, place "
                f"{one.place:.0f} of 100 ({one.low:.0f} to {one.high:.0f})"
            ),
        )
        for at, one in enumerate(check.bins)
    )
    first, last = 50 / max(1, count), 100 - 50 / max(1, count)
    ends = (_x(0, count), _y(first), _x(max(0, count - 1), count), _y(last))
    return CheckDrawing(
        name=f"{check.outcome}{f' on {check.platform}' if check.platform else ''}",
        told=describe_check(check),
        points=points,
        ideal=ends,
        middle=_y(50),
        marks=tuple((_y(place), place) for place in (0, 50, 100)),
    )


def draw_checks(checks: Sequence[ScoreCheck]) -> tuple[CheckDrawing, ...]:
    return tuple(draw_check(check) for check in checks if check.bins)


def _x(at: int, count: int) -> float:
    return round(LEFT + (at + 0.5) * (WIDTH - LEFT - RIGHT) / max(1, count), 1)


def _y(place: float) -> float:
    return round(TOP + (100 - place) / 100 * (HEIGHT - TOP - BOTTOM), 1)


def _name(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}-{high}"
