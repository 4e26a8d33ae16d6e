"""Lasting edges: what stays in place while the rest of the picture moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.domain.clips.box import Box
from core.domain.clips.edge_grid import EdgeMaps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float32, uint8
    from numpy.typing import NDArray

    Pixels = NDArray[uint8]
    Map = NDArray[float32]

_LEVELS = (3, 6, 10, 15, 21, 28)
_ABSENT_SHARE = 0.35
_NEIGHBOUR = 5
_INWARDS_SHARE = 0.0105
_OUTWARDS_SHARE = 0.0022
_LINE_SHARE_MIN = 0.7
_LINE_STRENGTH = 8
# Compression stirs a photograph by a fiftieth of its contrast; a dim face stirs by a tenth of it.
_STIRS, _STIRS_LEAST, _STIRS_OF_CONTRAST = 1.5, 0.5, 0.1
_DIM, _LIT, _GAIN_MAX = 50.0, 100.0, 4.0


def measure_edges(pictures: Sequence[Pixels]) -> EdgeMaps:
    """Return the edges that last through most pictures (each rows x columns x BGR)."""
    upright, level = (_Votes(pictures[0].shape[:2]) for _ in range(2))
    for picture in pictures:
        # A plane a colour, since neighbouring pixels are neighbouring bytes there.
        halves = [np.right_shift(plane, np.uint8(1)) for plane in _split(picture)]
        upright.steps[:, 2:-1] = _measure_steps(halves, across=True)
        level.steps[2:-1] = _measure_steps(halves, across=False)
        upright.count()
        level.count()
    needed = len(pictures) * (1 - _ABSENT_SHARE)
    return EdgeMaps(
        upright=_clear(upright.measure_lasting(needed)),
        level=np.ascontiguousarray(_clear(level.measure_lasting(needed).T).T),
    )


def _split(picture: Pixels) -> list[Pixels]:
    return [np.asarray(plane, np.uint8) for plane in cv2.split(picture)]


def measure_edges_around(
    pictures: Sequence[Pixels], face: Box, edges: EdgeMaps | None = None
) -> EdgeMaps:
    """Return the edges of the pictures, or of brightened ones around a face in the dark.

    `edges` are those of the pictures as they are, if they are known.

    Where little light is, the sides of a camera are as straight as elsewhere, but faint.
    """
    parts = [p[face.y : face.bottom, face.x : face.right] for p in pictures]
    light = float(np.mean([part.mean() for part in parts if part.size] or [_LIT]))
    if light >= _DIM:
        return edges or measure_edges(pictures)
    gain = min(_GAIN_MAX, _LIT / max(light, 1.0))
    return measure_edges(
        [np.asarray(cv2.convertScaleAbs(p, alpha=gain), np.uint8) for p in pictures]
    )


class _Votes:
    """In how many pictures the edge before each pixel has been at least so strong.

    What is strong in all but a third of them is the 35th percentile over time, in steps.
    """

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.steps = np.zeros(shape, np.uint8)
        self._votes = np.zeros((len(_LEVELS), *shape), np.uint8)
        self._reached = np.zeros(shape, np.bool_)

    def count(self) -> None:
        """Take the steps of one more picture."""
        for index, level in enumerate(_LEVELS):
            np.greater_equal(self.steps, level, out=self._reached)
            self._votes[index] += self._reached.view(np.uint8)

    def measure_lasting(self, needed: float) -> Map:
        lasting = np.zeros(self.steps.shape, np.float32)
        for votes, level in zip(self._votes, _LEVELS, strict=True):
            lasting[votes >= needed] = level / _LEVELS[-1]
        return lasting


def _measure_steps(planes: Sequence[Pixels], *, across: bool) -> Pixels:
    """Return the largest difference in any colour across each boundary between two columns.

    Each is between the means of the two pixels on either side; not `across`, they are rows.
    """
    steps = []
    for plane in planes:
        pairs = plane[:, 1:] + plane[:, :-1] if across else plane[1:] + plane[:-1]
        before, after = (pairs[:, :-2], pairs[:, 2:]) if across else (pairs[:-2], pairs[2:])
        steps.append(np.maximum(before, after) - np.minimum(before, after))
    strongest: Pixels = np.maximum.reduce(steps)
    return strongest


def _clear(lasting: Map) -> Map:
    """Return lasting edges between columns, minus the level of their surroundings."""
    clear: Map = np.clip(lasting - _around(lasting), 0.0, 1.0)
    return clear


def _around(lasting: Map) -> Map:
    """Return the weaker of the two values a few columns to either side."""
    around = np.zeros_like(lasting)
    around[:, _NEIGHBOUR:-_NEIGHBOUR] = np.minimum(
        lasting[:, : -2 * _NEIGHBOUR], lasting[:, 2 * _NEIGHBOUR :]
    )
    return around


def measure_motion(pictures: Sequence[Pixels], box: Box) -> float:
    """Return how much a box's pixels change over time: their mean standard deviation."""
    parts = [p[box.y : box.bottom, box.x : box.right].astype(np.float32) for p in pictures]
    return float(np.mean(np.std(np.stack(parts), axis=0)))


def is_stirring(pictures: Sequence[Pixels], box: Box) -> bool:
    """Return whether something moves in a box, however dark it is there: a photograph does not."""
    parts = [p[box.y : box.bottom, box.x : box.right].mean(axis=2) for p in pictures]
    contrast = float(np.mean([part.std() for part in parts]))
    least = min(_STIRS, max(_STIRS_LEAST, _STIRS_OF_CONTRAST * contrast))
    return measure_motion(pictures, box) >= least


def settle_box(pictures: Sequence[Pixels], box: Box) -> Box:
    """Return the box with each side moved to the innermost lasting line close to it.

    `pictures` should be as large as possible (rows x columns x BGR). A drawn border has a line on
    either side, and the result should be the camera's picture without that border.
    """
    columns = pictures[0].shape[1]
    turned = [picture.swapaxes(0, 1) for picture in pictures]
    across = (box.y, box.bottom)
    along = (box.x, box.right)
    left = _settle_line(pictures, box.x, across, 1, columns)
    right = _settle_line(pictures, box.right, across, -1, columns)
    top = _settle_line(turned, box.y, along, 1, columns)
    bottom = _settle_line(turned, box.bottom, along, -1, columns)
    return Box(x=left, y=top, width=right - left, height=bottom - top)


def _settle_line(
    pictures: Sequence[Pixels], at: int, span: tuple[int, int], inwards: int, width: int
) -> int:
    """Return the column of the innermost lasting line near `at`, or `at` if there is none."""
    columns = pictures[0].shape[1]
    if at <= 0 or at >= columns:
        return at
    inner, outer = round(width * _INWARDS_SHARE) + 2, round(width * _OUTWARDS_SHARE) + 2
    low, high = (at - outer, at + inner) if inwards > 0 else (at - inner, at + outer)
    low, high = max(1, low), min(columns - 1, high)
    margin = (span[1] - span[0]) // 8
    rows = slice(span[0] + margin, span[1] - margin)
    strip = np.stack([picture[rows, low - 1 : high + 1] for picture in pictures]).astype(np.int16)
    steps = np.abs(np.diff(strip, axis=2)).max(axis=3)
    lasting = np.percentile(steps, 100 * _ABSENT_SHARE, axis=0)
    share = (lasting >= _LINE_STRENGTH).mean(axis=0)
    strength = np.minimum(lasting, 60).mean(axis=0)
    lines = [
        low + i
        for i in range(len(share))
        if share[i] >= _LINE_SHARE_MIN and strength[i] >= strength[max(0, i - 2) : i + 3].max()
    ]
    if not lines:
        return at
    return max(lines) if inwards > 0 else min(lines)
