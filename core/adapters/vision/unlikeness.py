"""Unlikeness: how little two frames have in common, whatever their brightness and contrast.

A camera that shakes shows the same thing at another place, and a dark picture changes by few levels
of grey even at a cut. So the frames are compared by correlation, at the shift that suits them best.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import float32, integer
    from numpy.typing import NDArray

    Grid = NDArray[integer]
    Picture = NDArray[float32]

_ROWS = 30
# How far a picture may have moved between two frames, as a share of its size.
_SHIFT_SHARE = 0.2
_FLAT_LEVELS = 1.0


def measure_unlikeness(before: Grid, after: Grid) -> float:
    """Return 0 for frames (rows x columns of grey) that show the same, and 1 for nothing alike."""
    import cv2  # noqa: PLC0415 - a fifth of a second to import

    one, other = _pool(before), _pool(after)
    flat = [float(picture.std()) < _FLAT_LEVELS for picture in (one, other)]
    if any(flat):
        return 0.0 if all(flat) else 1.0
    rows, columns = one.shape
    down, across = int(rows * _SHIFT_SHARE), int(columns * _SHIFT_SHARE)
    inner = other[down : rows - down, across : columns - across]
    if float(inner.std()) < _FLAT_LEVELS / 2:
        return 0.0
    likeness = cv2.matchTemplate(one, inner, cv2.TM_CCOEFF_NORMED)
    return min(1.0, max(0.0, 1.0 - float(likeness.max())))


def _pool(grid: Grid) -> Picture:
    """Return the means of small squares: noise and fine texture are no content."""
    import numpy as np  # noqa: PLC0415 - a tenth of a second to import

    side = max(1, min(grid.shape) // _ROWS)
    rows, columns = (length // side for length in grid.shape)
    cut = grid[: rows * side, : columns * side].astype(np.float32)
    means: Picture = cut.reshape(rows, side, columns, side).mean(axis=(1, 3))
    return np.ascontiguousarray(means)
