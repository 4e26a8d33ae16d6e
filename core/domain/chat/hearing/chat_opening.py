"""The opening: a stream's first lines, gathered until it is known how disorderly they arrive."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Protocol

from core.domain.chat.chat_message import ChatMessage, ChatNotice
from core.domain.chat.chat_spike import ChatSpike
from core.domain.chat.detector_memory import DetectorMemory
from core.domain.chat.heard_clock import JITTER_SECONDS

FIRST_SECONDS: Final = 60.0
"""So early in a stream, nothing is found anyway."""

AGAIN_SECONDS: Final = 20.0
"""After a restart something may be: it is found this much later."""


class Hearing(Protocol):
    """Hears lines as they come."""

    def hear(self, event: ChatMessage | ChatNotice) -> ChatSpike | None: ...

    def pass_time(self, offset_seconds: float) -> ChatSpike | None: ...

    def memory(self) -> DetectorMemory: ...


class ChatOpening:
    """Gathers a stream's first events until they can be put in order.

    A detector counts its seconds from the first event that it hears: this one must be right. Until
    then `early` hears them as they come, so that whoever takes over knows nearly as much.
    """

    __slots__ = ("_early", "_events", "_first", "_found", "_newest", "_seconds")

    def __init__(self, early: Hearing, *, seconds: float = FIRST_SECONDS) -> None:
        self._early = early
        self._seconds = seconds
        self._first: float | None = None
        self._newest = 0.0
        self._events: list[ChatMessage | ChatNotice] = []
        self._found: tuple[ChatSpike, ...] = ()

    def add(self, event: ChatMessage | ChatNotice) -> bool:
        """Take the next event; return whether a moment was found that nobody has stored."""
        offset = event.offset_seconds
        if self._first is None:
            self._first = self._newest = offset
        self._events.append(event)
        if offset < self._newest - JITTER_SECONDS:
            return False
        self._newest = max(self._newest, offset)
        return self._note(self._early.hear(event))

    def pass_time(self, offset_seconds: float) -> bool:
        """Let time pass without an event; return the same as `add`."""
        return self._note(self._early.pass_time(offset_seconds))

    def _note(self, spike: ChatSpike | None) -> bool:
        self._found += (spike,) if spike else ()
        return spike is not None

    def is_over(self, offset_seconds: float) -> bool:
        """Return whether the opening is over by an offset; before any event it is not."""
        return self._first is not None and offset_seconds >= self._first + self._seconds

    def count_since(self, offset_seconds: float) -> int:
        return sum(event.offset_seconds >= offset_seconds for event in self._events)

    def list_events(self) -> list[ChatMessage | ChatNotice]:
        """Return the events in the order they were said in."""
        return sorted(self._events, key=lambda event: event.offset_seconds)

    def memory(self) -> DetectorMemory:
        """Return what a restart would need now."""
        return replace(self._early.memory(), unstored=self._found)
