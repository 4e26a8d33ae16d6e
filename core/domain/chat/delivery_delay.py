"""Delivery delay: how much later than its platform says a line of a channel reaches us.

Only differences are used, of a clock that nobody can set: by how much this machine's time of day
is wrong makes none.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final

WINDOW_SECONDS: Final = 300.0
"""What a channel's delivery was like is forgotten after this long."""

DISORDER_SECONDS_MIN: Final = 0.2
"""Lines that swap their places within less than this are as good as in order."""

DELAY_SECONDS_MAX: Final = 100.0
"""A line that comes later than this is an odd one: the others do not wait for its like."""

MARGIN_FACTOR: Final = 1.2
MARGIN_SECONDS: Final = 0.5
"""How much longer than for the latest line of the window is waited for the next one."""

UNSURE_FACTOR: Final = 6.0
UNSURE_SECONDS_MAX: Final = 60.0
"""Of n lines that were overtaken, the latest tells little of the next one while n is small: its
delay counts 6 / n times more, up to a minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatDelay:
    """How a channel's lines arrive.

    This machine's clock is ahead of the platform's by `skew_seconds`, the quickest delivery
    included; negative where it is behind. A line came up to `late_seconds` later than the quickest.
    To bring them into order, lines are held back for `held_seconds`.
    """

    skew_seconds: float
    late_seconds: float
    held_seconds: float
    lines: int


class RecentLeast:
    """The least value of the last minutes, at O(1) a value; the newest one is always kept."""

    __slots__ = ("_values",)

    def __init__(self) -> None:
        self._values: deque[tuple[float, float]] = deque()

    def add(self, now: float, value: float) -> None:
        while self._values and self._values[-1][1] >= value:
            self._values.pop()
        self._values.append((now, value))
        self.find(now)

    def find(self, now: float) -> float | None:
        """Return the least value that was added in the window before `now`, None without any."""
        while len(self._values) > 1 and self._values[0][0] < now - WINDOW_SECONDS:
            self._values.popleft()
        return self._values[0][1] if self._values else None


class DeliveryDelay:
    """Measures one channel's lines as they arrive; times are in seconds."""

    __slots__ = (
        "_disordered",
        "_late",
        "_least",
        "_lines",
        "_newest_said",
        "_noted_at",
        "_overtaken",
    )

    def __init__(self) -> None:
        self._least = RecentLeast()
        self._late = RecentLeast()
        self._disordered = RecentLeast()
        self._newest_said = 0.0
        self._noted_at = 0.0
        self._lines = 0
        self._overtaken = 0

    def note(self, *, said: float, now: float) -> None:
        """Take that a line, said at the platform's time `said`, arrived at our steady `now`."""
        self._least.add(now, now - said)
        delay = min(DELAY_SECONDS_MAX, now - said - (self._least.find(now) or 0.0))
        self._late.add(now, -delay)
        if said < self._newest_said - DISORDER_SECONDS_MIN and delay < DELAY_SECONDS_MAX:
            is_anew = now - self._noted_at > WINDOW_SECONDS
            self._overtaken = 1 if is_anew else self._overtaken + 1
            self._disordered.add(now, -delay)
            self._noted_at = now
        self._newest_said = max(self._newest_said, said)
        self._lines += 1

    def platform_time(self, now: float) -> float | None:
        """Return what time it is on the platform at the most; None before the first line.

        It is later than that by the quickest delivery, which nobody can know.
        """
        least = self._least.find(now)
        return None if least is None else now - least

    def hold_seconds(self, now: float) -> float:
        """Return for how long a line may still be overtaken by one said earlier."""
        if now - self._noted_at > WINDOW_SECONDS:
            return 0.0
        least = self._disordered.find(now)
        if least is None:
            return 0.0
        known = MARGIN_SECONDS - MARGIN_FACTOR * least
        unsure = known - UNSURE_FACTOR / self._overtaken * least
        return max(known, min(unsure, UNSURE_SECONDS_MAX))

    def describe(self, *, now: float, time_of_day: float) -> ChatDelay | None:
        """Return how lines arrive; None before the first one."""
        least, late = self._least.find(now), self._late.find(now)
        if least is None or late is None:
            return None
        return ChatDelay(
            skew_seconds=time_of_day - now + least,
            late_seconds=-late,
            held_seconds=self.hold_seconds(now),
            lines=self._lines,
        )
