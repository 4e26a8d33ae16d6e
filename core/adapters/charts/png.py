"""Marks as PNG: OpenCV fills them, letters by the outlines of DejaVu Sans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from core.adapters.captions.font import LETTERS_FILE, find_font
from core.adapters.charts.marks import HEIGHT, WIDTH, Anchor, Area, Dot, Mark, Point, Text

if TYPE_CHECKING:
    import numpy as np

_FINER: Final = 2
"""Drawn so many times as large, then made small: the edges are softer than OpenCV's own."""
_SHIFT: Final = 6
_BEND_STEPS: Final = 5
_SHARE: Final = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}

Outline = list[Point]


def draw_png(marks: Sequence[Mark]) -> bytes:
    """Return the marks as a PNG of 1600 by 600 pixels."""
    import cv2  # noqa: PLC0415 - a fifth of a second to import
    import numpy as np  # noqa: PLC0415 - as above

    picture = np.full((HEIGHT * _FINER, WIDTH * _FINER, 3), 255, np.uint8)
    letters = _Letters()
    for mark in marks:
        _draw(picture, mark, letters)
    small = cv2.resize(picture, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    return bytes(cv2.imencode(".png", small, [cv2.IMWRITE_PNG_COMPRESSION, 9])[1])


def _draw(picture: np.ndarray[Any, Any], mark: Mark, letters: _Letters) -> None:
    import cv2  # noqa: PLC0415 - as above

    colour = _mix(mark.colour)
    if isinstance(mark, Area):
        _fill(picture, [list(mark.points)], colour)
    elif isinstance(mark, Text):
        _fill(picture, list(letters.set_text(mark)), colour)
    elif isinstance(mark, Dot):
        at = _place(mark.at)
        radius = round(mark.radius * _FINER * 2**_SHIFT)
        cv2.circle(picture, at, radius, colour, -1, cv2.LINE_AA, _SHIFT)
    else:
        width = max(1, round(mark.width * _FINER))
        start, end = _place(mark.start), _place(mark.end)
        cv2.line(picture, start, end, colour, width, cv2.LINE_AA, _SHIFT)


def _fill(
    picture: np.ndarray[Any, Any], outlines: list[Outline], colour: tuple[int, int, int]
) -> None:
    """Fill outlines together: one inside another is a hole."""
    import cv2  # noqa: PLC0415 - as above
    import numpy as np  # noqa: PLC0415 - as above

    shapes = [np.array([_place(point) for point in one], np.int32) for one in outlines]
    if shapes:
        cv2.fillPoly(picture, shapes, colour, cv2.LINE_AA, _SHIFT)


def _place(point: Point) -> tuple[int, int]:
    # OpenCV counts from the middle of a pixel.
    scale = _FINER * 2**_SHIFT
    half = 2 ** (_SHIFT - 1)
    return round(point[0] * scale) - half, round(point[1] * scale) - half


def _mix(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return blue, green, red


class _Letters:
    """The font's outlines, each read once."""

    def __init__(self) -> None:
        from fontTools.ttLib import TTFont  # noqa: PLC0415 - a fifth of a second to import

        font = TTFont(BytesIO(find_font(LETTERS_FILE).read_bytes()), lazy=True)
        self._names: dict[int, str] = font.getBestCmap()
        self._glyphs = font.getGlyphSet()
        self._em: int = font["head"].unitsPerEm
        self._known: dict[str, tuple[list[Outline], float]] = {}

    def set_text(self, mark: Text) -> Iterator[Outline]:
        """Return where the outlines of a text lie in the picture."""
        scale = mark.size / self._em
        letters = [self._find(letter) for letter in mark.text]
        width = sum(advance for _, advance in letters) * scale
        pen = -width * _SHARE[mark.anchor]
        for outlines, advance in letters:
            for outline in outlines:
                yield [_turn(mark, pen + x * scale, y * scale) for x, y in outline]
            pen += advance * scale

    def _find(self, letter: str) -> tuple[list[Outline], float]:
        name = self._names.get(ord(letter), ".notdef")
        if name not in self._known:
            self._known[name] = (_read_outlines(self._glyphs, name), self._glyphs[name].width)
        return self._known[name]


def _turn(mark: Text, right: float, up: float) -> Point:
    x, y = mark.at
    return (x - up, y - right) if mark.is_turned else (x + right, y - up)


def _read_outlines(glyphs: Any, name: str) -> list[Outline]:
    """Return a glyph's outlines, its bends as a few straight lines."""
    from fontTools.pens.basePen import decomposeQuadraticSegment  # noqa: PLC0415 - as above
    from fontTools.pens.recordingPen import DecomposingRecordingPen  # noqa: PLC0415 - as above

    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    outlines: list[Outline] = []
    for verb, points in pen.value:
        if verb == "moveTo":
            outlines.append([points[0]])
        elif verb == "lineTo":
            outlines[-1].append(points[0])
        elif verb == "qCurveTo":
            for control, end in decomposeQuadraticSegment(points):
                outlines[-1].extend(_bend(outlines[-1][-1], control, end))
    return outlines


def _bend(start: Point, control: Point, end: Point) -> Iterator[Point]:
    for step in range(1, _BEND_STEPS + 1):
        t = step / _BEND_STEPS
        yield (
            (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * control[0] + t**2 * end[0],
            (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * control[1] + t**2 * end[1],
        )
