"""Time and ids: the two things a run takes from outside, so that two runs can be equal."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the time now, in UTC, timezone-aware."""
        ...


class Ids(Protocol):
    """Makes ids that sort by time."""

    def new_ulid(self, at: datetime, *names: str) -> str:
        """Return a ULID that sorts under `at`.

        `names` say what the id stands for: seeded ids are equal for equal names, so that a run
        that is repeated, or goes on after a kill, gives the same things the same ids.
        """
        ...
