"""The edit plan: which seconds, which frame and how loud, as data for ffmpeg."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.domain.clips.box import Box

CLIP_WIDTH = 1080
CLIP_HEIGHT = 1920
TARGET_LUFS = -14.0
SILENCE_LUFS = -50.0

CameraPath = tuple[tuple[float, int], ...]
"""(seconds into the clip, left edge of the crop in source pixels), one point per frame."""


class Layout(StrEnum):
    """How a picture of any shape fills 9:16."""

    STACK = "stack"
    FOLLOW = "follow"
    FIT = "fit"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPlan:
    """What one ffmpeg process makes of a source.

    `source_width` and `source_height` are the source's pixels as a viewer sees them, and so are
    those of `facecam` (for a stack) and `path` (for following). `frame_rate` is that of the result.
    `gain_db` brings the sound to the target loudness; it is None without sound or in silence, which
    is left as it is (or made). `captions` is an ASS document, or empty.
    `muted` are stretches of silence in seconds of the clip. `bytes_max` is the largest
    file allowed, None for no limit.
    """

    start_seconds: float
    duration_seconds: float
    layout: Layout
    frame_rate: float
    has_audio: bool
    source_width: int
    source_height: int
    gain_db: float | None = None
    facecam: Box | None = None
    path: CameraPath = ()
    captions: str = ""
    muted: tuple[tuple[float, float], ...] = ()
    bytes_max: int | None = None
    width: int = CLIP_WIDTH
    height: int = CLIP_HEIGHT
