"""Chat as JSON: TwitchDownloader's object of comments, chat-downloader's list or its lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, TextIO

from core.adapters.chat_records import (
    NOTICE_KINDS,
    BrokenItem,
    ChatEvent,
    Skip,
    make_message,
    make_notice,
    read_lines,
    read_notice_text,
    read_number,
    read_offset,
)
from core.domain.chat.chat_message import NoticeKind

_COMMENTS: Final = re.compile(r'"comments"\s*:\s*\[')
_LIST: Final = re.compile(r"\[")
_NEXT_OBJECT: Final = re.compile(r"\}\s*,\s*(?=\{)")
_BETWEEN: Final = re.compile(r"[\s,]*")
_CHUNK_CHARACTERS: Final = 65_536
_ELEMENT_CHARACTERS_MAX: Final = 1_000_000
_MICROSECONDS_MAX: Final = 1e17
_MODERATORS: Final = frozenset({"moderator", "broadcaster"})


def is_twitch_downloader(sample: str) -> bool:
    return sample.lstrip().startswith("{") and _COMMENTS.search(sample) is not None


def is_chat_downloader_list(sample: str) -> bool:
    start = sample.lstrip()
    return start.startswith("[") and re.match(r"\[\s*(\{|\]|$)", start) is not None


def is_json_lines(sample: str) -> bool:
    first = sample.lstrip().partition("\n")[0]
    return first.startswith("{") and _KNOWN_TIME.search(first) is not None


_KNOWN_TIME: Final = re.compile(r'"(?:time_in_seconds|content_offset_seconds|timestamp)"\s*:')


def read_twitch_downloader(stream: TextIO, skip: Skip) -> Iterator[ChatEvent]:
    """Yield the comments of TwitchDownloader's file without loading all of it."""
    return _ElementReader(stream, skip).read(_COMMENTS)


def read_chat_downloader_list(stream: TextIO, skip: Skip) -> Iterator[ChatEvent]:
    """Yield the items of a JSON list without loading all of it."""
    return _ElementReader(stream, skip).read(_LIST)


def read_json_lines(stream: TextIO, skip: Skip) -> Iterator[ChatEvent]:
    """Yield the items of a file with one JSON object per line."""
    items = _Items()
    for line in read_lines(stream, skip):
        if not line.strip():
            continue
        try:
            event = items.read(json.loads(line))
        except (ValueError, RecursionError):
            skip()
            continue
        if event is not None:
            yield event


class _Items:
    """Turns JSON objects into events; for logs without offsets, counts from the first timestamp."""

    def __init__(self) -> None:
        self._first_microseconds: float | None = None

    def read(self, item: object) -> ChatEvent | None:
        """Return the event; None for an item without a text, BrokenItem otherwise."""
        if not isinstance(item, dict):
            raise BrokenItem("not an object")
        if "content_offset_seconds" in item:
            return _read_comment(item)
        return self._read_item(item)

    def _read_item(self, item: Mapping[str, Any]) -> ChatEvent | None:
        offset_seconds = self._read_offset(item)
        kind = _find_kind(item.get("message_type"))
        if kind is not None:
            size = item.get("mass_gift_count") or item.get("viewer_count") or 1
            return make_notice(offset_seconds, kind, size)
        if item.get("message") is None:
            return None
        author = _as_mapping(item.get("author"))
        badges = author.get("badges")
        message = make_message(
            offset_seconds,
            author.get("display_name") or author.get("name") or author.get("id"),
            item["message"],
            message_id=item.get("message_id"),
            is_moderator=_has_badge(badges, "name"),
        )
        if message is None:
            raise BrokenItem("not a message")
        return message

    def _read_offset(self, item: Mapping[str, Any]) -> float:
        if item.get("time_in_seconds") is not None:
            return read_offset(item["time_in_seconds"])
        microseconds = read_number(item.get("timestamp"))
        if abs(microseconds) > _MICROSECONDS_MAX:
            raise BrokenItem("not a time")
        if self._first_microseconds is None:
            self._first_microseconds = microseconds
        return read_offset((microseconds - self._first_microseconds) / 1e6)


def _read_comment(comment: Mapping[str, Any]) -> ChatEvent | None:
    offset_seconds = read_offset(comment["content_offset_seconds"])
    message = _as_mapping(comment.get("message"))
    body = message.get("body")
    notice = _as_mapping(message.get("user_notice_params"))
    told = read_notice_text(offset_seconds, body) if isinstance(body, str) else None
    if told is not None:
        return told
    kind = _find_kind(notice.get("msg-id") or notice.get("msg_id"))
    if kind is not None:
        return make_notice(offset_seconds, kind, 1)
    commenter = _as_mapping(comment.get("commenter"))
    read = make_message(
        offset_seconds,
        commenter.get("display_name") or commenter.get("name") or commenter.get("_id"),
        body,
        message_id=comment.get("_id"),
        is_moderator=_has_badge(message.get("user_badges"), "_id"),
    )
    if read is None:
        raise BrokenItem("not a comment")
    return read


def _as_mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _has_badge(badges: object, key: str) -> bool:
    if not isinstance(badges, list):
        return False
    names = (badge.get(key) for badge in badges if isinstance(badge, dict))
    return any(isinstance(name, str) and name in _MODERATORS for name in names)


def _find_kind(name: object) -> NoticeKind | None:
    return NOTICE_KINDS.get(name) if isinstance(name, str) else None


class _ElementReader:
    """Reads the objects of one JSON list out of a stream, a chunk at a time.

    A damaged element is skipped, and reading goes on at the next one that holds a chat item.
    """

    def __init__(self, stream: TextIO, skip: Skip) -> None:
        self._stream = stream
        self._skip = skip
        self._buffer = ""
        self._position = 0
        self._is_lost = False

    def read(self, start: re.Pattern[str]) -> Iterator[ChatEvent]:
        if not self._find(start):
            return
        items = _Items()
        decoder = json.JSONDecoder()
        while self._has_next():
            try:
                item, self._position = decoder.raw_decode(self._buffer, self._position)
            except (ValueError, RecursionError):
                if len(self._buffer) - self._position < _ELEMENT_CHARACTERS_MAX and self._fill():
                    continue
                self._lose()
                continue
            try:
                event = items.read(item)
            except BrokenItem:
                self._count_skipped()
                continue
            self._is_lost = False
            if event is not None:
                yield event

    def _has_next(self) -> bool:
        while True:
            self._position = _end_of(_BETWEEN, self._buffer, self._position)
            if self._position == len(self._buffer):
                if not self._fill():
                    return False
            elif self._buffer[self._position] != "]":
                return True
            elif not self._is_lost:
                return False
            else:
                self._position += 1

    def _lose(self) -> None:
        self._count_skipped()
        self._is_lost = True
        self._position += 1
        if not self._find(_NEXT_OBJECT):
            self._position = len(self._buffer)

    def _count_skipped(self) -> None:
        if not self._is_lost:
            self._skip()

    def _find(self, pattern: re.Pattern[str]) -> bool:
        """Move past the next match; while searching, only what may start one is kept."""
        while True:
            found = pattern.search(self._buffer, self._position)
            if found:
                self._position = found.end()
                return True
            self._position = max(self._position, len(self._buffer) - 200)
            if not self._fill():
                return False

    def _fill(self) -> bool:
        """Read more, in steps that grow with the element, so that the cost stays linear."""
        waiting = len(self._buffer) - self._position
        chunk = self._stream.read(max(_CHUNK_CHARACTERS, waiting))
        self._buffer = self._buffer[self._position :] + chunk
        self._position = 0
        return bool(chunk)


def _end_of(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return found.end() if found else position
