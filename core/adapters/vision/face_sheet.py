"""Face sheets: many pictures side by side, so that one run of the model looks at all of them.

Faces that fill much of a picture are found in a sixth of its usual width.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.adapters.vision.faces import FaceModel
from core.domain.clips.box import Box
from core.domain.clips.framing.face import Face

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

    Pixels = NDArray[uint8]

ACROSS, DOWN = 4, 4


def find_faces_in_sheet(
    pictures: Sequence[Pixels], model: FaceModel, *, width: int, score_min: float
) -> list[tuple[Face, ...]]:
    """Return the faces of each of at most 16 pictures (rows x columns x BGR), in its own pixels.

    `width` is that of the whole sheet, in which the model gets them.
    """
    import cv2  # noqa: PLC0415 - a fifth of a second to import
    import numpy as np  # noqa: PLC0415 - a tenth of a second to import

    rows, columns = pictures[0].shape[:2]
    wide = width // ACROSS
    high = max(1, round(rows * wide / columns))
    sheet = np.zeros((high * DOWN, width, 3), np.uint8)
    for place, picture in enumerate(pictures[: ACROSS * DOWN]):
        top, left = place // ACROSS * high, place % ACROSS * wide
        cell = cv2.resize(picture, (wide, high), interpolation=cv2.INTER_AREA)
        sheet[top : top + high, left : left + wide] = cell
    found: list[list[Face]] = [[] for _ in pictures]
    for face in model.find_faces(sheet, score_min=score_min):
        x, y = face.box.centre
        across, down = min(ACROSS - 1, int(x) // wide), min(DOWN - 1, int(y) // high)
        place = down * ACROSS + across
        if place < len(found):
            here = Box(
                x=face.box.x - across * wide,
                y=face.box.y - down * high,
                width=face.box.width,
                height=face.box.height,
            )
            found[place].append(Face(box=here.scale(columns / wide), score=face.score))
    return [tuple(faces) for faces in found]
