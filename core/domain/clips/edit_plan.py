"""The edit plan: which seconds, which frame and how loud, as data for ffmpeg."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.domain.clips.box import Box
from core.domain.clips.framing.camera import Camera

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
    those of `cameras` (for a stack) and `path` (for following). A stack that `keeps_width` shows
    the whole width below the people, or `content` of it, and one without content only people.
    `wide` are the stretches of the clip, in seconds, in which following would show nobody: there
    the whole picture is shown. `frame_rate` is that of the result.
    A sound that `is_levelled` is brought to the target loudness; `gain_db` is the gain for that
    once it is known, and None for silence, which is left as it is (or made). `captions` is an ASS
    document, or empty. `muted` are stretches of silence in seconds of the clip, or of a tone
    where the plan `has_bleeps`. `bytes_max` is the
    largest file allowed, None for no limit; at the usual quality, a clip that `is_known_large`
    would not fit.
    """

    start_seconds: float
    duration_seconds: float
    layout: Layout
    frame_rate: float
    has_audio: bool
    source_width: int
    source_height: int
    is_levelled: bool = False
    gain_db: float | None = None
    cameras: tuple[Camera, ...] = ()
    keeps_width: bool = False
    has_content: bool = True
    content: Box | None = None
    path: CameraPath = ()
    wide: tuple[tuple[float, float], ...] = ()
    captions: str = ""
    muted: tuple[tuple[float, float], ...] = ()
    has_bleeps: bool = False
    bytes_max: int | None = None
    is_known_large: bool = False
    width: int = CLIP_WIDTH
    height: int = CLIP_HEIGHT

    @property
    def facecam(self) -> Box | None:
        """The place of the surest camera, None without any."""
        return self.cameras[0].box if self.cameras else None
