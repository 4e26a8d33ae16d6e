"""Chat as raw IRC lines with Twitch's tags, and as the text logs of chat clients."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final, TextIO

from core.adapters.chat_records import (
    ChatEvent,
    Skip,
    is_offset,
    make_message,
    read_lines,
    read_notice_text,
)
from core.adapters.irc_lines import (
    IrcLine,
    is_from_other_channel,
    read_irc_line,
    read_sent_ms,
    translate,
)

_IS_RAW: Final = re.compile(r"^@\S*tmi-sent-ts=\d+\S* :\S+ [A-Z]+", re.MULTILINE)
_SPEAKS: Final = frozenset({"PRIVMSG", "USERNOTICE"})
_RETRACTS: Final = frozenset({"CLEARCHAT", "CLEARMSG"})
_ANY_DAY: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Live events have dates; a recording only needs offsets, so any day will do."""

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
    """Yield the events that live chat would make of raw IRC lines.

    Offsets count from the first message or user notice.
    """
    clock = _RawClock()
    for text in read_lines(stream, skip):
        line = read_irc_line(text.rstrip("\r\n"))
        if line is None or line.command not in _SPEAKS | _RETRACTS or not line.channel:
            continue
        offset_seconds = clock.read(line)
        if offset_seconds is None:
            if line.command in _SPEAKS:
                skip()
            continue
        at = _ANY_DAY + timedelta(seconds=offset_seconds)
        event = translate(line, at=at, room_id=line.channel)
        if event is not None:
            yield event.place_at(offset_seconds)
        elif line.command == "PRIVMSG" and not is_from_other_channel(line, room_id=line.channel):
            skip()


class _RawClock:
    """Turns Twitch's times into offsets from the first message or user notice."""

    def __init__(self) -> None:
        self._first_ms: int | None = None

    def read(self, line: IrcLine) -> float | None:
        """Return a line's offset, None where it has no time or is before the recording."""
        sent_ms = read_sent_ms(line)
        if sent_ms is None:
            return None
        if self._first_ms is None:
            if line.command not in _SPEAKS:
                return None
            self._first_ms = sent_ms
        offset_seconds = (sent_ms - self._first_ms) / 1000
        return offset_seconds if is_offset(offset_seconds) else None


def read_plain_irc(stream: TextIO, skip: Skip) -> Iterator[ChatEvent]:
    """Yield the messages of a text log; offsets count from its first line.

    A log whose hours have one digit (`[0:00:05]`) holds offsets already.
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
    """Turns a log's time stamps into offsets; a clock that jumps back has passed midnight."""

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
