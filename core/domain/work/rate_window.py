"""Rates: how often something may be done, and how long to wait after a failure."""

from __future__ import annotations

from collections import deque
from typing import Final

DELAY_SECONDS_MAX: Final = 90.0


class RateWindow:
    """Lets something happen at most `limit` times in any stretch of `seconds`."""

    __slots__ = ("_limit", "_seconds", "_times")

    def __init__(self, limit: int, seconds: float) -> None:
        self._limit = limit
        self._seconds = seconds
        self._times: deque[float] = deque()

    def wait_seconds(self, now: float) -> float:
        """Return the seconds until there is room, 0 if there is."""
        while self._times and self._times[0] <= now - self._seconds:
            self._times.popleft()
        if len(self._times) < self._limit:
            return 0.0
        return self._times[0] + self._seconds - now

    def take(self, now: float) -> bool:
        """Use up room for one; False if there is none."""
        if self.wait_seconds(now) > 0:
            return False
        self._times.append(now)
        return True


def delay_seconds(attempt: int, share: float, *, first: float = 1.0) -> float:
    """Return the wait before attempt number `attempt` (from 0): it doubles, up to 90 s.

    `share`, from 0 to 1, is the jitter: it removes up to half of the wait, so that many clients cut
    off at once do not return at once.
    """
    longest = min(DELAY_SECONDS_MAX, first * 2.0 ** min(attempt, 20))
    return float(longest * (1 - share / 2))
