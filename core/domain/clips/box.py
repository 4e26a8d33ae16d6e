"""Boxes: rectangles of a picture, in the pixels a viewer sees."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import InvalidInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle in whole pixels; `x` and `y` are its top left corner."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column to the right of the box."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row below the box."""
        return self.y + self.height

    @property
    def area(self) -> int:
        return self.width * self.height

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def holds(self, point: tuple[float, float]) -> bool:
        """Return whether a point lies in the box or on its sides."""
        x, y = point
        return self.x <= x <= self.right and self.y <= y <= self.bottom

    def scale(self, factor: float) -> Box:
        """Return the same rectangle in a picture `factor` times as large."""
        left, top = round(self.x * factor), round(self.y * factor)
        return Box(
            x=left,
            y=top,
            width=round(self.right * factor) - left,
            height=round(self.bottom * factor) - top,
        )


def measure_overlap(one: Box, other: Box) -> float:
    """Return the intersection over union of two boxes, 0 to 1."""
    width = min(one.right, other.right) - max(one.x, other.x)
    height = min(one.bottom, other.bottom) - max(one.y, other.y)
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / (one.area + other.area - shared)


def read_box(text: str) -> Box:
    """Parse `x,y,width,height`; InvalidInput for any other text."""
    parts = text.split(",")
    if len(parts) != 4 or not all(part.strip().isdecimal() for part in parts):
        raise InvalidInput(
            f"{text[:40]!r} is not a rectangle: "
            "write x,y,width,height in pixels, as in 8,9,480,270."
        )
    x, y, width, height = (int(part) for part in parts)
    return Box(x=x, y=y, width=width, height=height)
