"""Drawn figures: an avatar that stays in a corner and stirs, over a picture that moves.

No face model takes every drawing for a face. But a figure keeps its colours in its place while the
game behind it does not, it has no straight sides, and it blinks, talks or sways.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from core.domain.clips.box import Box
from core.domain.clips.edit_plan import CLIP_HEIGHT, CLIP_WIDTH
from core.domain.clips.framing.camera import Camera
from core.domain.clips.framing.stacking import CAMERA_SHARE_MAX

if TYPE_CHECKING:
    from numpy import bool_, float32, int16, uint8
    from numpy.typing import NDArray

    Pixels = NDArray[uint8]
    Stack = NDArray[int16]
    Map = NDArray[float32]
    Mask = NDArray[bool_]

_EVERY = 4
_MOVING = 5.0
_STILL_SHARE = 0.35
_STILL_LEVELS = 7.0
_AREA = (0.02, 0.16)
_ASPECT = (0.5, 1.5)
# How much of its bounding box a figure fills: a rectangle fills all of it.
_FILL = (0.45, 0.88)
_FROM_MIDDLE_MIN = 0.18
_BORDER_SHARE = 0.03
_STIR_LEVELS = 25
_STIR = (0.004, 0.35)
_COVER_SHARE = 0.08
# The head of a drawn bust, with hair and ears, is nearly two thirds of it.
_HEAD_SHARE = 0.65


def find_figure(pictures: Sequence[Pixels]) -> Camera | None:
    """Return the largest figure in a corner of the pictures (rows x columns x BGR), if any."""
    import numpy as np  # noqa: PLC0415 - a tenth of a second to import

    small = np.stack([picture[::_EVERY, ::_EVERY] for picture in pictures]).astype(np.int16)
    middle = np.median(small, axis=0)
    changes: Map = np.abs(small - middle).max(axis=3).mean(axis=0).astype(np.float32)
    usual = float(np.median(changes))
    if usual < _MOVING:
        return None
    still: Mask = changes < min(_STILL_LEVELS, _STILL_SHARE * usual)
    found = [part for part in _list_parts(still) if _is_figure(part, small)]
    best = max(found, key=lambda part: int(part[0].sum()), default=None)
    return None if best is None else _make_camera(best[1], pictures[0].shape)


def _list_parts(still: Mask) -> Iterator[tuple[Mask, Box]]:
    """Yield each connected part of a mask, with its bounding box."""
    import cv2  # noqa: PLC0415 - a fifth of a second to import
    import numpy as np  # noqa: PLC0415 - as above

    closed = cv2.morphologyEx(still.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    closed = cv2.morphologyEx(closed, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(closed)
    for index in range(1, count):
        x, y, width, height = (int(value) for value in stats[index, :4])
        yield labels == index, Box(x=x, y=y, width=width, height=height)


def _is_figure(part: tuple[Mask, Box], small: Stack) -> bool:
    import numpy as np  # noqa: PLC0415 - as above

    mask, box = part
    rows, columns = mask.shape
    area, size = box.area / mask.size, int(mask.sum())
    has_shape = (
        _AREA[0] <= area <= _AREA[1]
        and _ASPECT[0] <= box.width / box.height <= _ASPECT[1]
        and _FILL[0] <= size / box.area <= _FILL[1]
    )
    if not has_shape or abs(box.centre[0] / columns - 0.5) < _FROM_MIDDLE_MIN:
        return False
    near = _BORDER_SHARE * columns
    if not (box.bottom >= rows - near or box.x <= near or box.right >= columns - near):
        return False
    inside = small[:, box.y : box.bottom, box.x : box.right]
    kept = mask[box.y : box.bottom, box.x : box.right]
    stirs = [
        float((np.abs(after - before).max(axis=2)[kept] > _STIR_LEVELS).mean())
        for before, after in pairwise(inside)
    ]
    return _STIR[0] <= float(np.median(stirs)) <= _STIR[1]


def _make_camera(box: Box, shape: tuple[int, ...]) -> Camera:
    """Return the head of a figure, in the pictures' pixels, and all that it takes up.

    It is as wide as the panel wants it, so that no chin is cut off.
    """
    rows, columns = shape[:2]
    whole = box.scale(_EVERY)
    margin = round(_COVER_SHARE * max(whole.width, whole.height))
    left, top = max(0, whole.x - margin), max(0, whole.y - margin)
    right, bottom = min(columns, whole.right + margin), min(rows, whole.bottom + margin)
    high = min(
        rows, max(min(whole.width, whole.height), round(_HEAD_SHARE * whole.height)) + margin
    )
    wide = min(columns, round(high * CLIP_WIDTH / (CAMERA_SHARE_MAX * CLIP_HEIGHT)))
    x = min(max(0, round(whole.centre[0] - wide / 2)), columns - wide)
    y = min(max(0, whole.y - margin // 2), rows - high)
    return Camera(
        box=Box(x=x, y=y, width=wide, height=high),
        cover=Box(x=left, y=top, width=right - left, height=bottom - top),
        is_framed=False,
    )
