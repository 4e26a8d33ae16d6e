"""Present cameras: for how much of a window a camera's sides are drawn where they should be.

Around a camera they are there in every picture; where it is switched off or was moved, a game has
parts of them at best.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.adapters.vision.edges import measure_edges_around
from core.adapters.vision.pictures import SeenFrame, read_spread, read_stretch
from core.domain.clips.box import Box
from core.domain.clips.framing.camera import Camera
from core.domain.clips.framing.facecam import CORNER_SHARE

if TYPE_CHECKING:
    from numpy import float32, uint8
    from numpy.typing import NDArray

    Pixels = NDArray[uint8]
    Map = NDArray[float32]

_WIDTH = 960
_PICTURES, _PICTURES_MIN = 8, 4
_AROUND = 12
_DRAWN_SHARE_MIN = 0.7


def measure_presence(
    video: Path, cameras: Sequence[Camera], window: tuple[float, float], deadline: float
) -> tuple[float, ...]:
    """Return the share of a window (seconds) in which each camera, in source pixels, has its sides.

    It is 1 for a camera that has none, and for one that all pictures around show. Keyframes are
    looked at, or where those are rare, frames that others are made from; nothing after a deadline
    (monotonic seconds).
    """
    from av import FFmpegError  # noqa: PLC0415 - half a second to import

    if not any(_may_be_gone(camera) for camera in cameras):
        return (1.0,) * len(cameras)
    try:
        frames = list(_read(video, window, deadline))
    except FFmpegError:
        frames = []
    seen = [(frame.shrink(_WIDTH), frame.width) for frame in frames]
    return tuple(_share(camera, seen) for camera in cameras)


def _may_be_gone(camera: Camera) -> bool:
    return camera.is_framed and not camera.is_lasting


def _share(camera: Camera, seen: Sequence[tuple[Pixels, int]]) -> float:
    if not _may_be_gone(camera) or not seen:
        return 1.0
    return sum(has_sides(picture, camera.box, width) for picture, width in seen) / len(seen)


def _read(video: Path, window: tuple[float, float], deadline: float) -> Sequence[SeenFrame]:
    start, end = window
    frames = list(
        read_spread(video, start_seconds=start, end_seconds=end, count=_PICTURES, deadline=deadline)
    )
    if len(frames) >= _PICTURES_MIN:
        return frames
    step = (end - start) / _PICTURES
    some: list[SeenFrame] = []
    for frame in read_stretch(
        video, start_seconds=start, end_seconds=end, deadline=deadline, is_sparse=True
    ):
        if frame.at_seconds >= start + (len(some) + 0.5) * step:
            some.append(frame)
    return some or frames


def has_sides(picture: Pixels, box: Box, width: int) -> bool:
    """Return whether the sides of a box, or those inside the picture, are edges for the most part.

    The picture is rows x columns x BGR; the box is in the pixels of a source so wide.
    """
    rows, columns = picture.shape[:2]
    near = box.scale(columns / width)
    left, top = max(0, near.x - _AROUND), max(0, near.y - _AROUND)
    part = picture[top : near.bottom + _AROUND, left : near.right + _AROUND]
    here = Box(x=near.x - left, y=near.y - top, width=near.width, height=near.height)
    edges = measure_edges_around([part], here)
    corner = round(CORNER_SHARE * min(here.width, here.height))
    across = slice(here.x + corner, here.right - corner)
    down = slice(here.y + corner, here.bottom - corner)
    sides = [
        _measure_line(edges.upright[down], here.x) if near.x > 0 else None,
        _measure_line(edges.upright[down], here.right) if near.right < columns else None,
        _measure_line(edges.level[:, across].T, here.y) if near.y > 0 else None,
        _measure_line(edges.level[:, across].T, here.bottom) if near.bottom < rows else None,
    ]
    drawn = [side for side in sides if side is not None]
    return not drawn or sum(drawn) / len(drawn) >= _DRAWN_SHARE_MIN


def _measure_line(edges: Map, at: int) -> float:
    """Return how much of a column, or of one beside it, is an edge."""
    around = edges[:, max(0, at - 1) : at + 2]
    return float((around > 0).mean(axis=0).max()) if around.size else 0.0
