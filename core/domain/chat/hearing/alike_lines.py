"""Alike lines: short lines that several people write within seconds are reactions, in any language.

No list of words knows what a channel shouts this week, nor how all peoples laugh.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from core.domain.chat.hearing.heard_line import HeardLine

ALIKE_PEOPLE: Final = 4
"""Two or three people write the same short line by chance all the time, four hardly ever."""


class AlikeLines:
    """Who wrote which short line last, within the window."""

    __slots__ = ("_people",)

    def __init__(self) -> None:
        self._people: dict[str, dict[str, int]] = {}

    def add(self, key: str, chatter: str, second: int) -> Iterable[str]:
        """Take a line; return who reacts by it: nobody yet, the first four, or its chatter."""
        people = self._people.setdefault(key, {})
        is_new = chatter not in people
        people[chatter] = second
        if len(people) < ALIKE_PEOPLE:
            return ()
        return tuple(people) if is_new and len(people) == ALIKE_PEOPLE else (chatter,)

    def leave(self, said_at: int, lines: Iterable[HeardLine]) -> None:
        """Let go of lines that leave the window, which were said in this second."""
        for message, reading, _ in lines:
            people = self._people.get(reading.key) if reading.key else None
            if people and people.get(message.chatter) == said_at:
                del people[message.chatter]
                if not people:
                    del self._people[reading.key]


def find_alike(lines: Sequence[HeardLine]) -> frozenset[str]:
    """Return what at least four people among these lines wrote alike."""
    people: dict[str, set[str]] = {}
    for message, reading, _ in lines:
        if reading.key and not reading.reacts:
            people.setdefault(reading.key, set()).add(message.chatter)
    return frozenset(key for key, names in people.items() if len(names) >= ALIKE_PEOPLE)
