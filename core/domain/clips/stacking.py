"""Stacking: the facecam above, the game below, each cropped to its panel's shape."""

from __future__ import annotations

import math
from dataclasses import dataclass

from core.domain.clips.box import Box
from core.domain.clips.edit_plan import CLIP_HEIGHT, CLIP_WIDTH

CAMERA_SHARE_MIN = 0.25
CAMERA_SHARE_MAX = 0.43
# Of the height that a box has to lose, only this share goes at the top: heads are in the upper
# half of a camera's picture.
_ABOVE_SHARE = 0.25
# To avoid the facecam, the game's crop moves off centre by at most this share of its width.
_SHIFT_SHARE = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """The two crops in source pixels, and the row where they meet in a picture of 1080x1920."""

    camera: Box
    game: Box
    seam_y: int


def plan_stack(facecam: Box, source_width: int, source_height: int) -> Stack:
    """Return the crops of a stack, each in the shape of its panel.

    The camera's panel is as high as its picture needs: 608 of 1920 for 16:9, 810 for 4:3, and at
    most 43 %, for which square and upright boxes lose some of their height.
    """
    natural = CLIP_WIDTH * facecam.height / facecam.width
    seam_y = _even(
        min(CAMERA_SHARE_MAX * CLIP_HEIGHT, max(CAMERA_SHARE_MIN * CLIP_HEIGHT, natural))
    )
    return Stack(
        camera=_crop_camera(facecam, CLIP_WIDTH / seam_y),
        game=_crop_game(facecam, source_width, source_height, CLIP_WIDTH / (CLIP_HEIGHT - seam_y)),
        seam_y=seam_y,
    )


def _crop_camera(facecam: Box, shape: float) -> Box:
    """Return the largest crop of a shape within the box, on even pixels."""
    width = _nearly(facecam.height * shape, facecam.width)
    height = _nearly(facecam.width / shape, facecam.height)
    left = facecam.x + (facecam.width - width) / 2
    top = facecam.y + (facecam.height - height) * _ABOVE_SHARE
    x, y = 2 * math.ceil(left / 2), 2 * math.ceil(top / 2)
    return Box(
        x=x,
        y=y,
        width=max(2, 2 * math.floor((left + width - x) / 2)),
        height=max(2, 2 * math.floor((top + height - y) / 2)),
    )


def _crop_game(facecam: Box, source_width: int, source_height: int, shape: float) -> Box:
    width = min(source_width, _even(source_height * shape))
    height = min(source_height, _even(source_width / shape))
    middle = (source_width - width) / 2
    left = middle + _shift(facecam, middle, width)
    left = 2 * math.floor(min(source_width - width, max(0.0, left)) / 2)
    return Box(x=left, y=2 * ((source_height - height) // 4), width=width, height=height)


def _shift(facecam: Box, left: float, width: int) -> float:
    """Return how far the crop moves aside so that the facecam does not show twice.

    0 if the whole way is not allowed: half a facecam looks worse than a crop off centre.
    """
    rightwards = facecam.right - left
    leftwards = left + width - facecam.x
    if rightwards <= 0 or leftwards <= 0:
        return 0.0
    way = rightwards if rightwards <= leftwards else -leftwards
    return way if abs(way) <= _SHIFT_SHARE * width else 0.0


def _nearly(wanted: float, most: int) -> float:
    """Return `wanted`, or `most` if that is less or only a pixel or two more."""
    return float(most) if wanted > most - 2 else wanted


def _even(value: float) -> int:
    return 2 * round(value / 2)
