"""What a dialect of JSON chat is, and what all of them share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, Protocol

from core.adapters.chat_logs.timeline import Timeline
from core.adapters.chat_records import NOTICE_KINDS, ChatEvent
from core.domain.chat.chat_message import NoticeKind

Item = Mapping[str, Any]

_MODERATORS: Final = frozenset({"moderator", "broadcaster", "owner"})


class JsonDialect(Protocol):
    """The items of one tool or platform; made anew for each reading, so it may remember."""

    @property
    def name(self) -> str: ...

    def claims(self, item: Item) -> bool:
        """Return whether an item is of this dialect, though it may hold no chat."""
        ...

    def read(self, item: Item, timeline: Timeline) -> Iterator[ChatEvent]:
        """Yield the events of an item; BrokenItem where it breaks its format."""
        ...


def as_mapping(value: object) -> Item:
    return value if isinstance(value, dict) else {}


def has_badge(badges: object, key: str) -> bool:
    """Return whether a list of badges, each with its name under `key`, has a moderator's."""
    if not isinstance(badges, list):
        return False
    names = (badge.get(key) for badge in badges if isinstance(badge, dict))
    return any(isinstance(name, str) and name.lower() in _MODERATORS for name in names)


def find_kind(name: object) -> NoticeKind | None:
    return NOTICE_KINDS.get(name) if isinstance(name, str) else None
