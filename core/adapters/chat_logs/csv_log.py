"""Chat as a table of text, with a header in any order or with none, whatever parts its columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, TextIO

from core.adapters.chat_logs.csv_rows import RowReader
from core.adapters.chat_logs.field_names import CHANNEL_NAMES, normalise, rank_texts, rank_times
from core.adapters.chat_logs.fragments import find_shortcuts
from core.adapters.chat_logs.log_format import LogReading, Sample
from core.adapters.chat_logs.one_channel import check_one_channel
from core.adapters.chat_logs.table_columns import Columns, Row, find_columns
from core.adapters.chat_logs.timeline import Timeline, check_seconds
from core.adapters.chat_records import ChatEvent, Skip, make_message, read_lines
from core.domain.chat.chat_message import ChatMessage
from core.errors import InvalidInput

_DELIMITERS: Final = {",": "CSV", ";": "CSV with semicolons", "\t": "TSV", "|": "table with |"}
_SAMPLE_ROWS: Final = 300
_SEPARATOR_LINE: Final = "sep="
"""How Excel tells what parts the columns of a file."""


class CsvFormat:
    """Recognises a table by a header that it knows, or by a column of times."""

    def recognise(self, sample: Sample) -> LogReading | None:
        for delimiter in _DELIMITERS:
            is_spaced = f'{delimiter} "' in sample.text[:2000]
            rows = _read_sample(sample, delimiter, is_spaced=is_spaced)
            columns = find_columns(rows)
            if columns is not None:
                log = CsvLog(columns=columns, delimiter=delimiter, is_spaced=is_spaced)
                _check_times(log, rows)
                _check_channel(columns, rows)
                return log
            if rows:
                _check_header(rows[0])
        return None


def _read_sample(sample: Sample, delimiter: str, *, is_spaced: bool) -> list[list[str]]:
    lines = sample.text.splitlines(keepends=True)
    if len(lines) > 1 and not lines[-1].endswith(("\n", "\r")) and len(sample.text) > 60_000:
        lines.pop()
    if lines and lines[0].lower().startswith(_SEPARATOR_LINE):
        lines.pop(0)
    reader = RowReader(iter(lines), lambda: None, delimiter=delimiter, is_spaced=is_spaced)
    return [row for row in islice(reader.read(), _SAMPLE_ROWS) if len(row) > 1]


def _check_times(log: CsvLog, rows: list[list[str]]) -> None:
    times = [log.columns.read_time(row) for row in rows if len(row) >= log.columns.needed]
    check_seconds((time for time in times if time), f"This is a table of chat ({log.name})")


def _check_channel(columns: Columns, rows: list[list[str]]) -> None:
    """Refuse a table with a column of channels that holds more than one."""
    names = [normalise(name) for name in columns.header or ()]
    for n, name in enumerate(names):
        if name in CHANNEL_NAMES and n not in {columns.chatter, columns.text, columns.time}:
            check_one_channel(
                (row[n] for row in rows if len(row) > n and row != columns.header), is_table=True
            )


def _check_header(row: Row) -> None:
    """Refuse a table that names its times and texts, and not who wrote."""
    names = [normalise(name) for name in row]
    if 2 <= len(names) <= 100 and rank_times(names) and rank_texts(names):
        missing = "a time in most rows" if _names_chatter(row) else "a column that says who wrote"
        raise InvalidInput(
            f"This is a table of chat without {missing}: Truss counts how many people write in a "
            "few seconds. Give a CSV with the columns t_seconds,user,text."
        )


def _names_chatter(row: Row) -> bool:
    return find_columns([row]) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvLog:
    """A table; rows that are not messages are skipped."""

    columns: Columns
    delimiter: str = ","
    is_spaced: bool = False

    @property
    def name(self) -> str:
        return _DELIMITERS[self.delimiter]

    def read(self, stream: TextIO, timeline: Timeline, skip: Skip) -> Iterator[ChatEvent]:
        rows = RowReader(
            read_lines(stream, skip), skip, delimiter=self.delimiter, is_spaced=self.is_spaced
        ).read()
        is_header_due = self.columns.header is not None
        if self.columns.guess:
            timeline.note(self.columns.guess)
        for row in rows:
            if is_header_due or row[0].lower().startswith(_SEPARATOR_LINE):
                is_header_due = is_header_due and row != self.columns.header
                continue
            message = self._read_row(row, timeline)
            if message is None:
                skip()
            else:
                yield message

    def _read_row(self, row: Row, timeline: Timeline) -> ChatMessage | None:
        columns = self.columns
        if len(row) < columns.needed:
            return None
        offset_seconds = timeline.place(columns.read_time(row))
        if offset_seconds is None:
            return None
        # Simple loggers quote nothing: with the text in the last column, all that follows is text.
        end = None if columns.has_text_last else columns.text + 1
        text = self.delimiter.join(row[columns.text : end])
        return make_message(offset_seconds, row[columns.chatter], text, emotes=find_shortcuts(text))
