"""Follows a clock that people set: to summer time and back, and one that shows twelve hours."""

from __future__ import annotations

from typing import Final

from core.adapters.chat_logs.log_times import DAY_SECONDS

HALF_DAY_SECONDS: Final = DAY_SECONDS // 2
_HOUR_SECONDS: Final = 3600
_NEAR_SECONDS: Final = 300
"""Clocks are changed at a full hour; chat is not silent for longer around it."""

_LATEST_HOUR: Final = 3
"""Clocks are changed in the night, at three at the latest."""


class ClockChanges:
    """Returns what was passed over or shown twice when a log's clock was changed."""

    def __init__(self) -> None:
        self._last: float | None = None
        self._added = 0
        self.note = ""

    def follow(self, shown: float) -> float:
        """Return how many seconds to add to what the clock shows."""
        last, self._last = self._last, shown
        if last is not None and abs(shown - last) > _HOUR_SECONDS - 2 * _NEAR_SECONDS:
            self._notice(last, shown)
        return self._added

    def _notice(self, last: float, shown: float) -> None:
        to_full_hour = -last % _HOUR_SECONDS
        after_full_hour = shown % _HOUR_SECONDS
        if to_full_hour > _NEAR_SECONDS or after_full_hour > _NEAR_SECONDS:
            return
        hours = round((shown - after_full_hour - last - to_full_hour) / _HOUR_SECONDS)
        hour = (last + to_full_hour) % DAY_SECONDS / _HOUR_SECONDS
        if abs(hours) != 1 or not 1 <= hour <= _LATEST_HOUR:
            return
        self._added -= hours * _HOUR_SECONDS
        self.note = (
            f"The clock jumps by an hour at {hour:.0f}:00: it is taken to have been changed "
            "to or from summer time then."
        )


class ShownHours:
    """Tells a clock of twelve hours, which says neither am nor pm, from one that passed midnight.

    It shows 1:00 after 12:59, and never 13:00.
    """

    def __init__(self) -> None:
        self._latest = 0.0

    def count_passed(self, *, back: float, shown: float) -> int:
        """Return the seconds that a jump back by so many tells to have passed unseen."""
        self._latest = max(self._latest, shown)
        if back > HALF_DAY_SECONDS:
            return DAY_SECONDS
        is_of_twelve = self._latest < 13 * _HOUR_SECONDS
        return HALF_DAY_SECONDS if is_of_twelve and back > HALF_DAY_SECONDS - 3600 else 0
