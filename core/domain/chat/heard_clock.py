"""The heard clock: a stream's time as a detector knows it, which is only what events say of it."""

from __future__ import annotations

from math import isfinite
from typing import Final

SILENCE_COUNTED_SECONDS: Final = 60
"""A longer silence is an outage, of the stream or of our connection: only this much of it
counts."""

JITTER_SECONDS: Final = 30
"""A message that is earlier by more than this means that the log's clock started anew."""


class HeardClock:
    """Turns offsets into "heard time", which pauses in an outage and never runs backwards."""

    __slots__ = ("_shift", "now")

    def __init__(self, now: float) -> None:
        self.now = now
        self._shift: float | None = None

    @property
    def has_begun(self) -> bool:
        """Return whether an event has said yet which offset is now."""
        return self._shift is not None

    def to_offset(self, heard_seconds: float) -> float:
        """Return the offset into the stream that a heard time stands for now."""
        return heard_seconds - (self._shift or 0.0)

    def stays_in(self, second: int, offset_seconds: float) -> bool:
        """Move to an offset if it lies in this second of heard time; return whether it does."""
        if self._shift is None:
            return False
        at = offset_seconds + self._shift
        if not second <= at < second + 1:
            return False
        self.now = max(self.now, at)
        return True

    def find_step(self, offset_seconds: float) -> float:
        """Return how far an offset lies ahead of the newest event, however wild the offset."""
        if not isfinite(offset_seconds):
            return 0.0
        if self._shift is None:
            self._shift = self.now - offset_seconds
        return offset_seconds + self._shift - self.now

    def after(self, step: float) -> float:
        """Return the heard time that a step leads to."""
        return self.now + min(max(step, 0.0), SILENCE_COUNTED_SECONDS)

    def move(self, step: float) -> None:
        """Take a step; what is too long of it, or leads too far back, changes the offsets only."""
        if self._shift is not None and step < -JITTER_SECONDS:
            self._shift -= step
        elif self._shift is not None and step > SILENCE_COUNTED_SECONDS:
            self._shift -= step - SILENCE_COUNTED_SECONDS
        self.now = self.after(step)
