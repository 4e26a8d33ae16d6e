"""Chat as the text logs of chat clients and downloaders: a time, a name and a text a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, TextIO

from core.adapters.chat_logs.field_names import find_fields
from core.adapters.chat_logs.fragments import find_shortcuts
from core.adapters.chat_logs.log_format import LogReading, Sample
from core.adapters.chat_logs.log_times import (
    LogTime,
    find_time,
    read_number,
    search_time,
    strip_marks,
)
from core.adapters.chat_logs.one_channel import check_one_channel
from core.adapters.chat_logs.timeline import Timeline, check_seconds
from core.adapters.chat_records import (
    TEXT_CHARACTERS_MAX,
    ChatEvent,
    Skip,
    make_message,
    make_notice,
    read_lines,
    read_notice_text,
)
from core.domain.chat.chat_message import ChatMessage, ChatNotice, NoticeKind

_MARKS: Final = r"[~!@&%+$^*]*"
_AFTER_STAMP: Final = re.compile(r"(?P<pipe>\s*\|\s*)|(?:\s*[-\u2013\u2014]\s+|:\s+|\s*)(?=\S)")
_WHO: Final = re.compile(
    rf"<{_MARKS}(?P<angled>[^<>]{{1,100}}?)\s*{_MARKS}>[ \t]?"
    rf"|{_MARKS}(?P<tabbed>[^\s:]{{1,100}})\t"
    r"|\*[ ]?(?P<acting>[^\s*:]{1,100})[ ]"
    r"|[^\x00-\x7f][^\s:|<>]{0,99}[ ](?P<login>[A-Za-z0-9_]{1,25}):(?:[ ]|$)"
    r"|(?:(?P<channel>\#\S+)[ ])?(?:[(\[][^()\[\]]{1,100}[)\]][ ]+)*"
    r"(?P<named>[^\s:|<>]{1,100}(?:[ ]?\(\w+\))?):(?:[ ]|$)"
)
_PIPED: Final = re.compile(
    r"(?:\([^()]{1,100}\)[ ])?(?:\*[^*]{1,30}\*[ ])?(?P<named>[^\s:][^:]{0,99}?):(?:[ ]|$)"
)
_PROGRAM_ACT: Final = re.compile(
    r"\*[ ](?:Now talking (?:in|on)[ ]\#|Topic is[ ]|Set by[ ]|(?:Joins|Parts|Quits):[ ]"
    r"|\S+[ ](?:\([^()\s]+@[^()\s]+\)[ ](?:has[ ])?(?:joined|left|quit)\b|sets mode:[ ]"
    r"|is now known as[ ]|was kicked by[ ]))",
    re.IGNORECASE,
)
"""What clients of IRC write as if somebody did it: nobody said that."""

_NAME_FIRST: Final = re.compile(r"<?(?P<named>[^\s\[\](){}<>:;,][^\[\](){}<>:;,]{0,59}?)>?\s*[\[(]")
_AFTER_TEXT_STAMP: Final = re.compile(r"[\])]:?\s+")
_NUMBER_STAMP: Final = re.compile(r"\[(-?\d+(?:[.,]\d+)?)\]")
_TABBED_SYSTEM: Final = re.compile(r"(?:<?--+>?|=!=|\*+|-!-)\t")
_TIMED_OUT: Final = re.compile(r"(\S{1,100}) has been (?:timed out|(?:permanently )?banned)\b")
_SAYS_BEGUN: Final = re.compile(r"\b(?:log|logging|session|logged)\b", re.IGNORECASE)
_COMMENT: Final = ("#", "*** ", "****", "---", "Session ")
_CONTROLS: Final = re.compile(r"\x03\d{0,2}(?:,\d{1,2})?|[\x02\x0f\x11\x16\x1d\x1f]")
_CONTINUED_LINES_MAX: Final = 5
_SAMPLE_LINES: Final = 500
_MOST: Final = 0.8
_SILENT_MAX: Final = 8
"""Of so many lines at least one is said by somebody; the others are the program's."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line with a time: who said what, or, with no chatter, what the program said."""

    time: LogTime
    chatter: str | None
    text: str
    is_piped: bool = False
    channel: str | None = None
    sign: str = ""
    """What tells the name: `<` around it, `:` behind it or `*` before it."""


def read_text_line(line: str, *, has_spaced_names: bool = False) -> TextLine | None:
    """Return the line, None for one without a time before its text."""
    line = line.rstrip("\r\n")
    if "\x03" in line or "\x02" in line or "\x0f" in line:
        line = _CONTROLS.sub("", line)
    line = strip_marks(line)
    stamp = _read_stamp(line)
    if stamp is None:
        return _read_name_first(line)
    time, end = stamp
    after = _AFTER_STAMP.match(line, end)
    rest = line[after.end() :] if after else line[end:].strip()
    is_piped = after is not None and after["pipe"] is not None
    if _TABBED_SYSTEM.match(rest):
        return _read_tabbed_system(time, rest)
    found = (_PIPED if is_piped or has_spaced_names else _WHO).match(rest)
    if found is None:
        return TextLine(time, None, rest, is_piped)
    if is_piped or has_spaced_names:
        return TextLine(time, found["named"], rest[found.end() :], is_piped)
    return _read_who(time, found, rest)


def _read_name_first(line: str) -> TextLine | None:
    """Return a line such as `name (0:01:05): text`."""
    found = _NAME_FIRST.match(line)
    time = find_time(line, found.end()) if found else None
    after = _AFTER_TEXT_STAMP.match(line, time[1]) if time else None
    if found is None or time is None or after is None:
        return None
    return TextLine(time[0], found["named"], line[after.end() :])


def _read_who(time: LogTime, found: re.Match[str], rest: str) -> TextLine:
    text = rest[found.end() :]
    if found["acting"]:
        if _PROGRAM_ACT.match(rest):
            return TextLine(time, None, rest)
        text = text.removesuffix("]")  # tcd closes a bracket that it never opened
    chatter = next(filter(None, found.group("angled", "tabbed", "acting", "login", "named")))
    sign = "<" if found["angled"] else ("*" if found["acting"] else ":")
    return TextLine(time, chatter, text, channel=found["channel"], sign=sign)


def _read_tabbed_system(time: LogTime, rest: str) -> TextLine:
    """Return a line of WeeChat's: what somebody does begins with the name, the rest is no chat."""
    mark, _, text = rest.partition("\t")
    name, _, said = text.partition(" ")
    return TextLine(time, name, said) if mark == "*" and name else TextLine(time, None, text)


def _read_stamp(line: str) -> tuple[LogTime, int] | None:
    start = len(line) - len(line.lstrip())
    bracket = line[start : start + 1]
    if bracket not in {"[", "("}:
        return find_time(line, start)
    if numbered := _NUMBER_STAMP.match(line, start):
        time = read_number(float(numbered[1].replace(",", ".")))
        return (time, numbered.end()) if time else None
    found = find_time(line, start + 1)
    if found is None or line[found[1] : found[1] + 1] not in {"]", ")"}:
        return None
    return found[0], found[1] + 1


class TextLogFormat:
    """Recognises text logs by lines that have a time and a speaker."""

    def recognise(self, sample: Sample) -> LogReading | None:
        lines = [line for line in islice(sample.lines, _SAMPLE_LINES) if not is_comment(line)]
        if not lines or _is_table_header(lines[0]):
            return None
        has_spaced_names = False
        said = _list_said(lines)
        if len(said) * _SILENT_MAX < len(lines):
            # Names on YouTube have spaces, and so have the sentences of programs.
            has_spaced_names = True
            said = _list_said(lines, has_spaced_names=True)
            if len(said) < len(lines) * _MOST:
                return None
        name = "chat-downloader text" if said[0].is_piped else "IRC text log"
        check_seconds((line.time for line in said), f"This is a text log ({name})")
        check_one_channel(line.channel for line in said)
        angled = sum(line.sign == "<" for line in said)
        return TextLog(name, has_spaced_names, has_angled_names=angled * 4 >= len(said))


def _list_said(lines: list[str], *, has_spaced_names: bool = False) -> list[TextLine]:
    read = (read_text_line(line, has_spaced_names=has_spaced_names) for line in lines)
    return [line for line in read if line and line.chatter]


def _is_table_header(line: str) -> bool:
    return any(find_fields(line.split(delimiter)) for delimiter in "\t|")


def is_comment(line: str) -> bool:
    return line.startswith(_COMMENT)


@dataclass(frozen=True, slots=True)
class TextLog:
    """A text log; lines without a time continue the message before them."""

    name: str
    has_spaced_names: bool = False
    has_angled_names: bool = False
    """Whether `name:` begins what the program says, such as Chatty's `BAN:` and `VIEWERS:`."""

    def read(self, stream: TextIO, timeline: Timeline, skip: Skip) -> Iterator[ChatEvent]:
        held = _Held()
        for line in read_lines(stream, skip):
            if not line.strip() or is_comment(line):
                note_beginning(line, timeline)
                continue
            said = read_text_line(line, has_spaced_names=self.has_spaced_names)
            if said is None:
                if not held.add(line):
                    skip()
                continue
            yield from held.take()
            is_programs = self.has_angled_names and said.sign == ":"
            event = None if is_programs else _make_event(said, timeline, skip)
            if isinstance(event, ChatMessage):
                held = _Held(event)
            elif event:
                yield event
        yield from held.take()


class _Held:
    """The last message, for as long as lines without a time may continue it."""

    def __init__(self, message: ChatMessage | None = None) -> None:
        self._message = message
        self._left = _CONTINUED_LINES_MAX

    def add(self, line: str) -> bool:
        """Continue the message; False if there is none, or if it would be too long."""
        if self._message is None or not self._left:
            return False
        self._left -= 1
        text = f"{self._message.text}\n{line.strip()}"[:TEXT_CHARACTERS_MAX]
        self._message = replace(self._message, text=text)
        return True

    def take(self) -> Iterator[ChatMessage]:
        if self._message:
            yield self._message
        self._message = None


def note_beginning(line: str, timeline: Timeline) -> None:
    """Tell the timeline when a log was begun, where this line says so."""
    if _SAYS_BEGUN.search(line) and (time := search_time(line)):
        timeline.start_at(time)


def _make_event(said: TextLine, timeline: Timeline, skip: Skip) -> ChatEvent | None:
    """Return a message or a notice; what else the program says is no broken line."""
    if not said.chatter:
        notice = _read_notice(said.text)
        offset_seconds = timeline.place(said.time) if notice else None
        if notice is None or offset_seconds is None:
            return None
        return replace(notice, offset_seconds=offset_seconds)
    offset_seconds = timeline.place(said.time)
    message = (
        None
        if offset_seconds is None
        else make_message(offset_seconds, said.chatter, said.text, emotes=find_shortcuts(said.text))
    )
    if message is None:
        skip()
    return message


def _read_notice(text: str) -> ChatNotice | None:
    if found := _TIMED_OUT.match(text):
        notice = make_notice(0.0, NoticeKind.TIMEOUT, 1)
        return notice and replace(notice, chatter=found[1])
    return read_notice_text(0.0, text)
