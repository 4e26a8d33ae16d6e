"""A clock that a test moves, and ids derived from names."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.adapters.ids import SeededIds
from core.ports.work import (
    Clock,
    Ids,
)
from tests.builders import NOON


class FakeClock:
    """Returns the time that it was set to."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def advance(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class FakeIds(SeededIds):
    """Equal ids for equal names."""

    def __init__(self) -> None:
        super().__init__("tests")


_clock: type[Clock] = FakeClock
_ids: type[Ids] = FakeIds
