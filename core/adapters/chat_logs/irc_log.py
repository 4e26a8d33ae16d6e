"""Chat as raw IRC lines with Twitch's tags, and as the text logs that chat clients write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, TextIO

from core.adapters.chat_logs.records import (
    NOTICE_KINDS,
    ChatEvent,
    Skip,
    make_message,
    make_notice,
    read_lines,
    read_notice_text,
)
from core.domain.chat.chat_message import ChatMessage

_RAW: Final = re.compile(
    r"@(?P<tags>\S+) :(?:(?P<nick>[^\s!]+)!\S+|\S+) (?P<command>PRIVMSG|USERNOTICE) #\S+"
    r"(?: :(?P<text>.*))?"
)
_IS_RAW: Final = re.compile(r"^@\S*tmi-sent-ts=\d+\S* :\S+ [A-Z]+", re.MULTILINE)
_ESCAPES: Final = {r"\:": ";", r"\s": " ", r"\\": "\\", r"\r": "\r", r"\n": "\n"}
_ESCAPED: Final = re.compile(r"\\[:s\\rn]")
_ACTION: Final = "\x01ACTION "

_STAMP: Final = (
    r"\[(?:(?P<day>\d{4}-\d\d-\d\d)[ T])?(?P<hour>\d{1,3}):(?P<minute>[0-5]\d):(?P<second>[0-5]\d)"
    r"(?:\.\d{1,9})?(?: ?UTC|Z)?\]"
)
_WHO: Final = (
    r"(?:<[~!@&%+$^*]*(?P<angled>[^\s<>]{1,100})[~!@&%+$^*]*>[ ]?"
    r"|(?:\#\S+[ ])?(?P<named>[^\s:]{1,100}(?:[ ]?\(\w+\))?):[ ])"
)
_PLAIN: Final = re.compile(rf"{_STAMP}\s+(?:{_WHO})?(?P<text>.*)")
_IS_PLAIN: Final = re.compile(rf"^{_STAMP}\s+{_WHO}", re.MULTILINE)
_DAY_SECONDS: Final = 86_400


def is_raw_irc(sample: str) -> bool:
    return _IS_RAW.search(sample) is not None


def is_plain_irc(sample: str) -> bool:
    return _IS_PLAIN.search(sample) is not None


def read_raw_irc(stream: TextIO, skip: Skip) -> Iterator[ChatEvent]:
    """Give messages, raids and gifts of raw IRC lines; offsets count from the first of them."""
    first: int | None = None
    for line in read_lines(stream, skip):
        if " PRIVMSG #" not in line and " USERNOTICE #" not in line:
            continue
        found = _RAW.match(line.rstrip("\r\n"))
        tags = _read_tags(found["tags"]) if found else {}
        sent_at = tags.get("tmi-sent-ts", "")
        if found is None or not (sent_at.isascii() and sent_at.isdigit() and len(sent_at) < 16):
            skip()
            continue
        first = int(sent_at) if first is None else first
        offset_seconds = (int(sent_at) - first) / 1000
        event: ChatEvent | None
        if found["command"] == "USERNOTICE":
            kind = NOTICE_KINDS.get(tags.get("msg-id", ""))
            if kind is None:
                continue
            size = tags.get("msg-param-viewerCount") or tags.get("msg-param-mass-gift-count")
            event = make_notice(offset_seconds, kind, size)
        else:
            event = _read_privmsg(offset_seconds, tags, found["nick"], found["text"])
        if event is None:
            skip()
        else:
            yield event


def read_plain_irc(stream: TextIO, skip: Skip) -> Iterator[ChatEvent]:
    """Give the messages of a text log; offsets count from its first line.

    A log whose hours have one digit (`[0:00:05]`) tells offsets itself.
    """
    clock = _Clock()
    for line in read_lines(stream, skip):
        if not line.strip() or line.startswith("#"):
            continue
        found = _PLAIN.match(line.rstrip("\r\n"))
        offset_seconds = clock.read(found) if found else None
        if found is None or offset_seconds is None:
            skip()
            continue
        chatter = found["angled"] or found["named"]
        event = (
            make_message(offset_seconds, chatter, found["text"])
            if chatter
            else read_notice_text(offset_seconds, found["text"])
        )
        if event is None:
            skip()
        else:
            yield event


class _Clock:
    """Turns the stamps of a log into offsets; a clock that jumps back has passed midnight."""

    def __init__(self) -> None:
        self._first: int | None = None
        self._last = 0
        self._days = 0

    def read(self, stamp: re.Match[str]) -> float | None:
        seconds = int(stamp["hour"]) * 3600 + int(stamp["minute"]) * 60 + int(stamp["second"])
        if stamp["day"]:
            try:
                seconds += date.fromisoformat(stamp["day"]).toordinal() * _DAY_SECONDS
            except ValueError:
                return None
        elif self._first is not None:
            seconds += self._days * _DAY_SECONDS
            if seconds < self._last - _DAY_SECONDS // 2:
                self._days += 1
                seconds += _DAY_SECONDS
        if self._first is None:
            self._first = 0 if len(stamp["hour"]) == 1 else seconds
        self._last = seconds
        return float(seconds - self._first)


def _read_privmsg(
    offset_seconds: float, tags: dict[str, str], nick: str | None, text: str | None
) -> ChatMessage | None:
    if text is None:
        return None
    said = text
    if said.startswith(_ACTION):
        said = said[len(_ACTION) :].rstrip("\x01")
    return make_message(
        offset_seconds,
        tags.get("display-name") or nick,
        said,
        message_id=tags.get("id"),
        is_moderator=tags.get("mod") == "1" or "broadcaster/" in tags.get("badges", ""),
    )


def _read_tags(text: str) -> dict[str, str]:
    pairs = (tag.partition("=") for tag in text.split(";"))
    return {key: _ESCAPED.sub(lambda m: _ESCAPES[m[0]], value) for key, _, value in pairs}
