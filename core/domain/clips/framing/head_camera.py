"""Head cameras: a person without a rectangle, such as a round camera or a cut-out over a game."""

from __future__ import annotations

from core.domain.clips.box import Box
from core.domain.clips.framing.camera import Camera

_BOX_FACES = 2.6
_HEAD_SHARE = 0.42
# In a round camera, or one with corners, a face is a sixth of the width or more.
_COVER_ASIDE = 2.6
_COVER_ABOVE = 1.2
_COVER_BELOW = 3.5
_CORNER_ASIDE = 0.3
_CORNER_ABOVE = 0.3
_CORNER_BELOW = 0.6


def make_head_camera(face: Box, width: int, height: int) -> Camera:
    """Return a square of some 2.5 face widths around a head, and what the body may take up."""
    side = min(width, height, round(_BOX_FACES * max(face.width, 0.8 * face.height)))
    middle_x, middle_y = face.centre
    x = _hold(round(middle_x - side / 2), width - side)
    y = _hold(round(middle_y - _HEAD_SHARE * side), height - side)
    left = max(0, round(face.x - _COVER_ASIDE * face.width))
    right = min(width, round(face.right + _COVER_ASIDE * face.width))
    top = max(0, round(face.y - _COVER_ABOVE * face.height))
    bottom = min(height, round(face.bottom + _COVER_BELOW * face.height))
    return Camera(
        box=Box(x=x, y=y, width=side, height=side),
        cover=Box(x=left, y=top, width=right - left, height=bottom - top),
        is_framed=False,
    )


def is_in_corner(face: Box, width: int, height: int) -> bool:
    """Return whether a face is away from the middle, where nothing of a game would be hidden."""
    x, y = face.centre[0] / width, face.centre[1] / height
    return not (_CORNER_ASIDE <= x <= 1 - _CORNER_ASIDE and _CORNER_ABOVE <= y <= _CORNER_BELOW)


def _hold(value: int, most: int) -> int:
    return min(max(0, value), most)
