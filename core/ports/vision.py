"""Vision: what is to be seen in a video, for framing it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from core.domain.box import Box
from core.domain.camera_path import Track
from core.domain.face import Face


class FaceFinder(Protocol):
    """Finds faces in single frames."""

    async def find_faces(self, video: Path, *, at_seconds: float) -> tuple[Face, ...]:
        """Return the faces of the frame shown then, best first; none where there is no model."""
        ...


class FacecamFinder(Protocol):
    """Finds the rectangle in which a streamer's camera is shown over a game."""

    async def find_facecam(
        self, video: Path, *, start_seconds: float, end_seconds: float
    ) -> Box | None:
        """Return it in the pixels that a viewer sees; None where there is none to be sure of."""
        ...


class SubjectTracker(Protocol):
    """Follows who or what a window is about."""

    async def track_subject(
        self, video: Path, *, start_seconds: float, end_seconds: float
    ) -> Track:
        """Return the window's shots with their subject; InvalidInput where nothing decodes."""
        ...
