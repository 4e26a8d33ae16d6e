"""Marks as SVG: equal marks are equal files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from typing import Final
from xml.sax.saxutils import escape

from core.adapters.charts.marks import HEIGHT, WIDTH, Area, Dot, Line, Mark, Text

_HEAD: Final = (
    f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
    f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="DejaVu Sans, Verdana, sans-serif">\n'
    '<rect width="100%" height="100%" fill="#ffffff"/>\n'
)


def draw_svg(marks: Sequence[Mark]) -> bytes:
    """Return the marks as an SVG document."""
    return (_HEAD + "".join(f"{_draw(mark)}\n" for mark in marks) + "</svg>\n").encode()


@singledispatch
def _draw(mark: Mark) -> str:
    raise TypeError(f"{mark!r} is not a mark")


@_draw.register
def _(mark: Area) -> str:
    points = " ".join(f"{x:.2f},{y:.2f}" for x, y in mark.points)
    return f'<polygon points="{points}" fill="{mark.colour}"/>'


@_draw.register
def _(mark: Line) -> str:
    (x1, y1), (x2, y2) = mark.start, mark.end
    return (
        f'<line x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}" '
        f'stroke="{mark.colour}" stroke-width="{mark.width:.2f}"/>'
    )


@_draw.register
def _(mark: Dot) -> str:
    x, y = mark.at
    return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{mark.radius:.2f}" fill="{mark.colour}"/>'


@_draw.register
def _(mark: Text) -> str:
    x, y = mark.at
    turned = f' transform="rotate(-90 {x:.2f} {y:.2f})"' if mark.is_turned else ""
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" font-size="{mark.size:.2f}" fill="{mark.colour}" '
        f'text-anchor="{mark.anchor}"{turned}>{escape(mark.text)}</text>'
    )
