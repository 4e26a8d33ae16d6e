"""Frame plans: which layout a picture gets, and the edit plan of a window."""

from __future__ import annotations

import math
from dataclasses import dataclass

from core.domain.clips.box import Box
from core.domain.clips.edit_plan import (
    CLIP_HEIGHT,
    CLIP_WIDTH,
    SILENCE_LUFS,
    TARGET_LUFS,
    CameraPath,
    EditPlan,
    Layout,
)
from core.domain.clips.framing.camera import Camera
from core.domain.videos.asset import CLIP_SECONDS_MAX, VideoFacts
from core.errors import InvalidInput

WIDTH_KEPT_MIN = 0.30
FRAME_RATE_MAX = 60.0
FRAME_RATE_DEFAULT = 30.0
_FRAME_RATE_MIN = 10.0
_FRAME_RATE_NONSENSE = 1000.0
_USUAL_RATES = (24000 / 1001, 24.0, 25.0, 30000 / 1001, 30.0, 50.0, 60000 / 1001, 60.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutChoice:
    """A layout, and the sentence that says why."""

    layout: Layout
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FramePlan:
    """A choice with what it needs: cameras for a stack, a path for following."""

    choice: LayoutChoice
    cameras: tuple[Camera, ...] = ()
    keeps_width: bool = False
    has_content: bool = True
    content: Box | None = None
    path: CameraPath = ()
    wide: tuple[tuple[float, float], ...] = ()


def choose_layout(facts: VideoFacts) -> LayoutChoice:
    """Crop to the middle if enough of the width survives, else show the whole picture.

    A 16:9 picture keeps 32 % of its width, 21:9 24 %.
    """
    kept = (facts.height * CLIP_WIDTH / CLIP_HEIGHT) / facts.width
    if kept >= 1:
        return LayoutChoice(
            layout=Layout.CENTRE, reason="The picture is already upright, so it fills the frame."
        )
    if kept >= WIDTH_KEPT_MIN:
        return LayoutChoice(
            layout=Layout.CENTRE,
            reason=f"The middle {kept:.0%} of the picture's width fills the frame.",
        )
    return LayoutChoice(
        layout=Layout.FIT,
        reason=f"A crop would keep only {kept:.0%} of the width, so the whole picture is shown.",
    )


def choose_frame_rate(source_rate: float) -> float:
    """Return the clip's frame rate: the source's, at most 60, and 30 if the source's is nonsense.

    A rate within 1 % of a usual one becomes that one: averages are never exact.
    """
    if not math.isfinite(source_rate) or not _FRAME_RATE_MIN <= source_rate <= _FRAME_RATE_NONSENSE:
        return FRAME_RATE_DEFAULT
    if source_rate >= FRAME_RATE_MAX:
        return FRAME_RATE_MAX
    nearest = min(_USUAL_RATES, key=lambda rate: abs(rate - source_rate))
    return nearest if abs(nearest - source_rate) <= 0.01 * nearest else source_rate


def choose_gain_db(loudness_lufs: float | None) -> float | None:
    """Return the gain in dB that brings a loudness to the target; None for silence or no sound."""
    if loudness_lufs is None or not loudness_lufs >= SILENCE_LUFS:
        return None
    return round(TARGET_LUFS - loudness_lufs, 2)


def make_plan(
    facts: VideoFacts,
    *,
    start_seconds: float,
    end_seconds: float,
    is_levelled: bool = False,
    framing: FramePlan | None = None,
    captions: str = "",
    longest_seconds: float = CLIP_SECONDS_MAX,
) -> EditPlan:
    """Return the edit plan of a window, clamped to the video and to the longest clip.

    The duration is a whole number of frames. `framing` overrides our choice.

    Raises InvalidInput if no part of the window lies within the video.
    """
    start, frames, rate = _fit_window(facts, start_seconds, end_seconds, longest_seconds)
    framing = framing or FramePlan(choice=choose_layout(facts))
    return EditPlan(
        start_seconds=round(start, 6),
        duration_seconds=round(frames / rate, 6),
        layout=framing.choice.layout,
        frame_rate=rate,
        has_audio=facts.has_audio,
        source_width=facts.width,
        source_height=facts.height,
        is_levelled=is_levelled and facts.has_audio,
        cameras=framing.cameras,
        keeps_width=framing.keeps_width,
        has_content=framing.has_content,
        content=framing.content,
        path=framing.path,
        wide=framing.wide,
        captions=captions,
    )


def _fit_window(
    facts: VideoFacts, start_seconds: float, end_seconds: float, longest_seconds: float
) -> tuple[float, int, float]:
    """Return the start, the number of frames and their rate."""
    start = max(0.0, start_seconds)
    end = min(end_seconds, facts.duration_seconds, start + longest_seconds)
    rate = choose_frame_rate(facts.frame_rate)
    frames = math.floor((end - start) * rate + 1e-6) if end > start else 0
    if frames < 1:
        raise InvalidInput(
            f"Nothing of the window from {start_seconds:g} s to {end_seconds:g} s lies within the "
            f"video of {facts.duration_seconds:g} s: choose another window."
        )
    return start, frames, rate
