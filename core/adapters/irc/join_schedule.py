"""When a JOIN that nobody answered is sent again; only Twitch's own refusal ends the asking."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from core.ports.work import Clock

DOUBLINGS_MAX: Final = 4
"""A JOIN that nobody answers is sent again after 12 s, 24 s and so on, at last every 3 minutes."""


class JoinSchedule:
    """Which JOINs one socket sent, and when each is due again."""

    def __init__(self, *, answer_seconds: float, tries_max: int, clock: Clock) -> None:
        self._answer_seconds = answer_seconds
        self._tries_max = tries_max
        self._clock = clock
        self._tries: dict[str, int] = {}
        self._due: dict[str, float] = {}

    def is_due(self, login: str) -> bool:
        return login not in self._due or self._due[login] <= self._clock.steady_seconds()

    def note(self, login: str) -> None:
        """Take that the JOIN was sent now."""
        tries = self._tries.get(login, 0)
        wait = self._answer_seconds * 2.0 ** min(tries, DOUBLINGS_MAX)
        self._tries[login] = tries + 1
        self._due[login] = self._clock.steady_seconds() + wait

    def wait_seconds(self, missing: Iterable[str]) -> float | None:
        """Return how long to wait before one of these is due; None where there are none."""
        now = self._clock.steady_seconds()
        return min((max(0.0, self._due.get(login, now) - now) for login in missing), default=None)

    @property
    def is_mute(self) -> bool:
        """Whether a channel was asked for so often that a working socket would have answered."""
        now = self._clock.steady_seconds()
        return any(
            tries >= self._tries_max and self._due[login] <= now
            for login, tries in self._tries.items()
        )
