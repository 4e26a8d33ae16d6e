"""The canvas: sprites made of polygons, and the pixels they are drawn on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Point = tuple[float, float]

WIDTH, HEIGHT = 640, 360
MARGIN = 12  # how far the camera may shake, in pixels on each side


@dataclass(frozen=True, slots=True)
class Polygon:
    """A filled polygon in the model's own units, y downwards, the anchor at (0, 0)."""

    colour: int
    points: tuple[Point, ...]


def polygon(colour: int, *points: Point) -> Polygon:
    return Polygon(colour, points)


def box(colour: int, left: float, top: float, right: float, bottom: float) -> Polygon:
    return Polygon(colour, ((left, top), (right, top), (right, bottom), (left, bottom)))


def disc(colour: int, x: float, y: float, rx: float, ry: float | None = None) -> Polygon:
    ry = rx if ry is None else ry
    turns = [2 * math.pi * k / 28 for k in range(28)]
    return Polygon(colour, tuple((x + rx * math.cos(a), y + ry * math.sin(a)) for a in turns))


def mirrored(shape: Polygon) -> Polygon:
    return Polygon(shape.colour, tuple((-x, y) for x, y in shape.points))


@dataclass(frozen=True, slots=True)
class Sprite:
    """Pixels with a mask; (`left`, `top`) is the first pixel's position relative to the anchor."""

    pixels: Pixels
    mask: NDArray[np.bool_]
    left: int
    top: int


def fill_polygon(pixels: Pixels, points: Sequence[Point], colour: int) -> None:
    """Fill by the even-odd rule; points are in pixels of the array, clipped to it."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    x0, x1 = max(0, math.floor(min(xs))), min(pixels.shape[1], math.ceil(max(xs)) + 1)
    y0, y1 = max(0, math.floor(min(ys))), min(pixels.shape[0], math.ceil(max(ys)) + 1)
    if x0 >= x1 or y0 >= y1:
        return
    px = np.arange(x0, x1)[None, :] + 0.5
    py = np.arange(y0, y1)[:, None] + 0.5
    inside = np.zeros((y1 - y0, x1 - x0), dtype=bool)
    for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]], strict=True):
        if ay != by:
            crosses = (py < ay) != (py < by)
            inside ^= crosses & (px < (bx - ax) * (py - ay) / (by - ay) + ax)
    pixels[y0:y1, x0:x1][inside] = colour


def make_sprite(shapes: Sequence[Polygon], *, scale: float = 1.0, angle: float = 0.0) -> Sprite:
    """Draw the shapes, scaled and then turned by `angle` (radians) about the anchor."""
    cos, sin = math.cos(angle) * scale, math.sin(angle) * scale
    turned = [
        (shape.colour, [(x * cos - y * sin, x * sin + y * cos) for x, y in shape.points])
        for shape in shapes
    ]
    every = [point for _, points in turned for point in points]
    left = math.floor(min(p[0] for p in every)) - 1
    top = math.floor(min(p[1] for p in every)) - 1
    width = max(2, math.ceil(max(p[0] for p in every)) - left + 1)
    height = max(2, math.ceil(max(p[1] for p in every)) - top + 1)
    pixels = np.zeros((height, width), dtype=np.uint8)
    for colour, points in turned:
        fill_polygon(pixels, [(x - left, y - top) for x, y in points], colour)
    return Sprite(pixels, pixels > 0, left, top)


def sprite_of(pixels: Pixels) -> Sprite:
    """Return the pixels as a sprite anchored at their middle."""
    return Sprite(pixels, pixels > 0, -(pixels.shape[1] // 2), -(pixels.shape[0] // 2))


class Canvas:
    """The picture while it is being drawn: (HEIGHT, WIDTH) with a margin around it.

    Coordinates count from the picture's top left corner, so the margin has negative ones.
    """

    def __init__(self) -> None:
        self.pixels = np.zeros((HEIGHT + 2 * MARGIN, WIDTH + 2 * MARGIN), dtype=np.uint8)

    def blit(self, sprite: Sprite, x: float, y: float) -> None:
        """Draw the sprite with its anchor at (x, y), clipped to the canvas."""
        left, top = int(x) + sprite.left + MARGIN, int(y) + sprite.top + MARGIN
        height, width = sprite.pixels.shape
        x0, y0 = max(0, -left), max(0, -top)
        x1 = min(width, self.pixels.shape[1] - left)
        y1 = min(height, self.pixels.shape[0] - top)
        if x0 < x1 and y0 < y1:
            part = self.pixels[top + y0 : top + y1, left + x0 : left + x1]
            np.copyto(part, sprite.pixels[y0:y1, x0:x1], where=sprite.mask[y0:y1, x0:x1])

    def fill(self, colour: int, left: float, top: float, right: float, bottom: float) -> None:
        rows = slice(max(0, int(top) + MARGIN), max(0, int(bottom) + MARGIN))
        columns = slice(max(0, int(left) + MARGIN), max(0, int(right) + MARGIN))
        self.pixels[rows, columns] = colour

    def plot(
        self,
        x: NDArray[np.float64],
        y: NDArray[np.float64],
        colour: int | NDArray[np.uint8],
        *,
        size: int = 1,
    ) -> None:
        """Draw squares of `size` pixels at the points; those outside are skipped."""
        column, row = x.astype(np.int64) + MARGIN, y.astype(np.int64) + MARGIN
        height, width = self.pixels.shape
        seen = (column >= 0) & (column < width - size) & (row >= 0) & (row < height - size)
        column, row = column[seen], row[seen]
        shades = colour if isinstance(colour, int) else colour[seen]
        for down in range(size):
            for across in range(size):
                self.pixels[row + down, column + across] = shades

    def line(self, start: Point, end: Point, colour: int, *, size: int = 1) -> None:
        steps = max(2, int(max(abs(end[0] - start[0]), abs(end[1] - start[1]))))
        at = np.linspace(0.0, 1.0, steps)
        self.plot(
            start[0] + (end[0] - start[0]) * at,
            start[1] + (end[1] - start[1]) * at,
            colour,
            size=size,
        )
