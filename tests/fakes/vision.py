"""Vision without a model: faces, facecams and tracks as they were given."""

from __future__ import annotations

from pathlib import Path

from core.domain.box import Box
from core.domain.camera_path import Shot, SubjectPoint, Track
from core.domain.face import Face
from core.ports.vision import FacecamFinder, FaceFinder, SubjectTracker


class FakeFaceFinder:
    def __init__(self, faces: tuple[Face, ...] = ()) -> None:
        self._faces = faces

    async def find_faces(self, video: Path, *, at_seconds: float) -> tuple[Face, ...]:
        return self._faces


class FakeFacecamFinder:
    """Finds the box that it was given, and keeps where it was looked for."""

    def __init__(self, box: Box | None = None) -> None:
        self._box = box
        self.looked: list[tuple[float, float]] = []

    async def find_facecam(
        self, video: Path, *, start_seconds: float, end_seconds: float
    ) -> Box | None:
        self.looked.append((start_seconds, end_seconds))
        return self._box


class FakeSubjectTracker:
    """Follows one subject that stands at `x`, a face for `face_share` of the time."""

    def __init__(
        self,
        *,
        x: float = 640.0,
        face_share: float = 0.0,
        group_width: int = 0,
        size: tuple[int, int] = (1280, 720),
    ) -> None:
        self._x = x
        self._face_share = face_share
        self._group_width = group_width
        self._size = size

    async def track_subject(
        self, video: Path, *, start_seconds: float, end_seconds: float
    ) -> Track:
        shot = Shot(
            start_seconds=start_seconds,
            end_seconds=end_seconds,
            points=(SubjectPoint(at_seconds=start_seconds, x=self._x),),
            face_share=self._face_share,
            group_width=self._group_width,
        )
        return Track(width=self._size[0], height=self._size[1], shots=(shot,))


_faces: type[FaceFinder] = FakeFaceFinder
_facecams: type[FacecamFinder] = FakeFacecamFinder
_tracker: type[SubjectTracker] = FakeSubjectTracker
