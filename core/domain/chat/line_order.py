"""Line order: a channel's lines and notices, brought back into the order they were said in."""

from __future__ import annotations

import heapq
import itertools
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final, NamedTuple

from core.domain.chat.delivery_delay import ChatDelay, DeliveryDelay
from core.domain.chat.live_chat import LiveEvent, LiveLine

HELD_MAX: Final = 5000
WAITING_MAX: Final = 20_000
"""While nothing may be heard, as when the table is away, so many of the newest are kept."""

_ROUNDING_SECONDS: Final = 0.001

NOTICE_LATE_SECONDS: Final = 20.0
"""A notice is not put further behind the newest line: some bear the time of this machine."""


class HeldEvent(NamedTuple):
    """An event with its time on the platform; the number keeps those of one time in order."""

    at: float
    number: int
    event: LiveEvent


class LineOrder:
    """Holds events back for as long as an earlier one may come; in an orderly channel, not at all.

    Times are in seconds; `now` is a steady clock's.
    """

    __slots__ = ("_delay", "_held", "_newest", "_numbers")

    def __init__(self) -> None:
        self._delay = DeliveryDelay()
        self._held: list[HeldEvent] = []
        self._numbers = itertools.count()
        self._newest: float | None = None

    def add(self, event: LiveEvent, now: float) -> None:
        """Take an event that has just arrived."""
        if isinstance(event, LiveLine):
            at = event.said_at.timestamp()
            self._delay.note(said=at, now=now)
            self._newest = at if self._newest is None else max(self._newest, at)
        else:
            at = self._place_notice(event.at.timestamp(), now)
            if at != event.at.timestamp():
                event = replace(event, at=datetime.fromtimestamp(at, UTC))
        heapq.heappush(self._held, HeldEvent(at, next(self._numbers), event))
        if len(self._held) > WAITING_MAX:
            heapq.heappop(self._held)

    def _place_notice(self, at: float, now: float) -> float:
        latest = self._delay.platform_time(now)
        if latest is None or self._newest is None:
            return at
        return min(latest, max(at, self._newest - NOTICE_LATE_SECONDS))

    def take_due(self, now: float) -> HeldEvent | None:
        """Take out the earliest event, if no earlier one is to be expected."""
        if not self._held:
            return None
        until = self.settled_until(now)
        is_due = until is None or self._held[0].at <= until + _ROUNDING_SECONDS
        return self.take_first() if is_due or len(self._held) > HELD_MAX else None

    def take_first(self) -> HeldEvent | None:
        """Take out the earliest event, due or not: nothing is waited for any more."""
        return heapq.heappop(self._held) if self._held else None

    def give_back(self, held: HeldEvent) -> None:
        """Put back an event that could not be heard yet."""
        heapq.heappush(self._held, held)

    def settled_until(self, now: float) -> float | None:
        """Return up to which time of the platform everything has probably arrived."""
        latest = self._delay.platform_time(now)
        return None if latest is None else latest - self._delay.hold_seconds(now)

    def platform_time(self, now: float) -> float | None:
        return self._delay.platform_time(now)

    def describe(self, *, now: float, time_of_day: float) -> ChatDelay | None:
        return self._delay.describe(now=now, time_of_day=time_of_day)
