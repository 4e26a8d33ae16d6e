"""Looks at hidden rows: when they are due by a clock that somebody may have set back."""

from __future__ import annotations

from typing import Final

from core.domain.work.clock_step import StepWatch
from core.ports.work import Clock

LOOK_SECONDS: Final = 60.0
"""What was written before this process began may lie too far ahead; it is looked for so often."""


class ClockSteps:
    """Tells a queue when to look for rows that a step of the clock has hidden, or shown early."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._watch = StepWatch(clock.now(), clock.steady_seconds())
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
        steady = self._clock.steady_seconds()
        step = self._watch.measure(self._clock.now(), steady)
        if step < 0:
            self._begun_at = float("-inf")
            self._looked_at.clear()
        elif step > 0:
            self._set_forward_at = steady
