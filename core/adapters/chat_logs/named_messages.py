"""Messages of any tool, read by what their fields are called: Kick, rustlog, pytchat and others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple, TypeVar

from core.adapters.chat_logs.field_names import (
    find_unit,
    normalise,
    rank_chatters,
    rank_texts,
    rank_times,
)
from core.adapters.chat_logs.fragments import SaidText, find_by_names, read_fragments
from core.adapters.chat_logs.json_dialect import Item, as_mapping, has_badge
from core.adapters.chat_logs.log_times import LogTime, parse_time, read_number
from core.adapters.chat_logs.timeline import Timeline
from core.adapters.chat_records import BrokenItem, ChatEvent, make_message, make_notice
from core.adapters.irc_lines import read_emotes, read_irc_line, translate
from core.domain.chat.chat_message import NoticeKind

_T = TypeVar("_T")

_DEPTH_MAX: Final = 5
_LEAVES_MAX: Final = 200
_SHAPES_KEPT: Final = 500
_ANY_DAY: Final = datetime(2000, 1, 1, tzinfo=UTC)
_WRAPPINGS: Final = ("node", "data", "payload", "event")
_SIGNS: Final = (
    ("elapsedTime", "pytchat JSON"),
    ("messageEx", "pytchat JSON"),
    ("sender", "Kick JSON"),
    ("tags", "rustlog or justlog JSON"),
    ("authorDetails", "YouTube API JSON"),
    ("timestampEdited", "DiscordChatExporter JSON"),
    ("chatter_user_login", "EventSub JSON"),
)
_CLEARED: Final = 2
"""The type of justlog's and rustlog's timeouts."""


class _Shape(NamedTuple):
    """Where items with the same fields hold what, the likeliest first."""

    times: tuple[tuple[int, float | None], ...]
    chatters: tuple[int, ...]
    texts: tuple[int, ...]


class _Found(NamedTuple):
    time: LogTime
    chatter: str
    text: str


class NamedMessages:
    """Messages whose fields are named by what they are."""

    def __init__(self) -> None:
        self.name = "JSON of messages"
        self._shapes: dict[tuple[str, ...], _Shape] = {}
        self._last: tuple[Item, _Found | None] | None = None
        self._is_named = False

    def claims(self, item: Item) -> bool:
        item = _unwrap(item)
        return _read_removal(item) is not None or self._find(item) is not None

    def read(self, item: Item, timeline: Timeline) -> Iterator[ChatEvent]:
        item = _unwrap(item)
        if removal := _read_removal(item):
            yield replace(removal, offset_seconds=timeline.newest)
            return
        found = self._find(item)
        if found is None:
            raise BrokenItem("not a message")
        if not self._is_named:
            self._is_named = True
            self.name = next((name for sign, name in _SIGNS if sign in item), self.name)
        offset_seconds = timeline.place(found.time)
        if offset_seconds is None:
            raise BrokenItem("not an offset into a stream")
        yield from _read_message(item, found, offset_seconds)

    def _find(self, item: Item) -> _Found | None:
        """Return what an item holds; it is asked for twice, and found once."""
        if self._last is None or self._last[0] is not item:
            self._last = (item, self._search(item))
        return self._last[1]

    def _search(self, item: Item) -> _Found | None:
        leaves = dict(_list_leaves(item))
        names, values = tuple(leaves), list(leaves.values())
        shape = self._shapes.get(names) or self._learn(names)
        time = _first(_parse(values[n], unit) for n, unit in shape.times)
        chatter = _first(_as_text(values[n]) for n in shape.chatters)
        text = _first(v for n in shape.texts if isinstance(v := values[n], str))
        if time is None or chatter is None or text is None:
            return None
        return _Found(time, chatter, text)

    def _learn(self, names: tuple[str, ...]) -> _Shape:
        if len(self._shapes) >= _SHAPES_KEPT:
            self._shapes.clear()
        shape = _Shape(
            tuple((n, find_unit(names[n])) for n in rank_times(names)),
            tuple(rank_chatters(names)),
            tuple(rank_texts(names)),
        )
        self._shapes[names] = shape
        return shape


def _unwrap(item: Item) -> Item:
    """Return the message inside of an event or an edge; the times around it stay known."""
    for _ in range(_DEPTH_MAX):
        inner = next((found for key in _WRAPPINGS if (found := _open(item.get(key)))), None)
        if inner is None:
            return item
        around = {
            key: value
            for key, value in item.items()
            if key not in _WRAPPINGS or (key == "event" and isinstance(value, str))
        }
        item = {**around, **inner}
    return item


def _open(value: object) -> Item | None:
    """Return an object that is nested, or written as a text of JSON, as in Kick's socket."""
    if isinstance(value, dict):
        return value
    if isinstance(value, str) and value.startswith("{"):
        try:
            return as_mapping(json.loads(value))
        except (ValueError, RecursionError):
            return None
    return None


def _list_leaves(item: Item, prefix: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Yield the values in an object, by their whole names; a text in parts is one value."""
    for key, value in list(item.items())[:_LEAVES_MAX]:
        name = f"{prefix}_{normalise(key)}".strip("_")
        if isinstance(value, dict) and depth < _DEPTH_MAX:
            said = read_fragments(value.get("fragments", value.get("runs")))
            if said and not isinstance(value.get("text"), str):
                yield f"{name}_text", said.text
            yield from _list_leaves(value, name, depth + 1)
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            yield name, value


def _parse(value: object, unit: float | None) -> LogTime | None:
    if isinstance(value, str):
        return parse_time(value, unit=unit)
    return read_number(float(value), unit=unit) if isinstance(value, int | float) else None


def _as_text(value: object) -> str | None:
    text = str(value).strip() if isinstance(value, str | int) else ""
    return text or None


def _first(found: Iterator[_T | None]) -> _T | None:
    return next((one for one in found if one is not None), None)


def _read_message(item: Item, found: _Found, offset_seconds: float) -> Iterator[ChatEvent]:
    raw = item.get("raw")
    line = read_irc_line(raw) if isinstance(raw, str) and raw[:1] in {"@", ":"} else None
    if line and line.command:
        event = translate(line, at=_ANY_DAY, room_id=line.channel)
        if event:
            yield event.place_at(offset_seconds)
        return
    tags = as_mapping(item.get("tags"))
    if (tags.get("source-room-id") or tags.get("room-id")) != tags.get("room-id"):
        return
    if item.get("type") == _CLEARED and tags:
        if notice := make_notice(offset_seconds, NoticeKind.TIMEOUT, 1):
            yield replace(notice, chatter=found.chatter)
        return
    message = make_message(
        offset_seconds,
        found.chatter,
        found.text,
        message_id=item.get("id", item.get("message_id")),
        is_moderator=_is_moderator(item),
        emotes=_find_emotes(item, found.text),
    )
    if message is None:
        raise BrokenItem("not a message")
    yield message


def _find_emotes(item: Item, text: str) -> Sequence[str]:
    tag = as_mapping(item.get("tags")).get("emotes")
    if isinstance(tag, str) and tag:
        return read_emotes(tag, text)
    said: SaidText | None = None
    for parts in (item.get("messageEx"), as_mapping(item.get("message")).get("fragments")):
        said = said or read_fragments(parts)
    return said.emotes if said and said.emotes else find_by_names(text, item.get("emotes"))


def _is_moderator(item: Item) -> bool:
    author = as_mapping(item.get("author") or item.get("sender") or item.get("authorDetails"))
    if author.get("isChatModerator") is True or author.get("isChatOwner") is True:
        return True
    badges = as_mapping(author.get("identity")).get("badges", item.get("badges"))
    return has_badge(badges, "type") or has_badge(badges, "set_id")


_REMOVALS: Final[tuple[tuple[str, NoticeKind, Callable[[Item], object]], ...]] = (
    (
        "MessageDeletedEvent",
        NoticeKind.DELETION,
        lambda item: as_mapping(item.get("message")).get("id"),
    ),
    (
        "UserBannedEvent",
        NoticeKind.TIMEOUT,
        lambda item: as_mapping(item.get("user")).get("username"),
    ),
)


def _read_removal(item: Item) -> ChatEvent | None:
    """Return what Kick's socket says of a deleted message or a banned chatter, without its time."""
    event = item.get("event")
    if not isinstance(event, str):
        return None
    for ending, kind, read in _REMOVALS:
        whom = read(item) if event.endswith(ending) else None
        if isinstance(whom, str) and (notice := make_notice(0.0, kind, 1)):
            is_line = kind is NoticeKind.DELETION
            return replace(notice, message_id=whom) if is_line else replace(notice, chatter=whom)
    return None
