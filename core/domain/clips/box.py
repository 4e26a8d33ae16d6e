"""A box: a rectangle of a picture, in its pixels as a viewer sees them."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import InvalidInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """`x` and `y` are those of the top left corner; all four are whole pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column to the right of it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row below it."""
        return self.y + self.height

    @property
    def area(self) -> int:
        return self.width * self.height

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def scale(self, factor: float) -> Box:
        """Return the same rectangle in a picture that is `factor` times as large."""
        left, top = round(self.x * factor), round(self.y * factor)
        return Box(
            x=left,
            y=top,
            width=round(self.right * factor) - left,
            height=round(self.bottom * factor) - top,
        )


def measure_overlap(one: Box, other: Box) -> float:
    """Return the intersection over the union of two boxes, 0 to 1."""
    width = min(one.right, other.right) - max(one.x, other.x)
    height = min(one.bottom, other.bottom) - max(one.y, other.y)
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / (one.area + other.area - shared)


def read_box(text: str) -> Box:
    """Return `x,y,width,height` as a box; InvalidInput for any other text."""
    parts = text.split(",")
    if len(parts) != 4 or not all(part.strip().isdecimal() for part in parts):
        raise InvalidInput(
            f"{text[:40]!r} is no rectangle: write x,y,width,height in pixels, as in 8,9,480,270."
        )
    x, y, width, height = (int(part) for part in parts)
    return Box(x=x, y=y, width=width, height=height)
