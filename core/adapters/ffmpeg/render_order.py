"""Render orders: everything one render needs, found before its process starts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.adapters.ffmpeg.graph import CaptionFiles
from core.adapters.ffmpeg.part_file import PartFile
from core.domain.clips.edit_plan import EditPlan
from core.domain.clips.made.source_look import SourceLook
from core.ports.clips import RenderedBefore
from core.ports.work import OnProgress


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOrder:
    """What to make of a source, how to read it, and where to write.

    `before` is an earlier render whose file may hold most of this one.
    """

    executable: Path
    video: Path
    plan: EditPlan
    look: SourceLook
    captions: CaptionFiles | None
    part: PartFile
    on_progress: OnProgress
    time_limit_seconds: float
    before: RenderedBefore | None = None
