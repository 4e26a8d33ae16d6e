"""Chat as raw IRC lines, read as live chat is; the time is Twitch's, or stands before the line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Final, NamedTuple, TextIO

from core.adapters.chat_logs.log_format import LogReading, Sample
from core.adapters.chat_logs.log_times import LogTime, TimeKind, find_time, parse_time
from core.adapters.chat_logs.one_channel import check_one_channel
from core.adapters.chat_logs.timeline import Timeline, check_seconds
from core.adapters.chat_records import ChatEvent, Skip, read_lines
from core.adapters.irc_lines import (
    IrcLine,
    is_from_other_channel,
    read_irc_line,
    read_sent_ms,
    translate,
)
from core.errors import InvalidInput

_SPEAKS: Final = frozenset({"PRIVMSG", "USERNOTICE"})
_RETRACTS: Final = frozenset({"CLEARCHAT", "CLEARMSG"})
_RAW: Final = re.compile(
    r"(?P<before>.{0,80}?)"
    r"(?P<line>(?:@[^\s=]+=\S* +)?:[^\s:]+ (?:PRIVMSG|USERNOTICE|CLEARCHAT|CLEARMSG) #.*)"
)
_SAMPLE_LINES: Final = 500
_LINES_SHARE: Final = 0.25
_ANY_DAY: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Live events have dates; a recording only needs offsets, so any day will do."""


class _Timed(NamedTuple):
    """A line, with the time that was written before it."""

    line: IrcLine
    before: LogTime | None


class RawIrcFormat:
    """Recognises raw IRC by lines with a sender, a command and a channel."""

    def recognise(self, sample: Sample) -> LogReading | None:
        lines = list(islice(sample.lines, _SAMPLE_LINES))
        read = [found for line in lines if (found := _read_timed(line))]
        said = [found for found in read if found.line.command in _SPEAKS]
        has_tags = any(read_sent_ms(found.line) is not None for found in read)
        if not said or (not has_tags and len(read) < len(lines) * _LINES_SHARE):
            return None
        before = [found.before for found in said if found.before]
        if not has_tags and not before:
            raise InvalidInput(
                "This is raw IRC without times, so nobody can tell when things were said. Ask "
                "Twitch for tags before you record (CAP REQ :twitch.tv/tags), or write the time "
                "before each line."
            )
        if not has_tags:
            check_seconds(before, "This is raw IRC")
        check_one_channel("#" + found.line.channel for found in said)
        return RawIrcLog(has_tags=has_tags)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawIrcLog:
    """Raw lines; offsets count from the first message or user notice."""

    has_tags: bool
    name: str = "raw IRC log"

    def read(self, stream: TextIO, timeline: Timeline, skip: Skip) -> Iterator[ChatEvent]:
        has_begun = False
        for text in read_lines(stream, skip):
            found = _read_timed(text.rstrip("\r\n"))
            if found is None or not found.line.channel:
                continue
            line = found.line
            has_begun = has_begun or (
                line.command in _SPEAKS and self._find_time(found) is not None
            )
            offset_seconds = timeline.place(self._find_time(found)) if has_begun else None
            if offset_seconds is None:
                if line.command in _SPEAKS:
                    skip()
                continue
            event = translate(line, at=_ANY_DAY, room_id=line.channel)
            if event is not None:
                yield event.place_at(offset_seconds)
            elif line.command == "PRIVMSG" and not _is_elsewhere(line):
                skip()

    def _find_time(self, found: _Timed) -> LogTime | None:
        if not self.has_tags:
            return found.before
        sent_ms = read_sent_ms(found.line)
        if sent_ms is None:
            return None
        return LogTime(TimeKind.DATED, sent_ms / 1000, (0,), has_zone=True)


def _read_timed(text: str) -> _Timed | None:
    if text.startswith("@"):
        line = read_irc_line(text)
        is_event = line is not None and line.command in _SPEAKS | _RETRACTS
        return _Timed(line, None) if line and is_event else None
    found = _RAW.match(text)
    line = read_irc_line(found["line"]) if found else None
    if found is None or line is None:
        return None
    before = found["before"].lstrip("[(<>* ")
    time = find_time(before)
    return _Timed(line, time[0] if time else parse_time(before))


def _is_elsewhere(line: IrcLine) -> bool:
    return is_from_other_channel(line, room_id=line.channel)
