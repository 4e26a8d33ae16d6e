"""The edit plan: which seconds, which frame and how loud, as data that ffmpeg then follows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

CLIP_WIDTH = 1080
CLIP_HEIGHT = 1920
CLIP_SECONDS_MAX = 30.0
TARGET_LUFS = -14.0
SILENCE_LUFS = -50.0


class Layout(StrEnum):
    """How a picture of any shape fills 9:16."""

    CENTRE = "centre"
    FIT = "fit"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPlan:
    """What one ffmpeg process makes of a source.

    `frame_rate` is that of the result. `gain_db` brings the sound to the target loudness, and is
    None where there is no sound or only silence, which is then left as it is (or made).
    """

    start_seconds: float
    duration_seconds: float
    layout: Layout
    frame_rate: float
    has_audio: bool
    gain_db: float | None = None
    width: int = CLIP_WIDTH
    height: int = CLIP_HEIGHT
