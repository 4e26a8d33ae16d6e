"""Stacking: people above, what they talk about below, each cropped to its panel's shape."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from core.domain.clips.box import Box
from core.domain.clips.edit_plan import CLIP_HEIGHT, CLIP_WIDTH, EditPlan
from core.domain.clips.framing.camera import Camera

CAMERA_SHARE_MIN = 0.25
CAMERA_SHARE_MAX = 0.43
PEOPLE_MAX = 3
_ROW_SHARE = 0.28
# Of the height that a box has to lose, only this share goes at the top: heads are in the upper
# half of a camera's picture.
_ABOVE_SHARE = 0.25
# A frame around a camera is at most this share of the picture's width.
_FRAME_SHARE = 0.02
# A crop of less than this share of the height beside the cameras would show too little of a game.
_CONTENT_SHARE_MIN = 0.6
_BESIDE_SHARE = 0.8
_OFF_CENTRE_WEIGHT = 1.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A crop in source pixels, and the size that it is shown at in a picture of 1080x1920."""

    crop: Box
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """The panels of a stack; people side by side above the seam, or one below another.

    `content` is below the seam: cropped to fill its panel, or whole where it `is_whole`. What lies
    in `veils` is shown above already, so it is blurred there.
    """

    people: tuple[Panel, ...]
    seam_y: int
    content: Panel | None = None
    is_whole: bool = False
    veils: tuple[Box, ...] = ()


def plan_stack(
    cameras: Sequence[Camera],
    source_width: int,
    source_height: int,
    *,
    keeps_width: bool = False,
    has_content: bool = True,
    content: Box | None = None,
) -> Stack:
    """Return the crops of a stack, each in the shape of its panel.

    A single camera's panel is as high as its picture needs: 608 of 1920 for 16:9, 810 for 4:3, and
    at most 43 %, for which square and upright boxes lose some of their height. With `keeps_width`
    the whole width is shown below, or `content` if that is given; without content, the people
    share the picture.
    """
    cameras = cameras[:PEOPLE_MAX]
    if not has_content:
        return _stack_people(cameras)
    seam_y = _choose_seam(cameras)
    width = CLIP_WIDTH // len(cameras)
    people = tuple(_fill(camera.box, width - width % 2, seam_y) for camera in cameras)
    size = (source_width, source_height)
    covers = [camera.cover or _frame(camera.box, size) for camera in cameras]
    below = CLIP_HEIGHT - seam_y
    if keeps_width or content:
        box = content or _beside(covers, size)
        veils = tuple(cover for cover in covers if _touch(cover, box))
        return Stack(
            people=people,
            seam_y=seam_y,
            content=Panel(crop=box, width=CLIP_WIDTH, height=below),
            is_whole=True,
            veils=veils,
        )
    box = _crop_content(covers, size, CLIP_WIDTH / below)
    veils = tuple(cover for cover in covers if _touch(cover, box))
    panel = Panel(crop=box, width=CLIP_WIDTH, height=below)
    return Stack(people=people, seam_y=seam_y, content=panel, veils=veils)


def stack_plan(plan: EditPlan) -> Stack:
    """Return the stack of an edit plan that has cameras."""
    return plan_stack(
        plan.cameras,
        plan.source_width,
        plan.source_height,
        keeps_width=plan.keeps_width,
        has_content=plan.has_content,
        content=plan.content,
    )


def _stack_people(cameras: Sequence[Camera]) -> Stack:
    height = _even(CLIP_HEIGHT / len(cameras))
    people = tuple(_fill(camera.box, CLIP_WIDTH, height) for camera in cameras)
    return Stack(people=people, seam_y=height)


def _choose_seam(cameras: Sequence[Camera]) -> int:
    if len(cameras) > 1:
        return _even(_ROW_SHARE * CLIP_HEIGHT)
    natural = CLIP_WIDTH * cameras[0].box.height / cameras[0].box.width
    return _even(min(CAMERA_SHARE_MAX * CLIP_HEIGHT, max(CAMERA_SHARE_MIN * CLIP_HEIGHT, natural)))


def _fill(box: Box, width: int, height: int) -> Panel:
    return Panel(crop=_crop_camera(box, width / height), width=width, height=height)


def _crop_camera(box: Box, shape: float) -> Box:
    """Return the largest crop of a shape within the box, on even pixels."""
    width = _nearly(box.height * shape, box.width)
    height = _nearly(box.width / shape, box.height)
    left = box.x + (box.width - width) / 2
    top = box.y + (box.height - height) * _ABOVE_SHARE
    x, y = 2 * math.ceil(left / 2), 2 * math.ceil(top / 2)
    return Box(
        x=x,
        y=y,
        width=max(2, 2 * math.floor((left + width - x) / 2)),
        height=max(2, 2 * math.floor((top + height - y) / 2)),
    )


def _frame(box: Box, size: tuple[int, int]) -> Box:
    """Return the box with a margin for the frame or border that is drawn around it."""
    margin = round(_FRAME_SHARE * size[0])
    left, top = max(0, box.x - margin), max(0, box.y - margin)
    right, bottom = min(size[0], box.right + margin), min(size[1], box.bottom + margin)
    return Box(x=left, y=top, width=right - left, height=bottom - top)


def _beside(covers: Sequence[Box], size: tuple[int, int]) -> Box:
    """Return what to show of the whole width: without a camera as high as the picture."""
    left, right = 0, size[0]
    for cover in covers:
        if cover.height >= _BESIDE_SHARE * size[1]:
            if cover.x <= size[0] - cover.right:
                left = max(left, cover.right)
            else:
                right = min(right, cover.x)
    if right - left < size[0] // 2:
        left, right = 0, size[0]
    left += left % 2
    return Box(x=left, y=0, width=(right - left) // 2 * 2, height=size[1] // 2 * 2)


def _crop_content(covers: Sequence[Box], size: tuple[int, int], shape: float) -> Box:
    """Return the best crop that shows no camera, or the middle where all of those are too small.

    Large is good, and so is the middle of the picture, where games have what matters.
    """
    middle = _fit_in(Box(x=0, y=0, width=size[0], height=size[1]), size, shape)
    if not any(_touch(cover, middle) for cover in covers):
        return middle
    rooms = [box for box in _list_rooms(covers, size) if min(box.width, box.height) >= 16]
    crops = [_fit_in(room, size, shape) for room in rooms]
    crops = [crop for crop in crops if not any(_touch(cover, crop) for cover in covers)]
    best = max(crops, key=lambda crop: _rate(crop, middle, size), default=None)
    if best is None or best.height < _CONTENT_SHARE_MIN * middle.height:
        return middle
    return best


def _list_rooms(covers: Sequence[Box], size: tuple[int, int]) -> Iterator[Box]:
    """Yield the rectangles between the cameras and the picture's sides."""
    lefts = [0, *(cover.right for cover in covers)]
    rights = [size[0], *(cover.x for cover in covers)]
    tops = [0, *(cover.bottom for cover in covers)]
    bottoms = [size[1], *(cover.y for cover in covers)]
    for left, right, top, bottom in product(lefts, rights, tops, bottoms):
        if right > left and bottom > top:
            yield Box(x=left, y=top, width=right - left, height=bottom - top)


def _rate(crop: Box, middle: Box, size: tuple[int, int]) -> float:
    off = abs(crop.centre[0] - middle.centre[0]) / size[0]
    return crop.height / middle.height - _OFF_CENTRE_WEIGHT * off


def _fit_in(room: Box, size: tuple[int, int], shape: float) -> Box:
    """Return the largest crop of a shape in a room, as close to the picture's middle as can be."""
    width = min(room.width, _even(room.height * shape))
    height = min(room.height, _even(room.width / shape))
    width, height = width - width % 2, height - height % 2
    left = min(max((size[0] - width) / 2, room.x), room.right - width)
    top = min(max((size[1] - height) / 2, room.y), room.bottom - height)
    x, y = 2 * math.floor(left / 2), 2 * math.floor(top / 2)
    x, y = max(x, room.x + room.x % 2), max(y, room.y + room.y % 2)
    width, height = min(width, size[0] // 2 * 2 - x), min(height, size[1] // 2 * 2 - y)
    return Box(x=x, y=y, width=width, height=height)


def _touch(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.x, other.x)
    down = min(one.bottom, other.bottom) - max(one.y, other.y)
    return across > 2 and down > 2


def _nearly(wanted: float, most: int) -> float:
    """Return `wanted`, or `most` if that is less or only a pixel or two more."""
    return float(most) if wanted > most - 2 else wanted


def _even(value: float) -> int:
    return 2 * round(value / 2)
