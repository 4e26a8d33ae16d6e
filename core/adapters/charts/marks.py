"""Marks: what a chart consists of, in pixels from its upper left corner."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

WIDTH: Final = 1600
HEIGHT: Final = 600
INK: Final = "#1a1a1a"

Point = tuple[float, float]


class Anchor(StrEnum):
    """Which end of a text lies at its point, by SVG's words."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A filled polygon."""

    points: tuple[Point, ...]
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A straight line."""

    start: Point
    end: Point
    colour: str = INK
    width: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A filled circle."""

    at: Point
    radius: float
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One line of text; `at` is on its baseline. Turned, it is read from below to above."""

    at: Point
    text: str
    size: float
    anchor: Anchor = Anchor.START
    colour: str = INK
    is_turned: bool = False


Mark = Area | Line | Dot | Text
