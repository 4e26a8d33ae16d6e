"""Face detection in one picture: CenterFace, whose model is part of Truss, run by OpenCV.

What goes wrong with the model costs the faces and nothing else: framing falls back to motion and
the middle. Xu et al., "CenterFace: Joint Face Detection and Alignment Using Face as Point", 2019.
"""

from __future__ import annotations

import hashlib
import math
from pathlib import Path
from typing import TYPE_CHECKING, Final

from core.domain.clips.box import Box, measure_overlap
from core.domain.clips.framing.face import Face

if TYPE_CHECKING:
    import cv2
    from numpy import float32, uint8
    from numpy.typing import NDArray

    Picture = NDArray[uint8]
    Map = NDArray[float32]

MODEL_FILE: Final = Path(__file__).with_name("centerface") / "centerface.onnx"
MODEL_SHA256: Final = "09189deaaf8646c5c51a68447e3c744ea1e211798155d4728c20507b9f5aefbc"
SCORE_MIN = 0.6
# All that it has, the landmarks at the end too: OpenCV 5 gives no choice of them.
_OUTPUTS = ("537", "538", "539", "540")
_STRIDE = 4
_MULTIPLE = 32
_SAME_OVERLAP = 0.3
_FACES_MAX = 200
_LOG_SIZE_MAX = 8.0
_SAID_LENGTH_MAX = 300


def find_model() -> Path | None:
    """Return the face model's file; None if this installation has lost it."""
    return MODEL_FILE if MODEL_FILE.is_file() else None


class FaceModel:
    """Networks of one model; not safe for use by two threads at once.

    Each picture size gets its own network, and only the last size is kept: OpenCV fuses layers
    again whenever the size changes, which ruins the weights.
    """

    def __init__(self, model: Path | None) -> None:
        self.file = model
        self._content = b""
        self._size = (0, 0)
        self._network: cv2.dnn.Net | None = None

    def find_faces(self, picture: Picture, *, score_min: float = SCORE_MIN) -> tuple[Face, ...]:
        """Return the faces in a picture (rows x columns x BGR) in its pixels, best first."""
        if self.file is None:
            return ()
        import cv2  # noqa: PLC0415 - a fifth of a second to import

        rows, columns = picture.shape[:2]
        width, height = _round_up(columns), _round_up(rows)
        try:
            if self._network is None or self._size != (width, height):
                self._network, self._size = self._load(self.file), (width, height)
            self._network.setInput(cv2.dnn.blobFromImage(picture, size=(width, height)))
            heat, size, offset, _ = self._network.forward(_OUTPUTS)
            faces = _decode(heat[0, 0], size[0], offset[0], score_min)
        except (cv2.error, OSError, LookupError, TypeError, ValueError, AttributeError) as error:
            # A damaged file, or another release of OpenCV, must not cost the clip.
            said = " ".join(str(error).split())[:_SAID_LENGTH_MAX] or type(error).__name__
            _warn(said)
            self.file, self._network = None, None
            return ()
        across, down = columns / width, rows / height
        return tuple(_place(face, across, down, columns, rows) for face in _drop_doubles(faces))

    def _load(self, model: Path) -> cv2.dnn.Net:
        """Return a network of the bytes that were checked; ValueError if they are others."""
        import cv2  # noqa: PLC0415 - as above
        import numpy as np  # noqa: PLC0415 - a tenth of a second to import

        if not self._content:
            content = model.read_bytes()
            if hashlib.sha256(content).hexdigest() != MODEL_SHA256:
                raise ValueError(f"{model.name} is not the model that it should be")
            self._content = content
        cv2.setNumThreads(1)
        return cv2.dnn.readNetFromONNX(np.frombuffer(self._content, np.uint8))


def _round_up(pixels: int) -> int:
    return math.ceil(pixels / _MULTIPLE) * _MULTIPLE


def _decode(heat: Map, size: Map, offset: Map, score_min: float) -> list[Face]:
    import numpy as np  # noqa: PLC0415 - a tenth of a second to import

    rows, columns = np.nonzero(heat > score_min)
    best = np.argsort(heat[rows, columns])[::-1][:_FACES_MAX]
    faces = []
    for row, column in zip(rows[best], columns[best], strict=True):
        height = math.exp(min(float(size[0, row, column]), _LOG_SIZE_MAX)) * _STRIDE
        width = math.exp(min(float(size[1, row, column]), _LOG_SIZE_MAX)) * _STRIDE
        middle_y = (row + float(offset[0, row, column]) + 0.5) * _STRIDE
        middle_x = (column + float(offset[1, row, column]) + 0.5) * _STRIDE
        box = Box(
            x=round(middle_x - width / 2),
            y=round(middle_y - height / 2),
            width=max(1, round(width)),
            height=max(1, round(height)),
        )
        faces.append(Face(box=box, score=float(heat[row, column])))
    return faces


def _drop_doubles(faces: list[Face]) -> list[Face]:
    """Keep the best of overlapping faces; the input is sorted best first."""
    kept: list[Face] = []
    for face in faces:
        if all(measure_overlap(face.box, other.box) < _SAME_OVERLAP for other in kept):
            kept.append(face)
    return kept


def _place(face: Face, across: float, down: float, columns: int, rows: int) -> Face:
    """Return the face in the picture's own pixels, clipped to its borders."""
    left = min(max(0, round(face.box.x * across)), columns - 1)
    top = min(max(0, round(face.box.y * down)), rows - 1)
    right = min(columns, round(face.box.right * across))
    bottom = min(rows, round(face.box.bottom * down))
    box = Box(x=left, y=top, width=max(1, right - left), height=max(1, bottom - top))
    return Face(box=box, score=face.score)


def _warn(said: str) -> None:
    import structlog  # noqa: PLC0415 - a third of a second to import, for a failure alone

    structlog.get_logger(__name__).warning("faces.model_failed", error=said)
