"""What a frame looks like, small enough to compare every frame with its neighbours.

A camera that shakes shows the same thing at another place, and a dark picture changes by few levels
of grey even at a cut. So shapes are compared at the shift that suits them best, shades and colours
wherever they are, and all of them relative to the contrast.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    from core.adapters.vision.followed_points import FrameShrinker
    from core.adapters.vision.pictures import Pixels, SeenFrame

    Values = NDArray[float32]

_ROWS, _COLOUR_ROWS = 30, 15
# How far a picture may have moved between two frames, as a share of its size.
_SHIFT_SHARE = 0.2
# Levels of grey that noise and compression make of nothing.
_FLAT_LEVELS, _NOISE_LEVELS = 0.3, 1.2
_EVERY_SHADE, _EVERY_COLOUR = 5, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameLook:
    """A frame: its shapes in a coarse grid, its shades and colours in order, and its contrast.

    `detail` is a small picture of it; it has no pixels where nobody will follow points in it.
    """

    at_seconds: float
    shapes: Values
    shades: Values
    colours: Values
    contrast: float
    detail: Pixels


def look_at_frame(frame: SeenFrame, shrinker: FrameShrinker | None = None) -> FrameLook:
    """Return what a frame looks like, with its detail if there is a shrinker for that.

    Noise and fine texture are no content.
    """
    detail = shrinker.shrink(frame.decoded) if shrinker else None
    grey, colours = frame.sample(), frame.sample_colours()
    return make_look(grey, colours, at_seconds=frame.at_seconds, detail=detail)


def make_look(
    grey: Pixels, colours: Pixels, *, at_seconds: float, detail: Pixels | None = None
) -> FrameLook:
    """Return the look of rows x columns of grey, and of as many colours as are known."""
    import numpy as np  # noqa: PLC0415 - a tenth of a second to import

    shapes = _pool(grey, _ROWS)
    planes = [_pool(colours[..., index], _COLOUR_ROWS) for index in range(colours.shape[2])]
    ordered = [np.sort(plane, axis=None)[::_EVERY_COLOUR] for plane in planes if plane.size]
    return FrameLook(
        at_seconds=at_seconds,
        shapes=shapes,
        shades=np.sort(shapes, axis=None)[::_EVERY_SHADE],
        colours=np.concatenate(ordered) if ordered else np.zeros(0, np.float32),
        contrast=float(shapes.std()),
        detail=np.zeros((0, 0), np.uint8) if detail is None else detail,
    )


def measure_unlikeness(one: FrameLook, other: FrameLook) -> float:
    """Return 0 for frames that show the same shapes, and 1 for nothing alike."""
    import cv2  # noqa: PLC0415 - a fifth of a second to import

    most, least = sorted((one.contrast, other.contrast), reverse=True)
    if most < _FLAT_LEVELS or one.shapes.shape != other.shapes.shape:
        return 0.0
    certain = most**2 / (most**2 + _NOISE_LEVELS**2)
    rows, columns = one.shapes.shape
    down, across = int(rows * _SHIFT_SHARE), int(columns * _SHIFT_SHARE)
    inner = other.shapes[down : rows - down, across : columns - across]
    if least < _FLAT_LEVELS or float(inner.std()) < _FLAT_LEVELS:
        return certain
    likeness = float(cv2.matchTemplate(one.shapes, inner, cv2.TM_CCOEFF_NORMED).max())
    return certain * min(1.0, max(0.0, 1.0 - likeness))


def measure_change(one: FrameLook, other: FrameLook) -> float:
    """Return how much shades and colours differ, wherever they are, relative to the contrast."""
    import numpy as np  # noqa: PLC0415 - as above

    change = 0.0
    for before, after in ((one.shades, other.shades), (one.colours, other.colours)):
        if before.size and before.shape == after.shape:
            change += float(np.abs(before - after).mean())
    return change / ((one.contrast + other.contrast) / 2 + 1)


def _pool(grid: Pixels, rows_least: int) -> Values:
    """Return the means of small squares."""
    import numpy as np  # noqa: PLC0415 - as above

    side = max(1, min(grid.shape) // rows_least)
    rows, columns = (length // side for length in grid.shape)
    cut = grid[: rows * side, : columns * side].astype(np.float32)
    means: Values = cut.reshape(rows, side, columns, side).mean(axis=(1, 3))
    return np.ascontiguousarray(means)
