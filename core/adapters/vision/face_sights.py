"""Face sights: the faces in samples of a window, looked for in as few of them as will do."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.adapters.vision.faces import FaceModel
from core.domain.clips.framing.face import Face

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

    Pixels = NDArray[uint8]

Sight = tuple[float, tuple[Face, ...]]

SAMPLE_WIDTH = 512
_FACES_WIDTH = 384
_FACE_SCORE = 0.5
_FACES_EVERY = (4, 2, 1)
_MOVED_SHARE = 0.02
_CLOSER_LOOKS_MAX = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A small picture and when it is shown."""

    at_seconds: float
    picture: Pixels


class FaceSights:
    """Finds faces in samples, coarsely first, and in more detail while that is rarely needed."""

    def __init__(self, model: Path | None, width: int, deadline: float) -> None:
        """`model` is a file, and `width` that of the source."""
        self._model, self._closer = FaceModel(model), FaceModel(model)
        self._width = width
        self._deadline = deadline
        self._looks_left = _CLOSER_LOOKS_MAX

    def find(self, samples: Sequence[Sample]) -> list[Sight]:
        """Return the faces in some of the samples, in source pixels: in more where they move."""
        seen: dict[int, tuple[Face, ...]] = {}
        last = len(samples) - 1
        for step in _FACES_EVERY:
            for index in sorted({*range(0, last, step), last} - seen.keys()):
                if _is_moving(seen, index, self._width):
                    seen[index] = self.look(samples[index].picture)
        return [(samples[index].at_seconds, seen[index]) for index in sorted(seen)]

    def look(self, picture: Pixels) -> tuple[Face, ...]:
        """Return the faces in one picture, in source pixels."""
        import cv2  # noqa: PLC0415 - a fifth of a second to import
        import numpy as np  # noqa: PLC0415 - as above

        if time.monotonic() > self._deadline:
            return ()
        rows, columns = picture.shape[:2]
        width = min(_FACES_WIDTH, columns)
        size = (width, max(1, round(rows * width / columns)))
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
        faces = self._model.find_faces(small, score_min=_FACE_SCORE)
        if not faces and self._looks_left > 0 and width < columns:
            self._looks_left -= 1
            width = columns
            faces = self._closer.find_faces(picture, score_min=_FACE_SCORE)
        factor = self._width / width
        return tuple(Face(box=face.box.scale(factor), score=face.score) for face in faces)


def _is_moving(seen: Mapping[int, tuple[Face, ...]], index: int, width: int) -> bool:
    """Return whether the largest face is in different places before and after a sample."""
    before = max((i for i in seen if i < index), default=None)
    after = min((i for i in seen if i > index), default=None)
    if before is None or after is None:
        return True
    return not are_near(seen[before], seen[after], _MOVED_SHARE * width)


def are_near(before: Sequence[Face], after: Sequence[Face], reach: float) -> bool:
    """Return whether the largest face moved no further, or there is none in either picture."""
    if not before or not after:
        return bool(before) == bool(after)
    (x, y), (u, v) = (_largest(faces).box.centre for faces in (before, after))
    return max(abs(x - u), abs(y - v)) <= reach


def _largest(faces: Sequence[Face]) -> Face:
    return max(faces, key=lambda face: face.box.area)
