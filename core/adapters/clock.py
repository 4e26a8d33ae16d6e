"""Clocks: the real one, and one that starts every run at the same moment."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta


class SystemClock:
    """This machine's time."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def steady_seconds(self) -> float:
        return _read_steady()


class SeededClock:
    """Starts at a given time and then runs at the speed of real time."""

    def __init__(self, starts_at: datetime) -> None:
        self._starts_at = starts_at
        self._started = _read_steady()

    def now(self) -> datetime:
        return self._starts_at + timedelta(seconds=_read_steady() - self._started)

    def steady_seconds(self) -> float:
        return _read_steady()


def _read_steady() -> float:
    """Return the time since boot where the system tells it: `monotonic` skips a suspend."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)
