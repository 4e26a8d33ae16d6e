"""Streamers without a rectangle: faces that stay in a corner over a picture that moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.domain.clips.box import Box
from core.domain.clips.edge_grid import EdgeMaps
from core.domain.clips.framing.camera import TextSpread
from core.domain.clips.framing.head_camera import is_in_corner, make_head_camera

if TYPE_CHECKING:
    from numpy import float32, uint8
    from numpy.typing import NDArray

    Pixels = NDArray[uint8]
    Map = NDArray[float32]

_SEEN_SHARE_MIN = 0.6
_HEIGHT_SHARE_MAX = 0.2
_ALIVE = 1.0
_MOVING = 5.0
_EDGE = 0.25
# A face that a game draws sits among digits and frames; a person sits before a wall or a game.
_DRAWN_EDGES_MAX = 0.22


def choose_heads(
    pictures: Sequence[Pixels],
    faces: Sequence[tuple[Box, float]],
    framed: Sequence[Box],
    edges: EdgeMaps,
    text: TextSpread,
) -> tuple[Box, ...]:
    """Return the faces, with the share of pictures they are in, that are a streamer's.

    Each is outside the rectangles found, and what is around it moves on or is there to be read.
    """
    rows, columns = pictures[0].shape[:2]
    free = [
        face
        for face, share in faces
        if share >= _SEEN_SHARE_MIN
        and face.height <= _HEIGHT_SHARE_MAX * rows
        and is_in_corner(face, columns, rows)
        and not any(box.holds(face.centre) for box in framed)
        and _measure_drawn(edges, face) <= _DRAWN_EDGES_MAX
    ]
    if not free:
        return ()
    changes = _measure_changes(pictures)
    return tuple(
        face
        for face in free
        if _is_alive(changes, face)
        and (text.needs_width or _moves_elsewhere(changes, face, columns, rows))
    )


def moves_around(
    pictures: Sequence[Pixels], faces: Sequence[Box], framed: Sequence[Box] = ()
) -> bool:
    """Return whether most of the picture moves, apart from faces, their bodies and cameras."""
    rows, columns = pictures[0].shape[:2]
    covers = [make_head_camera(face, columns, rows).cover or face for face in faces]
    return _move_outside(_measure_changes(_even_out(pictures)), [*covers, *framed])


def _even_out(pictures: Sequence[Pixels]) -> list[Map]:
    """Return the pictures without what their light does: a lamp or an exposure moves nothing."""
    import numpy as np  # noqa: PLC0415 - as above

    return [picture - np.float32(np.median(picture[::2, ::2])) for picture in pictures]


def _measure_drawn(edges: EdgeMaps, face: Box) -> float:
    """Return the share of lasting edge to both sides of a face and below it."""
    import numpy as np  # noqa: PLC0415 - a tenth of a second to import

    rows, columns = edges.upright.shape
    reach = round(1.2 * face.width)
    top, bottom = max(0, face.y - face.width // 3), min(rows, face.bottom + face.width // 2)
    left, right = max(0, face.x - reach), min(columns, face.right + reach)
    drawn = (edges.upright > _EDGE) | (edges.level > _EDGE)
    around = np.zeros_like(drawn)
    around[top:bottom, left:right] = True
    around[face.y : face.bottom, face.x : face.right] = False
    return float(drawn[around].mean()) if around.any() else 0.0


def _measure_changes(pictures: Sequence[Pixels] | Sequence[Map]) -> Map:
    """Return each pixel's standard deviation of brightness over time."""
    import numpy as np  # noqa: PLC0415 - as above

    grey = np.stack([picture[::2, ::2].mean(axis=2) for picture in pictures])
    changes: Map = grey.std(axis=0).astype(np.float32)
    return changes


def _is_alive(changes: Map, face: Box) -> bool:
    part = changes[face.y // 2 : face.bottom // 2, face.x // 2 : face.right // 2]
    return part.size > 0 and float(part.mean()) >= _ALIVE


def _moves_elsewhere(changes: Map, face: Box, columns: int, rows: int) -> bool:
    return _move_outside(changes, [make_head_camera(face, columns, rows).cover or face])


def _move_outside(changes: Map, covers: Sequence[Box]) -> bool:
    import numpy as np  # noqa: PLC0415 - as above

    outside = np.ones_like(changes, dtype=bool)
    for cover in covers:
        outside[cover.y // 2 : cover.bottom // 2, cover.x // 2 : cover.right // 2] = False
    around = changes[outside]
    return around.size > 0 and float(np.median(around)) >= _MOVING
