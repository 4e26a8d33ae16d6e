"""Pictured faces: photographs in a game or beside it, which stay as they are while that moves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.domain.clips.box import Box

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

    from core.adapters.vision.face_sights import Sight

    Pixels = NDArray[uint8]

_PICTURES = 12
_MOVING = 5.0
# Within a second or two, who sits calmly looks like a photograph.
_SECONDS_MIN = 2.0


def drop_pictured(
    sights: Sequence[Sight], pictures: Sequence[Pixels], width: int
) -> tuple[Sight, ...]:
    """Leave out faces that do not stir while most of the pictures (rows x columns x BGR) moves.

    `width` is that of the source, in whose pixels the faces are. Where everything is still, as
    with a slide that shows somebody, all faces stay, and so they do in a short shot.
    """
    from core.adapters.vision.edges import is_stirring  # noqa: PLC0415 - numpy

    chosen = pictures[:: max(1, math.ceil(len(pictures) / _PICTURES))]
    is_short = len(chosen) < 2 or sights[-1][0] - sights[0][0] < _SECONDS_MIN
    if is_short or not any(faces for _, faces in sights) or not _move(chosen):
        return tuple(sights)
    factor = chosen[0].shape[1] / width
    living: dict[Box, bool] = {}

    def lives(box: Box) -> bool:
        if box not in living:
            living[box] = is_stirring(chosen, box.scale(factor))
        return living[box]

    return tuple((at, tuple(face for face in faces if lives(face.box))) for at, faces in sights)


def _move(pictures: Sequence[Pixels]) -> bool:
    import numpy as np  # noqa: PLC0415 - a tenth of a second to import

    grey = np.stack([picture[::2, ::2].mean(axis=2) for picture in pictures])
    return float(np.median(grey.std(axis=0))) >= _MOVING
