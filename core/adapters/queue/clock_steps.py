"""Clock steps: somebody sets the clock forward or back while the queue is watched."""

from __future__ import annotations

from typing import Final

from core.ports.work import Clock

STEP_SECONDS: Final = 1.0
LOOK_SECONDS: Final = 60.0
"""What was written before this process began may lie too far ahead; it is looked for so often."""


class ClockSteps:
    """Compares the clock with seconds that nobody can set."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._offset = self._read_offset()
        self._begun_at = clock.steady_seconds()
        self._set_forward_at = float("-inf")
        self._looked_at: dict[str, float] = {}

    def must_look(self, queue: str) -> bool:
        """Say whether hidden rows are to be looked at: each minute, and after a step back."""
        self._note_steps()
        now = self._clock.steady_seconds()
        if now - self._looked_at.get(queue, self._begun_at) < LOOK_SECONDS:
            return False
        self._looked_at[queue] = now
        return True

    def was_set_forward(self, *, within_seconds: float) -> bool:
        self._note_steps()
        return self._clock.steady_seconds() - self._set_forward_at < within_seconds

    def _note_steps(self) -> None:
        offset = self._read_offset()
        if abs(offset - self._offset) < STEP_SECONDS:
            return
        if offset < self._offset:
            self._begun_at = float("-inf")
            self._looked_at.clear()
        else:
            self._set_forward_at = self._clock.steady_seconds()
        self._offset = offset

    def _read_offset(self) -> float:
        return self._clock.now().timestamp() - self._clock.steady_seconds()
