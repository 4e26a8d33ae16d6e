"""The last ten seconds of a chat: who spoke, who reacted, and what was said."""

from __future__ import annotations

from collections import deque
from typing import Final, NamedTuple

from core.domain.chat_line import LineReading

LONG_SECONDS: Final = 10
SHORT_SECONDS: Final = 5


class HeardLine(NamedTuple):
    """One line that counts, as the window keeps it; `offset_seconds` is the log's own time."""

    offset_seconds: float
    chatter: str
    text: str
    reading: LineReading


class DistinctCount:
    """Counts distinct chatters in the long and in the short window, at O(1) a line.

    `gained_long` and `gained_short` grow by the seconds for which a line adds its chatter to the
    window; over a stretch of time they sum up to the integral of the count, so that a mean needs
    no work in seconds without a line.
    """

    __slots__ = ("_last", "gained_long", "gained_short", "short")

    def __init__(self) -> None:
        self._last: dict[str, int] = {}
        self.short = 0
        self.gained_long = 0
        self.gained_short = 0

    @property
    def long(self) -> int:
        return len(self._last)

    def add(self, chatter: str, second: int) -> None:
        last = self._last.get(chatter)
        if last is None:
            self.short += 1
            self.gained_long += LONG_SECONDS
            self.gained_short += SHORT_SECONDS
        elif last == second:
            return
        else:
            gap = second - last
            self.gained_long += gap
            if gap >= SHORT_SECONDS:
                self.short += 1
                gap = SHORT_SECONDS
            self.gained_short += gap
        self._last[chatter] = second

    def leave_short(self, chatter: str, second: int) -> None:
        if self._last.get(chatter) == second:
            self.short -= 1

    def leave_long(self, chatter: str, second: int) -> None:
        if self._last.get(chatter) == second:
            del self._last[chatter]

    def take_gains(self) -> tuple[int, int]:
        """Return what was gained since the last call."""
        gains = self.gained_long, self.gained_short
        self.gained_long = self.gained_short = 0
        return gains


class ChatWindow:
    """Distinct chatters, reacting chatters and lines of the last 10 and 5 whole seconds."""

    __slots__ = ("_fresh", "_old", "_shouted", "all", "messages", "reacting", "shouted")

    def __init__(self) -> None:
        self.all = DistinctCount()
        self.reacting = DistinctCount()
        self.messages = 0
        self.shouted = 0
        self._fresh: deque[tuple[int, list[HeardLine]]] = deque()
        self._old: deque[tuple[int, list[HeardLine]]] = deque()

    def add(self, second: int, line: HeardLine) -> None:
        """Take one line said in `second`, which never lies before that of an earlier line."""
        if self._fresh and self._fresh[-1][0] == second:
            self._fresh[-1][1].append(line)
        else:
            self._fresh.append((second, [line]))
        self.all.add(line.chatter, second)
        self.messages += 1
        reading = line.reading
        if reading.reacts:
            self.reacting.add(line.chatter, second)
        if reading.shouted:
            self.shouted += 1

    def move_to(self, second: int) -> None:
        """Let go of what is older than ten seconds when `second` is the current one."""
        fresh, old = self._fresh, self._old
        while fresh and fresh[0][0] <= second - SHORT_SECONDS:
            said_at, lines = fresh.popleft()
            for line in lines:
                self.all.leave_short(line.chatter, said_at)
                if line.reading.reacts:
                    self.reacting.leave_short(line.chatter, said_at)
            old.append((said_at, lines))
        while old and old[0][0] <= second - LONG_SECONDS:
            said_at, lines = old.popleft()
            self.messages -= len(lines)
            for line in lines:
                self.all.leave_long(line.chatter, said_at)
                if line.reading.reacts:
                    self.reacting.leave_long(line.chatter, said_at)
                if line.reading.shouted:
                    self.shouted -= 1

    def lines(self) -> list[HeardLine]:
        """Return the window's lines in order."""
        return [
            line for seconds in (self._old, self._fresh) for _, lines in seconds for line in lines
        ]

    def peak_second(self) -> float:
        """Return the log's time of the second in which most lines were said."""
        busiest = max((*self._old, *self._fresh), key=lambda said: len(said[1]))
        return busiest[1][0].offset_seconds
