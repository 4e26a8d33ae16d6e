"""Recognises the format of a recorded chat by its content, and reads it line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Final

from core.adapters.chat_logs.block_log import BlockLogFormat
from core.adapters.chat_logs.csv_log import CsvFormat
from core.adapters.chat_logs.html_log import HtmlLogFormat
from core.adapters.chat_logs.json_log import JsonFormat, JsonLog
from core.adapters.chat_logs.log_format import LogFormat, LogReading, Sample
from core.adapters.chat_logs.packed_text import (
    KNOWN_FORMATS,
    CutOffError,
    is_utf_8,
    open_text,
    read_sample,
)
from core.adapters.chat_logs.raw_irc_log import RawIrcFormat
from core.adapters.chat_logs.text_log import TextLogFormat
from core.adapters.chat_logs.timeline import Timeline
from core.adapters.chat_logs.untimed_log import NamelessFormat, UntimedLogFormat
from core.adapters.chat_records import ChatEvent
from core.domain.chat.chat_message import ChatMessage
from core.errors import InvalidInput

_FORMATS: Final[tuple[LogFormat, ...]] = (
    JsonFormat(),
    HtmlLogFormat(),
    NamelessFormat(),
    RawIrcFormat(),
    TextLogFormat(),
    BlockLogFormat(),
    CsvFormat(),
    UntimedLogFormat(),
)
_PROBED: Final = 500
_SORTED_MAX: Final = 500_000
_TRIMMED_SECONDS: Final = 30.0
"""Chat that begins later may be of a VOD that was trimmed."""

_TELLING: Final = 50
"""From so few messages nothing can be told of the times of a log."""

_SILENCE_SECONDS: Final = 300.0
"""No chat worth reading has so long a pause between any two messages."""

_LATE_SECONDS: Final = 60.0
_LATE_SHARE: Final = 0.05


class RecordedChatLog:
    """One recording; each iteration starts over, with a new count of skipped lines."""

    def __init__(
        self, path: Path, reading: LogReading, encoding: str, *, first_at: float | None = None
    ) -> None:
        self._path = path
        self._reading = reading
        self._encoding = encoding
        self._first_at = first_at
        self._skipped = 0
        self._timeline = Timeline(first_at=first_at)
        self._own_notes: dict[str, None] = {}
        self._is_disorderly = False
        self._has_milliseconds = False

    @property
    def format_name(self) -> str:
        return self._reading.name

    @property
    def skipped(self) -> int:
        return self._skipped

    @property
    def notes(self) -> tuple[str, ...]:
        """What was guessed, and what is wrong with the file, in sentences."""
        return (*self._own_notes, *self._timeline.notes)

    def note(self, sentence: str) -> None:
        self._own_notes[sentence] = None

    def probe(self) -> None:
        """Read the first events, to see that there are any, and that they are in order."""
        first = list(islice(self, _PROBED))
        if not first:
            broken = f" ({self._skipped} broken lines)" if self._skipped else ""
            raise InvalidInput(
                f"This is {self.format_name}, and contains no readable message{broken}; "
                f"record it again, or give {KNOWN_FORMATS}."
            )
        _check_times(first, self.format_name)
        _check_names(first, self.format_name)
        self._is_disorderly = _is_disorderly(first)
        self._has_milliseconds = self._timeline.has_bare_numbers and _is_silent(first)
        reading, is_late = self._reading, first[0].offset_seconds > _TRIMMED_SECONDS
        if isinstance(reading, JsonLog) and reading.is_of_vod and is_late:
            with open_text(self._path, self._encoding) as stream:
                reading.learn_start(stream)

    def __iter__(self) -> Iterator[ChatEvent]:
        return self._read_sorted() if self._is_disorderly else self._read()

    def _read(self) -> Iterator[ChatEvent]:
        self._skipped = 0
        self._timeline = Timeline(
            first_at=self._first_at, bare_unit=0.001 if self._has_milliseconds else None
        )
        try:
            with open_text(self._path, self._encoding) as stream:
                yield from self._reading.read(stream, self._timeline, self._count_skipped)
        except CutOffError:
            self.note("The packed file ends early; what is in it has been read.")

    def _read_sorted(self) -> Iterator[ChatEvent]:
        """Read all of a log whose lines are not in order, and give them in order."""
        events = list(islice(self._read(), _SORTED_MAX + 1))
        if len(events) > _SORTED_MAX:
            raise InvalidInput(
                f"{self._path} is not in order of time, and too long to be sorted here: sort it "
                "by time first."
            )
        events.sort(key=lambda event: event.offset_seconds)
        # Where the first line that was read stood for the start, the earliest does now.
        back = events[0].offset_seconds - (self._first_at or 0.0) if events else 0.0
        if not self._timeline.is_told and back:
            events = [replace(e, offset_seconds=e.offset_seconds - back) for e in events]
        self.note("The log is not in order of time; it has been sorted.")
        yield from events

    def _count_skipped(self) -> None:
        self._skipped += 1


class RecordedChatReader:
    """Opens recorded chat in any known format, whatever the file is called."""

    def open_log(self, path: Path, *, first_at: float | None = None) -> RecordedChatLog:
        """Return the log; InvalidInput, with what to do, where it is not one.

        `first_at` is the offset of the first message, for logs that tell times of day.
        """
        text, encoding = read_sample(path)
        try:
            log = self._recognise(path, Sample(text), encoding, first_at)
        except InvalidInput as refused:
            raise InvalidInput(f"{path}: {refused}") from None
        if not is_utf_8(text):
            log.note(
                "The file is not UTF-8, so letters beyond English are lost; save it as UTF-8 to "
                "have reactions in other languages counted."
            )
        return log

    def _recognise(
        self, path: Path, sample: Sample, encoding: str, first_at: float | None
    ) -> RecordedChatLog:
        for log_format in _FORMATS:
            reading = log_format.recognise(sample)
            if reading is not None:
                log = RecordedChatLog(path, reading, encoding, first_at=first_at)
                log.probe()
                return log
        raise InvalidInput(f"This is not a chat log that Truss knows: give {KNOWN_FORMATS}.")


def _is_disorderly(events: list[ChatEvent]) -> bool:
    """Say whether many events are more than a minute older than one before them."""
    newest, late = events[0].offset_seconds, 0
    for event in events:
        late += event.offset_seconds < newest - _LATE_SECONDS
        newest = max(newest, event.offset_seconds)
    return late > len(events) * _LATE_SHARE


def _check_times(events: list[ChatEvent], name: str) -> None:
    """Refuse a log whose messages are all of one time, such as that of a number cut by Excel."""
    times = [event.offset_seconds for event in events]
    if len(times) >= _TELLING and max(times) - min(times) < 1:
        raise InvalidInput(
            f"This is chat ({name}) whose messages are all of one second, so its times are wrong: "
            "export it again with times that have seconds, or give a CSV: t_seconds,user,text."
        )


def _check_names(events: list[ChatEvent], name: str) -> None:
    """Refuse a log of which one name wrote everything, such as what a program puts before lines."""
    names = [event.chatter for event in events if isinstance(event, ChatMessage)]
    if len(names) >= _TELLING and len(set(names)) == 1:
        raise InvalidInput(
            f"This is chat ({name}) in which {names[0]!r} wrote everything, so its names are "
            "probably read wrongly, and one person's lines are no eruption. Let the lines be "
            "[h:mm:ss] name: text, or give a CSV: t_seconds,user,text."
        )


def _is_silent(events: list[ChatEvent]) -> bool:
    """Say whether the events are too far apart to be counted in seconds."""
    span = events[-1].offset_seconds - events[0].offset_seconds
    return len(events) >= _TELLING and span / len(events) > _SILENCE_SECONDS
