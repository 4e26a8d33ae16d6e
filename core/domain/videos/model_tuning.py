"""Model tuning: what a video model gets, how long it may take, what it may cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# The smallest and largest value of each number that still allows an analysis.
_RANGES: Final = {
    "budget_dollars": (0, 1e6),
    "window_seconds": (30, 3600),
    "overlap_seconds": (0, 300),
    "frame_rate": (0.1, 10),
    "height": (144, 1080),
    "moments_max": (1, 50),
    "answer_tokens_max": (256, 1_000_000),
    "timeout_seconds": (1, 3600),
    "attempts": (1, 10),
    "first_delay_seconds": (0, 600),
    "patience_seconds": (0, 3600),
    "active_seconds": (1, 3600),
    "poll_seconds": (0.01, 60),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelTuning:
    """Limits and sizes of requests; money is in US dollars, the rest in seconds and counts."""

    model: str = "gemini-3.8-flash"
    """Which model to ask; the names change often."""

    budget_dollars: float = 5.0
    """What one creator's analyses may cost in a month; 0 uses local signals only."""

    window_seconds: float = 480.0
    """How much of a video one request covers."""

    overlap_seconds: float = 15.0
    """How much of it the next request covers again."""

    frame_rate: float = 1.0
    """How many frames a second the model gets."""

    height: int = 360
    """The shorter side of these frames, in pixels."""

    moments_max: int = 8
    """How many moments a window may have."""

    answer_tokens_max: int = 32768
    """The longest answer, including the model's thinking."""

    timeout_seconds: float = 180.0
    """When a request is abandoned."""

    attempts: int = 3
    """How often a request is sent while the service is overloaded."""

    first_delay_seconds: float = 1.0
    """The wait before the second attempt; it doubles each time."""

    patience_seconds: float = 90.0
    """How long a window waits in total if the service asks for patience; then it is judged
    locally."""

    active_seconds: float = 120.0
    """How long an uploaded copy may take to become ready."""

    poll_seconds: float = 2.0
    """How often to ask whether it is ready."""


def find_tuning_problem(tuning: ModelTuning) -> str | None:
    """Return what is wrong with the numbers; None if they are usable."""
    if not tuning.model.strip():
        return "model must name a model, such as gemini-3.8-flash"
    for name, (least, most) in _RANGES.items():
        if not least <= getattr(tuning, name) <= most:
            return f"{name} must be a number from {least:g} to {most:g}"
    if tuning.overlap_seconds > tuning.window_seconds / 2:
        return "overlap_seconds must be at most half of window_seconds"
    return None
