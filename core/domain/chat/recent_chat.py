"""Recent chat: who spoke, who reacted and what was said in the last ten seconds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from core.domain.chat.chat_message import ChatMessage
from core.domain.chat.hearing.alike_lines import AlikeLines
from core.domain.chat.hearing.heard_line import HeardLine
from core.domain.chat.spike_score import CrowdCounts

LONG_SECONDS: Final = 10
SHORT_SECONDS: Final = 5


class DistinctCount:
    """Counts distinct chatters in the long and in the short window, at O(1) a line.

    `gained_long` and `gained_short` grow by the number of seconds a line keeps its chatter in the
    window. Summed over time they are the integral of the count, so that seconds without a line need
    no work for the mean.
    """

    __slots__ = ("_fresh", "_last", "_old", "gained_long", "gained_short", "short")

    def __init__(self) -> None:
        self._last: dict[str, int] = {}
        self._fresh: list[tuple[int, list[str]]] = []
        self._old: list[tuple[int, list[str]]] = []
        self.short = 0
        self.gained_long = 0
        self.gained_short = 0

    @property
    def long(self) -> int:
        return len(self._last)

    def __contains__(self, chatter: str) -> bool:
        return chatter in self._last

    def add(self, chatter: str, second: int) -> bool:
        """Count a chatter who writes in a second; return whether they had been silent before."""
        last = self._last.get(chatter)
        if last is None:
            self.short += 1
            self.gained_long += LONG_SECONDS
            self.gained_short += SHORT_SECONDS
        elif last == second:
            return False
        else:
            gap = second - last
            self.gained_long += gap
            if gap >= SHORT_SECONDS:
                self.short += 1
                gap = SHORT_SECONDS
            self.gained_short += gap
        self._last[chatter] = second
        fresh = self._fresh
        if fresh and fresh[-1][0] == second:
            fresh[-1][1].append(chatter)
        else:
            fresh.append((second, [chatter]))
        return last is None

    def move_to(self, second: int) -> None:
        """Make `second` the current one; who was last heard too long before it leaves."""
        fresh, old, last = self._fresh, self._old, self._last
        while fresh and fresh[0][0] <= second - SHORT_SECONDS:
            said_at, chatters = entry = fresh.pop(0)
            self.short -= sum(last[chatter] == said_at for chatter in chatters)
            old.append(entry)
        while old and old[0][0] <= second - LONG_SECONDS:
            said_at, chatters = old.pop(0)
            for chatter in chatters:
                if last[chatter] == said_at:
                    del last[chatter]

    def gains(self) -> tuple[int, int]:
        """Return the long and short gains since they were taken, in chatter-seconds."""
        return self.gained_long, self.gained_short

    def take_gains(self) -> None:
        """Begin the gains anew."""
        self.gained_long = self.gained_short = 0

    def give_gains(self, long: int, short: int) -> None:
        """Continue with gains from before a restart."""
        self.gained_long, self.gained_short = long, short


class ChatWindow:
    """Chatters, those with brief lines and those who react, in the last 10 and 5 whole seconds."""

    __slots__ = ("_alike", "_fresh", "_old", "brief", "chatters", "messages", "reacting")

    def __init__(self) -> None:
        self.chatters = DistinctCount()
        self.brief = DistinctCount()
        self.reacting = DistinctCount()
        self.messages = 0
        self._alike = AlikeLines()
        self._fresh: list[tuple[int, list[HeardLine]]] = []
        self._old: list[tuple[int, list[HeardLine]]] = []

    def add(self, second: int, line: HeardLine) -> bool:
        """Add a line said in `second`, which must not be earlier than that of the line before.

        Return whether its chatter had been silent for the length of the window.
        """
        fresh = self._fresh
        if fresh and fresh[-1][0] == second:
            fresh[-1][1].append(line)
        else:
            fresh.append((second, [line]))
        chatter = line.message.chatter
        self.messages += 1
        brief, reacts, _, key = line.reading
        if brief:
            self.brief.add(chatter, second)
        if reacts:
            self.reacting.add(chatter, second)
        elif key:
            for one in self._alike.add(key, chatter, second):
                self.reacting.add(one, second)
        return self.chatters.add(chatter, second)

    def move_to(self, second: int) -> None:
        """Make `second` the current one and drop lines older than ten seconds."""
        fresh, old = self._fresh, self._old
        self.chatters.move_to(second)
        self.brief.move_to(second)
        self.reacting.move_to(second)
        while fresh and fresh[0][0] <= second - SHORT_SECONDS:
            old.append(fresh.pop(0))
        while old and old[0][0] <= second - LONG_SECONDS:
            said_at, lines = old.pop(0)
            self.messages -= len(lines)
            self._alike.leave(said_at, lines)

    def without(self, is_gone: Callable[[ChatMessage], bool], second: int) -> ChatWindow:
        """Return the window as if some lines had never been said; `second` is the current one.

        What they added to the baseline stays: it is too little to matter.
        """
        again = ChatWindow()
        for said_at, lines in (*self._old, *self._fresh):
            for line in lines:
                if not is_gone(line.message):
                    again.add(said_at, line)
        again.move_to(second)
        for mine, others in zip(self._counts(), again._counts(), strict=True):
            others.gained_long, others.gained_short = mine.gained_long, mine.gained_short
        return again

    def _counts(self) -> tuple[DistinctCount, ...]:
        return self.chatters, self.brief, self.reacting

    def counts(self) -> CrowdCounts:
        return CrowdCounts(
            self.brief.long, self.brief.short, self.reacting.long, self.reacting.short
        )

    def lines(self) -> list[HeardLine]:
        """Return the window's lines in order."""
        return [line for part in (self._old, self._fresh) for _, lines in part for line in lines]

    def count_old_lines(self) -> int:
        """Return how many lines are older than five seconds; they come first in `lines`."""
        return sum(len(lines) for _, lines in self._old)

    def peak_offset_seconds(self) -> float:
        """Return the stream offset of the second with the most lines, the latest of several."""
        busiest = max(
            (*reversed(self._fresh), *reversed(self._old)), key=lambda entry: len(entry[1])
        )
        return busiest[1][0].message.offset_seconds
