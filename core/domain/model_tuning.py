"""How a model that sees is asked: what it gets, how long it may take, what it may cost."""

from __future__ import annotations

from dataclasses import dataclass


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
