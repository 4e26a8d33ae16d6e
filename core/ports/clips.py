"""Clips: what cuts, frames, captions and scores them, and where they are stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from core.domain.chat.chat_spike import ChatSpike
    from core.domain.clips.clip import Clip, ClipStatus
    from core.domain.clips.edit_plan import EditPlan
    from core.domain.clips.framing.camera import Camera, Scene
    from core.domain.clips.framing.camera_path import Track
    from core.domain.clips.framing_wish import FramingWishes
    from core.domain.clips.made.source_look import SourceLook
    from core.domain.clips.turn import Turn, TurnTrait
    from core.domain.clips.virality import ViralityScore
    from core.domain.publishing.publication import Publication
    from core.domain.signals.signals import Signals
    from core.domain.videos.spoken_word import Word
    from core.domain.work.ids import ClipId, CreatorId
    from core.domain.work.job import Job
    from core.ports.paging import Page
    from core.ports.work import OnProgress


class ClipStore(Protocol):
    """Keeps clips."""

    async def get_clip(self, creator_id: CreatorId, clip_id: ClipId) -> Clip: ...

    async def find_clips(
        self, creator_id: CreatorId, clip_ids: Sequence[ClipId]
    ) -> tuple[Clip, ...]:
        """Return those that are stored, in this order, each once; for lists, which may lag."""
        ...

    async def count_clips(self, creator_id: CreatorId, status: ClipStatus, *, most: int) -> int:
        """Count the clips with one status up to `most`, without reading any; it may lag."""
        ...

    async def add_clip(self, clip: Clip, *, jobs: Sequence[Job] = ()) -> bool:
        """Store a new clip, and the jobs that follow from it, in one transaction.

        False if a clip with this id exists; then nothing is written.
        """
        ...

    async def save_clip(
        self,
        clip: Clip,
        *,
        publications: Sequence[Publication] = (),
        changed: Sequence[Publication] = (),
        jobs: Sequence[Job] = (),
    ) -> Clip:
        """Save the clip, with new publications, changed ones and jobs, in one transaction.

        `changed` are publications saved over the versions that were seen.
        """
        ...

    async def list_clips(
        self,
        creator_id: CreatorId,
        *,
        before: datetime | None = None,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Clip]:
        """List all clips, newest first; with `before`, only those made earlier than that."""
        ...

    async def list_clips_by_status(
        self,
        creator_id: CreatorId,
        status: ClipStatus,
        *,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Clip]:
        """List the clips with one status, by priority, then newest first."""
        ...

    async def list_clips_by_score(
        self,
        creator_id: CreatorId,
        *,
        at_least: int = 0,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Clip]:
        """List scored clips, highest score first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedClip:
    """A verified render: seconds, bytes and pixels as measured in the file.

    `loudness_lufs` is None without sound, and where it was not levelled; `note` says what is
    unusual about the sound. `command` reproduces the file by hand, empty if unknown. `uncaptioned`
    says why captions that were planned were left out. `look` and `gain_db` are what was found in
    the source, and `drawn_seconds` how much of the picture was drawn for this file, None for all.
    """

    duration_seconds: float
    size_bytes: int
    width: int
    height: int
    loudness_lufs: float | None = None
    note: str = ""
    command: tuple[str, ...] = ()
    uncaptioned: str = ""
    look: SourceLook | None = None
    gain_db: float | None = None
    drawn_seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedBefore:
    """An earlier render of the same window in the same frame, and its file if that is at hand.

    `plan` holds the captions that are burned into it, and the gain of its sound.
    """

    plan: EditPlan
    look: SourceLook
    loudness_lufs: float | None = None
    file: Path | None = None


class Renderer(Protocol):
    """Makes the vertical video of an edit plan, in one process."""

    async def render(
        self,
        video: Path,
        plan: EditPlan,
        out: Path,
        *,
        on_progress: OnProgress,
        before: RenderedBefore | None = None,
    ) -> RenderedClip:
        """Write `out`, verified and renamed into place; a failure leaves nothing behind.

        What was found for the render `before` is not looked for again, and what is alike in its
        file is taken from there. `on_progress` is called with 0 to 1. Raises ExternalFailure with
        its stage.
        """
        ...

    async def make_thumbnail(
        self, video: Path, out: Path, *, at_seconds: float, is_exact: bool = False
    ) -> None:
        """Write the best frame of a clip near `at_seconds`, or the very one there, as a JPEG."""
        ...

    async def paint_captions(self, document: str, out: Path, *, at_seconds: float) -> None:
        """Write a frame that shows an ASS document at a time, on a plain ground, as a JPEG."""
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
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """An analyst's verdict on a moment; `measured` is the score before anybody saw it."""

    title: str
    score: ViralityScore
    measured: ViralityScore


class Analyst(Protocol):
    """Judges what a moment is worth, and why."""

    async def analyse_moment(self, material: MomentMaterial) -> Analysis: ...


class FacecamFinder(Protocol):
    """Finds where a streamer's cameras are shown over a game, and what must stay readable."""

    async def find_scene(self, video: Path, *, start_seconds: float, end_seconds: float) -> Scene:
        """Return the cameras in the pixels a viewer sees, the surest first; none if unsure."""
        ...

    async def measure_presence(
        self,
        video: Path,
        cameras: tuple[Camera, ...],
        *,
        start_seconds: float,
        end_seconds: float,
    ) -> tuple[float, ...]:
        """Return the share of a window in which each camera is shown, 0 to 1."""
        ...


class SubjectTracker(Protocol):
    """Follows who or what a window is about."""

    async def track_subject(
        self,
        video: Path,
        *,
        start_seconds: float,
        end_seconds: float,
        needs_motion: bool = True,
    ) -> Track:
        """Return the window's shots with their subject; InvalidInput if nothing decodes."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionTrack:
    """The words of a caption file in chronological order, as offsets into its video.

    `skipped` counts the broken cues that were left out.
    """

    words: tuple[Word, ...]
    format_name: str
    skipped: int = 0


class CaptionReader(Protocol):
    """Recognises a caption file by its content and reads it."""

    async def read_captions(self, path: Path) -> CaptionTrack:
        """Return its words; InvalidInput, with what to do, if it holds none."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """What was heard: words as offsets into the video, and the language (as in en).

    `reason` says why there are no words although somebody speaks.
    """

    words: tuple[Word, ...] = ()
    language: str = ""
    reason: str = ""


class SpeechListener(Protocol):
    """Transcribes speech."""

    async def listen(
        self,
        video: Path,
        *,
        start_seconds: float,
        end_seconds: float,
        until_seconds: float | None = None,
    ) -> Hearing:
        """Return what is said in a stretch, the same each time; no words if nobody speaks.

        Words that begin at `until_seconds` or later are there for those before them, and may be
        left out.

        Raises ExternalFailure, with what to do, if this machine cannot transcribe.
        """
        ...


class Turns(Protocol):
    """Knows whether something is tried on clips by turns."""

    async def find_turn(self, creator_id: CreatorId, clip_id: ClipId) -> Turn | None:
        """Return a clip's side, the same at each call; None where nothing is tried on it."""
        ...

    async def find_trait(self, creator_id: CreatorId) -> TurnTrait | None:
        """Return what is tried on a creator's new clips; None while nothing is."""
        ...

    async def find_sides(self, creator_id: CreatorId) -> Callable[[ClipId], Turn | None]:
        """Return what tells the side of any clip of a creator, for whoever asks about many."""
        ...


class FramingStore(Protocol):
    """Keeps how each creator wants their clips framed."""

    async def get_wishes(self, creator_id: CreatorId) -> FramingWishes:
        """Return the wishes; empty ones, of version 0, if nothing is stored."""
        ...

    async def save_wishes(self, wishes: FramingWishes) -> FramingWishes: ...
