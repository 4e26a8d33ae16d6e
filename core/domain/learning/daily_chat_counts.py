"""Daily chat counts: messages, chatters, spikes and requested clips of a creator's days."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Final

from core.domain.learning.metrics import DayCounts

MESSAGES: Final = "chat messages"
CHATTERS: Final = "chatters"
SPIKES: Final = "spikes"
CALLS: Final = "clips asked for"


class ChatDayCounter:
    """Counts one stream by UTC day; chatters are distinct within a day of one stream.

    Totals are set, not added, under the counter's name: hearing a stream again from the same place
    changes nothing, and continuing it elsewhere adds to it.
    """

    def __init__(self, stream_id: str, started_at: datetime) -> None:
        self._stream_id = stream_id
        self._started_at = started_at
        self._first_seconds: float | None = None
        self._on: date | None = None
        self._counts: Counter[str] = Counter()
        self._chatters: set[str] = set()
        self._closed: list[DayCounts] = []

    @property
    def name(self) -> str:
        """The worker name under which the totals are stored."""
        return f"chat-{self._stream_id}-{round((self._first_seconds or 0.0) * 1000)}"

    def count_message(self, offset_seconds: float, chatter: str) -> None:
        self._turn_to(offset_seconds)
        self._counts[MESSAGES] += 1
        self._chatters.add(chatter)

    def count_spike(self, offset_seconds: float) -> None:
        self._turn_to(offset_seconds)
        self._counts[SPIKES] += 1

    def count_call(self, offset_seconds: float) -> None:
        self._turn_to(offset_seconds)
        self._counts[CALLS] += 1

    def take_totals(self) -> tuple[DayCounts, ...]:
        """Return the totals of days completed since the last call, and of the current day."""
        closed, self._closed = self._closed, []
        return (*closed, *self._open_day())

    def _open_day(self) -> tuple[DayCounts, ...]:
        if self._on is None:
            return ()
        counts = dict(self._counts)
        if self._chatters:
            counts[CHATTERS] = len(self._chatters)
        return (DayCounts(on=self._on, counts=counts),)

    def _turn_to(self, offset_seconds: float) -> None:
        """Begin the day of an offset; late messages count in the open day."""
        if self._first_seconds is None:
            self._first_seconds = offset_seconds
        on = (self._started_at + timedelta(seconds=offset_seconds)).astimezone(UTC).date()
        if self._on is not None and on <= self._on:
            return
        self._closed += self._open_day()
        self._on = on
        self._counts = Counter()
        self._chatters = set()
