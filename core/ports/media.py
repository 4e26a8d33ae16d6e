"""Media: looking into a video, cutting it, and saying what a moment is worth."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from core.domain.asset import VideoFacts
from core.domain.chat_spike import ChatSpike
from core.domain.edit_plan import EditPlan
from core.domain.signals import Signals
from core.domain.virality import ViralityScore


class ObjectStorage(Protocol):
    """Keeps files under object keys (`assets/<id>/source.mp4`)."""

    async def put_file(self, object_key: str, source: Path) -> None:
        """Store the file at `source`, whole or not at all; an older one is replaced."""
        ...

    def open_file(self, object_key: str) -> AbstractAsyncContextManager[Path]:
        """Give a local path to the object for reading; NotFound where there is none."""
        ...

    async def delete_file(self, object_key: str) -> None:
        """Remove the object; nothing happens where there is none."""
        ...


class Prober(Protocol):
    """Looks at a video without decoding all of it."""

    async def probe(self, video: Path) -> VideoFacts:
        """Return its facts; InvalidInput, with what to do, where it cannot be cut."""
        ...


class SignalReader(Protocol):
    """Measures a stretch of a video."""

    async def read_signals(
        self, video: Path, *, start_seconds: float, end_seconds: float
    ) -> Signals:
        """Return loudness and cuts of the stretch; keyframes only are decoded for the cuts."""
        ...

    async def measure_lufs(
        self, video: Path, *, start_seconds: float, duration_seconds: float
    ) -> float | None:
        """Return the integrated loudness (EBU R128, LUFS); None where there is no sound."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedClip:
    """What a verified render is: seconds, bytes and pixels as measured in the file.

    `command` is what makes the same file again by hand, empty where that is not known.
    """

    duration_seconds: float
    size_bytes: int
    width: int
    height: int
    command: tuple[str, ...] = ()


OnProgress = Callable[[float], None]


class Renderer(Protocol):
    """Makes the vertical video of an edit plan, in one process."""

    async def render(
        self, video: Path, plan: EditPlan, out: Path, *, on_progress: OnProgress
    ) -> RenderedClip:
        """Write `out`, verified and renamed into place; nothing is left behind on failure.

        `on_progress` is called with 0 to 1. Raises ExternalFailure with its stage.
        """
        ...

    async def make_thumbnail(self, video: Path, out: Path, *, at_seconds: float) -> None:
        """Write the best frame of a finished clip near `at_seconds` as a JPEG."""
        ...

    async def make_contact_sheet(self, video: Path, out: Path) -> None:
        """Write ten frames of a finished clip side by side as a JPEG."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentMaterial:
    """What an analyst gets to judge a moment by."""

    start_seconds: float
    end_seconds: float
    signals: Signals
    spike: ChatSpike | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What an analyst says of a moment; `measured` is the score before anybody saw it."""

    title: str
    score: ViralityScore
    measured: ViralityScore


class Analyst(Protocol):
    """Says what a moment is worth, and why."""

    async def analyse_moment(self, material: MomentMaterial) -> Analysis: ...
