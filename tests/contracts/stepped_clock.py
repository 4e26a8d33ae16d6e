"""A clock that stands still until a test moves it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from core.ports.work import Clock
from tests.builders import NOON


class SteppedClock:
    def __init__(self, at: datetime = NOON) -> None:
        self.at = at
        self.steady = 1000.0
        self.on_step: Callable[[float], None] = lambda seconds: None

    def now(self) -> datetime:
        return self.at

    def steady_seconds(self) -> float:
        return self.steady

    def step(self, seconds: float = 0.0, *, days: float = 0.0) -> None:
        gone = timedelta(seconds=seconds, days=days)
        self.at += gone
        self.steady += gone.total_seconds()
        self.on_step(gone.total_seconds())

    def set_by(self, seconds: float) -> None:
        """Let somebody set the clock forward, or back; no time goes by."""
        self.at += timedelta(seconds=seconds)


_: type[Clock] = SteppedClock
