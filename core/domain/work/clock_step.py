"""Clock steps: somebody sets the clock forward or back while the program runs."""

from __future__ import annotations

from datetime import datetime
from typing import Final

STEP_SECONDS: Final = 1.0
"""A clock that goes slower or faster is followed in steps of this size."""


class StepWatch:
    """Compares a clock with seconds that nobody can set."""

    def __init__(self, now: datetime, steady_seconds: float) -> None:
        self._offset = _offset(now, steady_seconds)

    def measure(self, now: datetime, steady_seconds: float) -> float:
        """Return by how many seconds the clock was set since the last step; 0 if it was not."""
        offset = _offset(now, steady_seconds)
        step = offset - self._offset
        if abs(step) < STEP_SECONDS:
            return 0.0
        self._offset = offset
        return step


def _offset(now: datetime, steady_seconds: float) -> float:
    return now.timestamp() - steady_seconds
