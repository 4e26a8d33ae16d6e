"""Chat as CSV: `t_seconds,user,text`, with a header in any order or with none."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TextIO

from core.adapters.chat_logs.records import (
    BrokenItem,
    ChatEvent,
    Skip,
    make_message,
    read_lines,
    read_number,
)
from core.domain.chat import ChatMessage

_OFFSET_NAMES: Final = ("t_seconds", "time_in_seconds", "content_offset_seconds", "offset_seconds")
_CHATTER_NAMES: Final = ("user", "chatter", "author_display_name", "author_name", "author")
_TEXT_NAMES: Final = ("text", "message", "body")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where a row holds what, counted from 0."""

    offset: int = 0
    chatter: int = 1
    text: int = 2

    @property
    def needed(self) -> int:
        return max(self.offset, self.chatter, self.text) + 1


def is_csv(sample: str) -> bool:
    """Say whether the first row is a header that we know, or a time, a name and a text."""
    try:
        row = next(csv.reader(sample.splitlines(keepends=True)), [])
    except csv.Error:
        return False
    return find_columns(row) is not None or _read_row(row, Columns()) is not None


def read_csv(stream: TextIO, skip: Skip) -> Iterator[ChatEvent]:
    """Give the messages of a CSV file; rows that are not messages are skipped."""
    columns = None
    for row in _read_rows(read_lines(stream, skip), skip):
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
    """Return where a header says that things are, None where it is no header."""
    names = [name.strip().lower() for name in row]
    found = [
        next((names.index(name) for name in wanted if name in names), None)
        for wanted in (_OFFSET_NAMES, _CHATTER_NAMES, _TEXT_NAMES)
    ]
    offset, chatter, text = found
    if offset is None or chatter is None or text is None:
        return None
    return Columns(offset=offset, chatter=chatter, text=text)


def _read_rows(lines: Iterable[str], skip: Skip) -> Iterator[list[str]]:
    rows = csv.reader(lines)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            skip()
            continue
        if row:
            yield row


def _read_row(row: Sequence[str], columns: Columns) -> ChatMessage | None:
    if len(row) < columns.needed:
        return None
    try:
        offset_seconds = read_number(row[columns.offset])
    except BrokenItem:
        return None
    is_last = columns.text == columns.needed - 1 == 2
    text = ",".join(row[columns.text :]) if is_last else row[columns.text]
    return make_message(offset_seconds, row[columns.chatter], text)
