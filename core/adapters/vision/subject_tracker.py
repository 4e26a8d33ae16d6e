"""The subject tracker: a window's cuts, its faces, and what moves where there are none."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from core.adapters.vision.faces import FaceModel, find_model
from core.adapters.vision.frame_look import look_at_frame
from core.adapters.vision.pictures import read_stretch
from core.adapters.vision.sharp_cuts import SharpCuts
from core.domain.clips.framing.camera_path import STEP_SECONDS, Shot, SubjectPoint, Track
from core.domain.clips.framing.face import Face
from core.domain.clips.framing.face_thread import (
    GAP_SECONDS,
    choose_subject,
    list_people,
    locate_subject,
    measure_group,
    thread_faces,
)
from core.errors import InvalidInput

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

    Pixels = NDArray[uint8]

_WIDTH = 512
_FACES_WIDTH = 384
_FACE_SCORE = 0.5
_FACES_EVERY = (4, 2, 1)
_MOVED_SHARE = 0.02
_CLOSER_LOOKS_MAX = 12
_MOTION_STEP = 14
_MOTION_SHARE_MIN = 0.002
_MOTION_SHARE_MAX = 0.35
_DAMPING = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sample:
    at_seconds: float
    picture: Pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """A decoded window: a small picture every 0.2 s, and its cuts, exact to the frame."""

    width: int
    height: int
    samples: tuple[_Sample, ...]
    cuts: tuple[float, ...]


class VideoSubjectTracker:
    """Decodes a window once and follows its largest lasting face."""

    def __init__(self, *, time_limit_seconds: float = 60.0) -> None:
        self._time_limit_seconds = time_limit_seconds

    async def track_subject(
        self, video: Path, *, start_seconds: float, end_seconds: float
    ) -> Track:
        """Return a window's shots and their subject; InvalidInput if nothing decodes."""
        return await asyncio.to_thread(self._track, video, start_seconds, end_seconds)

    def _track(self, video: Path, start_seconds: float, end_seconds: float) -> Track:
        from av import FFmpegError  # noqa: PLC0415 - half a second to import

        deadline = time.monotonic() + self._time_limit_seconds
        try:
            reading = _read(video, start_seconds, end_seconds, deadline)
        except FFmpegError:
            reading = None
        if reading is None:
            raise InvalidInput(
                f"No picture of {video.name} can be read from {start_seconds:g} s to "
                f"{end_seconds:g} s: choose another window."
            )
        sights = FaceSights(FaceModel(find_model()), reading.width, deadline)
        starts = (start_seconds, *reading.cuts)
        ends = (*reading.cuts, max(end_seconds, start_seconds))
        shots = tuple(
            _track_shot(start, end, reading, sights)
            for start, end in zip(starts, ends, strict=True)
        )
        return Track(width=reading.width, height=reading.height, shots=shots)


def _read(
    video: Path, start_seconds: float, end_seconds: float, deadline: float
) -> _Reading | None:
    samples: list[_Sample] = []
    cuts, size = SharpCuts(), (0, 0)
    for frame in read_stretch(
        video,
        start_seconds=start_seconds,
        end_seconds=end_seconds,
        deadline=deadline,
        is_rough=True,
    ):
        cuts.see(look_at_frame(frame))
        size = size if samples else (frame.width, frame.height)
        if frame.at_seconds >= start_seconds + len(samples) * STEP_SECONDS - 1e-6:
            samples.append(_Sample(at_seconds=frame.at_seconds, picture=frame.shrink(_WIDTH)))
    if not samples:
        return None
    return _Reading(
        width=size[0],
        height=size[1],
        samples=tuple(samples),
        cuts=cuts.finish(),
    )


class FaceSights:
    """Finds faces in samples, coarsely first, and in more detail while that is rarely needed."""

    def __init__(self, model: FaceModel, width: int, deadline: float) -> None:
        self._model = model
        self._closer = FaceModel(model.file)
        self._width = width
        self._deadline = deadline
        self._looks_left = _CLOSER_LOOKS_MAX

    def find(self, samples: Sequence[_Sample]) -> list[tuple[float, tuple[Face, ...]]]:
        """Return the faces in some of the samples, in source pixels: in more where they move."""
        seen: dict[int, tuple[Face, ...]] = {}
        last = len(samples) - 1
        for step in _FACES_EVERY:
            for index in sorted({*range(0, last, step), last} - seen.keys()):
                if _is_moving(seen, index, self._width):
                    seen[index] = self._look(samples[index].picture)
        return [(samples[index].at_seconds, seen[index]) for index in sorted(seen)]

    def _look(self, picture: Pixels) -> tuple[Face, ...]:
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
    if not seen[before] or not seen[after]:
        return bool(seen[before]) != bool(seen[after])
    (x, y), (u, v) = (_largest(seen[i]).box.centre for i in (before, after))
    return max(abs(x - u), abs(y - v)) > _MOVED_SHARE * width


def _largest(faces: Sequence[Face]) -> Face:
    return max(faces, key=lambda face: face.box.area)


def _track_shot(start: float, end: float, reading: _Reading, sights: FaceSights) -> Shot:
    samples = [s for s in reading.samples if start <= s.at_seconds < end]
    if not samples:
        return Shot(start_seconds=start, end_seconds=end, points=())
    seen = sights.find(samples)
    threads = thread_faces(seen)
    subject = choose_subject(threads)
    times = [sample.at_seconds for sample in samples]
    covered = sum(any(abs(s.at_seconds - t) <= GAP_SECONDS for s in subject) for t in times)
    if subject:
        xs = [locate_subject(subject, t) for t in times]
    else:
        xs = _follow_motion(samples, reading.width)
    return Shot(
        start_seconds=start,
        end_seconds=end,
        points=tuple(SubjectPoint(at_seconds=t, x=x) for t, x in zip(times, xs, strict=True)),
        face_share=covered / len(times),
        group_width=measure_group(seen),
        people=list_people(threads, len(seen)),
    )


def _follow_motion(samples: Sequence[_Sample], width: int) -> list[float]:
    """Return the damped centre of motion; the picture's middle if nothing or everything moves."""
    import numpy as np  # noqa: PLC0415 - as above

    x = width / 2
    xs = [x]
    for before, after in pairwise(samples):
        change = np.abs(after.picture.astype(np.int16) - before.picture).max(axis=2)
        moving = (change > _MOTION_STEP).mean(axis=0)
        target = width / 2
        if _MOTION_SHARE_MIN <= moving.mean() <= _MOTION_SHARE_MAX:
            columns = (np.arange(len(moving)) + 0.5) / len(moving)
            target = float((moving * columns).sum() / moving.sum()) * width
        x += _DAMPING * (target - x)
        xs.append(x)
    return xs
