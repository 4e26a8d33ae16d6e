"""Vision without analysis: faces, a facecam and a track that a test sets."""

from __future__ import annotations

from pathlib import Path

from core.domain.clips.box import Box
from core.domain.clips.framing.camera import Camera, Scene
from core.domain.clips.framing.camera_path import STEP_SECONDS, Shot, SubjectPoint, Track
from core.ports.clips import FacecamFinder, SubjectTracker


class FakeFacecamFinder:
    """Finds the facecam that it was given, or a whole scene; records where it was asked to look."""

    def __init__(
        self,
        box: Box | None = None,
        *,
        scene: Scene | None = None,
        presence: tuple[float, ...] | None = None,
    ) -> None:
        self._presence = presence
        self._scene = scene or Scene(cameras=(Camera(box=box),) if box else ())
        self.asked = 0
        self.looked: list[tuple[float, float]] = []

    async def find_scene(self, video: Path, *, start_seconds: float, end_seconds: float) -> Scene:
        self.asked += 1
        self.looked.append((start_seconds, end_seconds))
        return self._scene

    async def measure_presence(
        self,
        video: Path,
        cameras: tuple[Camera, ...],
        *,
        start_seconds: float,
        end_seconds: float,
    ) -> tuple[float, ...]:
        return self._presence or (1.0,) * len(cameras)


class FakeSubjectTracker:
    """Sees a face that stays at column `x`; with `cuts_at_seconds`, in several shots."""

    def __init__(
        self,
        *,
        x: float = 640.0,
        width: int = 1280,
        height: int = 720,
        face_share: float = 1.0,
        group_width: int = 100,
        cuts_at_seconds: tuple[float, ...] = (),
    ) -> None:
        self._x = x
        self._size = (width, height)
        self._face_share = face_share
        self._group_width = group_width
        self._cuts = cuts_at_seconds

    async def track_subject(
        self,
        video: Path,
        *,
        start_seconds: float,
        end_seconds: float,
        needs_motion: bool = True,
    ) -> Track:
        inside = [cut for cut in self._cuts if start_seconds < cut < end_seconds]
        starts, ends = [start_seconds, *inside], [*inside, end_seconds]
        shots = tuple(self._make_shot(start, end) for start, end in zip(starts, ends, strict=True))
        return Track(width=self._size[0], height=self._size[1], shots=shots)

    def _make_shot(self, start: float, end: float) -> Shot:
        count = max(1, round((end - start) / STEP_SECONDS))
        return Shot(
            start_seconds=start,
            end_seconds=end,
            points=tuple(
                SubjectPoint(at_seconds=round(start + i * STEP_SECONDS, 3), x=self._x)
                for i in range(count)
            ),
            face_share=self._face_share,
            group_width=self._group_width,
        )


_FACECAM: type[FacecamFinder] = FakeFacecamFinder
_SUBJECT: type[SubjectTracker] = FakeSubjectTracker
