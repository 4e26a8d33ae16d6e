"""A clock that a test moves, and ids derived from names."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.adapters.ids import SeededIds
from core.ports.work import Clock, Ids
from tests.builders import NOON


class FakeClock:
    """Returns the time that it was set to."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at
        self.steady = 1000.0

    def now(self) -> datetime:
        return self.at

    def steady_seconds(self) -> float:
        return self.steady

    def advance(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.steady += seconds

    def set_by(self, seconds: float) -> None:
        """Let somebody set the clock forward, or back; no time goes by."""
        self.at += timedelta(seconds=seconds)


class TickingClock(FakeClock):
    """Goes on by a millisecond whenever it is asked, as a real one does."""

    def now(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at


class FakeIds(SeededIds):
    """Equal ids for equal names."""

    def __init__(self) -> None:
        super().__init__("tests")


_clock: type[Clock] = FakeClock
_ids: type[Ids] = FakeIds
