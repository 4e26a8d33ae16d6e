"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.ports.work import Clock
from tests.builders import NOON


class SteppedClock:
    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def step(self, seconds: float = 0.0, *, days: float = 0.0) -> None:
        self.at += timedelta(seconds=seconds, days=days)


_: type[Clock] = SteppedClock
