"""The opening of a chat: its first events, until it is known how disorderly they arrive.

A detector counts its seconds from the first event that it hears, so that this one must be right.
"""

from __future__ import annotations

from typing import Final

from core.domain.chat.chat_message import ChatMessage, ChatNotice

FIRST_SECONDS: Final = 60.0
"""So early in a stream, nothing is found anyway."""

AGAIN_SECONDS: Final = 20.0
"""After a restart something may be: it is found this much later."""


class ChatOpening:
    """Gathers the events of the first seconds of a stream."""

    __slots__ = ("_events", "_first", "_seconds")

    def __init__(self, seconds: float = FIRST_SECONDS) -> None:
        self._seconds = seconds
        self._first: float | None = None
        self._events: list[ChatMessage | ChatNotice] = []

    def add(self, event: ChatMessage | ChatNotice) -> None:
        if self._first is None:
            self._first = event.offset_seconds
        self._events.append(event)

    def is_over(self, offset_seconds: float) -> bool:
        """Return whether the opening is over by an offset; before any event it is not."""
        return self._first is not None and offset_seconds >= self._first + self._seconds

    def list_events(self) -> list[ChatMessage | ChatNotice]:
        """Return the events in the order they were said in."""
        return sorted(self._events, key=lambda event: event.offset_seconds)
