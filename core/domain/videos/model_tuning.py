"""How a model that sees is asked: what it gets, how long it may take, what it may cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# The least and the most of each number with which a video can be looked at.
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
    """The question's numbers; money is in US dollars, the rest in seconds and counts."""

    model: str = "gemini-3.8-flash"
    """Which model; the names change often."""

    budget_dollars: float = 5.0
    """What one creator's analyses may cost in a month; 0 leaves all to local signals."""

    window_seconds: float = 480.0
    """How much of a video is looked at in one request."""

    overlap_seconds: float = 15.0
    """How much of it is looked at again in the next one."""

    frame_rate: float = 1.0
    """How many frames a second the model gets."""

    height: int = 360
    """How many pixels the shorter side of these frames has."""

    moments_max: int = 8
    """How many moments a window may have."""

    answer_tokens_max: int = 32768
    """The longest answer, what the model thinks included."""

    timeout_seconds: float = 180.0
    """After which a request is given up."""

    attempts: int = 3
    """How often a request is sent while the service is overloaded."""

    first_delay_seconds: float = 1.0
    """The wait before the second attempt; it doubles."""

    patience_seconds: float = 90.0
    """How long a window waits in all where the service names a time; else it is judged locally."""

    active_seconds: float = 120.0
    """How long an uploaded copy may take to be ready."""

    poll_seconds: float = 2.0
    """How often it is asked whether it is."""


def find_tuning_problem(tuning: ModelTuning) -> str | None:
    """Return what is wrong with the numbers, None where a model can be asked with them."""
    if not tuning.model.strip():
        return "model must name a model, such as gemini-3.8-flash"
    for name, (least, most) in _RANGES.items():
        if not least <= getattr(tuning, name) <= most:
            return f"{name} must be a number from {least:g} to {most:g}"
    if tuning.overlap_seconds > tuning.window_seconds / 2:
        return "overlap_seconds must be at most half of window_seconds"
    return None
