"""The audience: how many people have written in the last quarter of an hour."""

from __future__ import annotations

from itertools import takewhile
from typing import Final

AUDIENCE_SECONDS: Final = 900


class Audience:
    """Who wrote when they were last heard, in that order.

    `remembered` is how many there were before a restart at `since`: until it has been heard for as
    long, that many are taken to be there.
    """

    __slots__ = ("_last", "_remembered", "_until")

    def __init__(self, *, since: int = 0, remembered: int = 0) -> None:
        self._last: dict[str, int] = {}
        self._remembered = remembered
        self._until = since + AUDIENCE_SECONDS

    def note(self, chatter: str, second: int) -> None:
        """Take that somebody writes, at a second that must not fall from call to call."""
        self._last.pop(chatter, None)
        self._last[chatter] = second

    def count(self, second: int) -> int:
        """Return how many people wrote in the quarter of an hour before a second."""
        oldest = second - AUDIENCE_SECONDS
        last = self._last
        for chatter in list(takewhile(lambda name: last[name] <= oldest, last)):
            del last[chatter]
        return max(len(last), self._remembered if second < self._until else 0)
