"""Cut records: what was found and chosen for a cut, so that it can be made again unlooked at."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.clips.box import Box
from core.domain.clips.edit_plan import EditPlan, Layout
from core.domain.clips.made.source_look import SourceLook
from core.domain.videos.asset import VideoFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class FramingAsked:
    """What a cut's frame follows from: where all of it is the same, the frame is the same."""

    facts: VideoFacts
    start_seconds: float
    end_seconds: float
    longest_seconds: float
    layout: Layout | None = None
    facecam: Box | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CutRecord:
    """A finished cut: its plan with the gain that was found, and how its source was read.

    The plan's captions are those that were burned in, and its window is the one that was asked for.
    `digests` are of its files, by their names: nothing is taken from one that was damaged since.
    """

    asked: FramingAsked
    plan: EditPlan
    look: SourceLook
    loudness_lufs: float | None = None
    reason: str = ""
    digests: tuple[tuple[str, str], ...] = ()

    def is_whole(self, name: str, digest: str) -> bool:
        """Return whether a file is as it was stored; of an older program's nobody knows."""
        return dict(self.digests).get(name, digest) == digest
