"""A cut as it is ordered and as it was made: what to cut, from what, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.domain.clips.box import Box
from core.domain.clips.edit_plan import CameraPath, EditPlan, Layout
from core.domain.clips.made.cut_record import CutRecord
from core.domain.clips.words.caption_look import USUAL_LOOK, CaptionLook
from core.domain.videos.asset import CLIP_SECONDS_MAX, VideoFacts
from core.domain.videos.spoken_word import Word
from core.ports.clips import (
    RenderedBefore,
    RenderedClip,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOrder:
    """What to cut: a window in offsets into the video, and how to fill the frame.

    `layout` None lets us choose. `facecam` and `path` are in the video's pixels as seen, and win
    over what would be found. `words` are offsets into the
    video, and so are those of `muted`, which are not to be heard: there is
    silence, or a tone where it `has_bleeps`. The file is no larger than
    `bytes_max`.
    """

    start_seconds: float
    end_seconds: float
    layout: Layout | None = None
    facecam: Box | None = None
    path: CameraPath = ()
    words: tuple[Word, ...] = ()
    look: CaptionLook = USUAL_LOOK
    muted: tuple[Word, ...] = ()
    has_bleeps: bool = False
    bytes_max: int | None = None
    longest_seconds: float = CLIP_SECONDS_MAX


@dataclass(frozen=True, slots=True, kw_only=True)
class CutBefore:
    """An earlier cut of a clip: its record, and its file if that is at hand."""

    record: CutRecord
    file: Path | None = None

    def describe(self) -> RenderedBefore:
        """Return what a renderer can take from it."""
        record = self.record
        return RenderedBefore(
            plan=record.plan, look=record.look, loudness_lufs=record.loudness_lufs, file=self.file
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A finished clip: its plan, what was rendered, how loud it is, and why it looks so.

    `record` is what the next cut can be made from, `before` the earlier one that this was made of.
    """

    plan: EditPlan
    rendered: RenderedClip
    loudness_lufs: float | None
    reason: str
    record: CutRecord | None = None
    before: CutBefore | None = None

    @property
    def is_captioned(self) -> bool:
        return bool(self.plan.captions) and not self.rendered.uncaptioned


def clamp_window(order: CutOrder, facts: VideoFacts) -> tuple[float, float]:
    start = max(0.0, order.start_seconds)
    return start, min(order.end_seconds, facts.duration_seconds, start + order.longest_seconds)
