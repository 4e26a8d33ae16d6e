"""Live chat: a channel's lines and notices as a platform sends them, and the stream behind them."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from core.domain.chat.chat_message import ChatMessage, ChatNotice, NoticeKind

IDS_KEPT: Final = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveLine:
    """One line of a channel's chat; `said_at` is when the platform received it.

    `emotes` are those of a `ChatMessage`.
    """

    broadcaster_id: str
    said_at: datetime
    chatter: str
    text: str
    message_id: str
    is_moderator: bool = False
    emotes: tuple[str, ...] = ()

    def place_at(self, offset_seconds: float) -> ChatMessage:
        """Return the line at its place in a stream."""
        return ChatMessage(
            offset_seconds=offset_seconds,
            chatter=self.chatter,
            text=self.text,
            message_id=self.message_id or None,
            is_moderator=self.is_moderator,
            emotes=self.emotes,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveNotice:
    """A notice in a channel's chat; its fields are those of a `ChatNotice`."""

    broadcaster_id: str
    at: datetime
    kind: NoticeKind
    size: int = 1
    chatter: str | None = None
    message_id: str | None = None

    def place_at(self, offset_seconds: float) -> ChatNotice:
        """Return the notice at its place in a stream."""
        return ChatNotice(
            offset_seconds=offset_seconds,
            kind=self.kind,
            size=self.size,
            chatter=self.chatter,
            message_id=self.message_id,
        )


LiveEvent = LiveLine | LiveNotice


def event_at(event: LiveEvent) -> datetime:
    """Return the platform's time of a line or a notice."""
    return event.said_at if isinstance(event, LiveLine) else event.at


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveStream:
    """A broadcast that goes on now."""

    broadcaster_id: str
    started_at: datetime
    title: str = ""
    category: str = ""


class SeenIds:
    """Tells whether an id is new; remembers the last `capacity` ids.

    It keeps their hashes of 64 bits: half the memory, and the oldest is at hand.
    """

    __slots__ = ("_capacity", "_in_order", "_known")

    def __init__(self, capacity: int = IDS_KEPT) -> None:
        self._capacity = capacity
        self._known: set[int] = set()
        self._in_order: deque[int] = deque()

    def is_new(self, name: str) -> bool:
        """Return whether an id is new; an empty id always is."""
        if not name:
            return True
        digest = hash(name)
        if digest in self._known:
            return False
        self._known.add(digest)
        self._in_order.append(digest)
        if len(self._in_order) > self._capacity:
            self._known.discard(self._in_order.popleft())
        return True


def choose_name(login: str, shown: str) -> str:
    """Return a chatter's display name if it is their login in other capitals, else the login.

    A name in another script does not tell who it is, and moderators ban logins.
    """
    return shown if shown.lower() == login.lower() else login
