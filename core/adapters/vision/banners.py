"""Banners: a strip with a name or a goal, drawn against a camera's upper or lower side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from core.adapters.vision.lasting_text import measure_strokes
from core.domain.clips.box import Box
from core.domain.clips.edge_grid import EdgeMaps

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

    Pixels = NDArray[uint8]

# A banner takes less than a third of the rectangle that it makes with its camera.
_STRIP_SHARE_MAX = 0.33
_STRIP_ROWS_MIN = 8
_LINE_SHARE_MIN = 0.8
_STILL_LEVELS = 3.0
_STROKES_SHARE_MIN = 0.03


def cut_banners(box: Box, face: Box, edges: EdgeMaps, pictures: Sequence[Pixels]) -> Box:
    """Return a rectangle without the strips of still text above and below its face, if any.

    `pictures` are rows x columns x BGR, and `edges` are theirs.
    """
    lines = [
        row
        for row in range(box.y + _STRIP_ROWS_MIN, box.bottom - _STRIP_ROWS_MIN)
        if float((edges.level[row, box.x : box.right] > 0).mean()) >= _LINE_SHARE_MIN
    ]
    reach, middle = round(_STRIP_SHARE_MAX * box.height), face.centre[1]
    top = max((row for row in lines if row <= min(middle, box.y + reach)), default=box.y)
    bottom = min(
        (row for row in lines if row >= max(middle, box.bottom - reach)), default=box.bottom
    )
    above = Box(x=box.x, y=box.y, width=box.width, height=top - box.y)
    below = Box(x=box.x, y=bottom, width=box.width, height=box.bottom - bottom)
    top = top if _is_banner(above, pictures) else box.y
    bottom = bottom if _is_banner(below, pictures) else box.bottom
    return Box(x=box.x, y=top, width=box.width, height=bottom - top)


def _is_banner(strip: Box, pictures: Sequence[Pixels]) -> bool:
    """Return whether most of a strip stays as it is, and something is written on it.

    A frame around it may change its colours.
    """
    if strip.height < _STRIP_ROWS_MIN:
        return False
    parts = [p[strip.y : strip.bottom, strip.x : strip.right] for p in pictures]
    levels = np.stack([part.mean(axis=2) for part in parts])
    is_still = float(np.median(levels.std(axis=0))) <= _STILL_LEVELS
    return is_still and measure_strokes(parts) >= _STROKES_SHARE_MIN
