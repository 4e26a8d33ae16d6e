"""The face finder: the faces in one frame of a video."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from core.adapters.vision.faces import FaceModel, find_model
from core.adapters.vision.pictures import read_stretch
from core.domain.clips.face import Face

_WIDTH = 960
_REACH_SECONDS = 1.0


class VideoFaceFinder:
    """Decodes up to one frame and finds the faces in it."""

    def __init__(self, *, model: Path | None = None, time_limit_seconds: float = 20.0) -> None:
        self._model = model
        self._time_limit_seconds = time_limit_seconds

    async def find_faces(self, video: Path, *, at_seconds: float) -> tuple[Face, ...]:
        """Return the faces of the first frame from then on, best first, in pixels as seen."""
        return await asyncio.to_thread(self._find, video, at_seconds)

    def _find(self, video: Path, at_seconds: float) -> tuple[Face, ...]:
        from av import FFmpegError  # noqa: PLC0415 - half a second to import

        frames = read_stretch(
            video,
            start_seconds=at_seconds,
            end_seconds=at_seconds + _REACH_SECONDS,
            deadline=time.monotonic() + self._time_limit_seconds,
        )
        try:
            frame = next(frames, None)
        except FFmpegError:
            return ()
        finally:
            frames.close()
        if frame is None:
            return ()
        picture = frame.shrink(_WIDTH)
        faces = FaceModel(self._model or find_model()).find_faces(picture)
        factor = frame.width / picture.shape[1]
        return tuple(Face(box=face.box.scale(factor), score=face.score) for face in faces)
