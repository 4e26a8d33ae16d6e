"""Chat as CSV: `t_seconds,user,text`, with a header in any order or with none."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TextIO

from core.adapters.chat_records import (
    TEXT_CHARACTERS_MAX,
    BrokenItem,
    ChatEvent,
    Skip,
    make_message,
    read_lines,
    read_offset,
)
from core.domain.chat.chat_message import ChatMessage

_OFFSET_NAMES: Final = ("t_seconds", "time_in_seconds", "content_offset_seconds", "offset_seconds")
_CHATTER_NAMES: Final = ("user", "chatter", "author_display_name", "author_name", "author")
_TEXT_NAMES: Final = ("text", "message", "body")
_ROW_LINES_MAX: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which column holds what, counted from 0, and whether the text is the last one."""

    offset: int = 0
    chatter: int = 1
    text: int = 2
    has_text_last: bool = True

    @property
    def needed(self) -> int:
        return max(self.offset, self.chatter, self.text) + 1


def is_csv(sample: str) -> bool:
    """True if the first row is a known header, or a time, a name and a text."""
    try:
        row = next(csv.reader(sample.splitlines(keepends=True)), [])
    except csv.Error:
        return False
    return find_columns(row) is not None or _read_row(row, Columns()) is not None


def read_csv(stream: TextIO, skip: Skip) -> Iterator[ChatEvent]:
    """Yield the messages of a CSV file; rows that are not messages are skipped."""
    columns = None
    for row in _RowReader(read_lines(stream, skip), skip).read():
        if columns is None:
            columns = find_columns(row)
            if columns is not None:
                continue
            columns = Columns()
        message = _read_row(row, columns)
        if message is None:
            skip()
        else:
            yield message


def find_columns(row: Sequence[str]) -> Columns | None:
    """Return the columns that a header names, None if the row is no known header."""
    names = [name.strip().lower() for name in row]
    found = [
        next((names.index(name) for name in wanted if name in names), None)
        for wanted in (_OFFSET_NAMES, _CHATTER_NAMES, _TEXT_NAMES)
    ]
    offset, chatter, text = found
    if offset is None or chatter is None or text is None:
        return None
    return Columns(offset=offset, chatter=chatter, text=text, has_text_last=text == len(names) - 1)


class _OpenQuote(csv.Error):
    """A quoted field is longer than any chat message."""


class _RowReader:
    """Splits lines into rows; an unclosed quote costs its own line and no other.

    The csv module asks for another line only within a quoted field. Where that field turns out to
    be broken, all lines behind its first are read again.
    """

    def __init__(self, lines: Iterator[str], skip: Skip) -> None:
        self._lines = lines
        self._skip = skip
        self._taken: list[str] = []
        self._again: deque[str] = deque()

    def read(self) -> Iterator[list[str]]:
        rows = csv.reader(self, strict=True)
        while True:
            self._taken.clear()
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                row = self._read_broken(error)
            if row:
                yield row

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._taken and (
            len(self._taken) == _ROW_LINES_MAX or sum(map(len, self._taken)) > TEXT_CHARACTERS_MAX
        ):
            raise _OpenQuote
        line = self._again.popleft() if self._again else next(self._lines, None)
        if line is None:
            # The end of the file within a quoted field is no end of a row.
            raise _OpenQuote if self._taken else StopIteration
        self._taken.append(line)
        return line

    def _read_broken(self, error: csv.Error) -> list[str]:
        """Return the row of a single line with a stray quote in it, else nothing."""
        first, *others = self._taken
        self._again.extendleft(reversed(others))
        if not others and not isinstance(error, _OpenQuote):
            try:
                return next(csv.reader([first]))
            except csv.Error:
                pass
        self._skip()
        return []


def _read_row(row: Sequence[str], columns: Columns) -> ChatMessage | None:
    if len(row) < columns.needed:
        return None
    try:
        offset_seconds = read_offset(row[columns.offset])
    except BrokenItem:
        return None
    # Simple loggers quote nothing: with the text in the last column, all that follows is text.
    end = None if columns.has_text_last else columns.text + 1
    text = ",".join(row[columns.text : end])
    return make_message(offset_seconds, row[columns.chatter], text)
