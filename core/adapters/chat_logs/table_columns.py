"""Finds the columns of a table of chat: by their names, else by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from core.adapters.chat_logs.field_names import (
    Fields,
    find_fields,
    find_unit,
    normalise,
    rank_times,
)
from core.adapters.chat_logs.log_times import DAY_SECONDS, LogTime, TimeKind, is_day, parse_time

Row = Sequence[str]

_MOST: Final = 0.8
_NO_TEXT: Final = re.compile(
    r"#?[0-9a-f]{6}|true|false|null|none|nan|https?://\S+|[\w-]{20,}|\d+(?:[.,]\d+)?", re.IGNORECASE
)
"""What neither a name nor a text of chat usually is: colours, flags, addresses, ids and numbers."""

_SERIAL_DAYS: Final = range(20_000, 80_000)
"""The days that spreadsheets count since 1900, from 1954 to 2119."""

_GUESS: Final = (
    "The times are taken to be in days, as spreadsheets count them; if they are in seconds, name "
    "their column t_seconds."
)
_LINES_BEFORE_HEADER_MAX: Final = 10
_ROWS_THAT_TELL: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which column holds what, counted from 0, and whether the text is the last one.

    `header` is the row with their names, None in a table without.
    """

    time: int = 0
    chatter: int = 1
    text: int = 2
    day: int | None = None
    unit: float | None = None
    header: Row | None = None
    has_text_last: bool = True
    guess: str = ""
    """What was guessed of the numbers, as a sentence."""

    @property
    def needed(self) -> int:
        return max(self.time, self.chatter, self.text, self.day or 0) + 1

    def read_time(self, row: Row) -> LogTime | None:
        cell = row[self.time] if self.day is None else f"{row[self.day]} {row[self.time]}"
        return parse_time(cell, unit=self.unit)


def find_columns(rows: Sequence[Row]) -> Columns | None:
    """Return the columns of a table, given its first rows; None if it holds no chat."""
    for n, row in enumerate(rows[:_LINES_BEFORE_HEADER_MAX]):
        if named := find_fields(row):
            columns = _check_named(rows[n:], named)
            return _find_unit(columns, rows[n + 1 :]) if columns else None
    inferred = _infer(rows) if rows else None
    return _find_unit(inferred, rows) if inferred else None


def _check_named(rows: Sequence[Row], fields: Fields) -> Columns | None:
    """Return the named columns, with the first of those for the time in which times stand."""
    header, body = rows[0], rows[1:]
    columns = Columns(
        time=fields.time,
        chatter=fields.chatter,
        text=fields.text,
        unit=fields.unit,
        header=header,
        has_text_last=fields.text == len(header) - 1,
    )
    if not body:
        return columns
    names = [normalise(name) for name in header]
    for time in rank_times(names):
        tried = _pair_day(replace(columns, time=time, unit=find_unit(names[time])), body)
        if _share_of_times(tried, body) >= 0.5:
            return tried
    return None


def _pair_day(columns: Columns, body: Sequence[Row]) -> Columns:
    """Return the columns with that of the date, where it stands apart from the time of day."""
    width = min(len(row) for row in body)
    days = [n for n in range(width) if _share(body, n, is_day) >= _MOST]
    if columns.time in days:
        clocks = [n for n in range(width) if _share(body, n, _is_clock) >= _MOST]
        if clocks:
            return replace(columns, time=clocks[0], day=columns.time, unit=None)
    elif days and columns.time < width and _share(body, columns.time, _is_clock) >= _MOST:
        return replace(columns, day=days[0], unit=None)
    return columns


def _infer(rows: Sequence[Row]) -> Columns | None:
    """Return the columns by what stands in them: a time, a short name, a text with spaces."""
    if len(rows) < _ROWS_THAT_TELL and _is_plain(rows):
        return Columns()
    body = rows[1:] or rows
    widths = sorted(len(row) for row in body)
    width = widths[len(widths) // 20]
    if width < 3:
        return None
    time = _find_time_column(body, width)
    if time is None:
        return None
    columns = _pair_day(Columns(time=time), body)
    taken = {columns.time, columns.day}
    others = [n for n in range(width) if n not in taken and not _is_index(body, n)]
    untimed = [n for n in others if _share(body, n, _is_time) < 0.5]
    others = untimed if len(untimed) > 1 else others
    spoken = [n for n in others if _share(body, n, _may_be_said) >= 0.5] or others
    if len(spoken) < 2:
        spoken = [n for n in others if _share(body, n, str.strip) >= 0.5]
    if len(spoken) < 2:
        return None
    chatter, text = _tell_apart(body, spoken)
    columns = replace(columns, chatter=chatter, text=text, has_text_last=text == width - 1)
    has_header = len(rows) > 1 and (
        len(rows[0]) < columns.needed or columns.read_time(rows[0]) is None
    )
    return replace(columns, header=rows[0] if has_header else None)


def _is_plain(rows: Sequence[Row]) -> bool:
    """True for a time, a name that is no time, and a text; few rows tell no more than that."""
    timed = _share(rows, 0, _is_time) >= 0.5
    return timed and _share(rows, 1, _is_time) < 0.5 and _share(rows, 2, bool) > 0


def _find_time_column(body: Sequence[Row], width: int) -> int | None:
    """Return the column with the times: an offset as text, then a date, then a number."""
    ranked = []
    for n in range(width):
        times = [parse_time(row[n]) for row in body if n < len(row)]
        known = [time for time in times if time]
        if len(known) < len(body) * _MOST:
            continue
        is_number = not any(":" in row[n] or "h" in row[n] for row in body if n < len(row))
        if is_number and not _rises(known):
            continue
        counts_rows = is_number and _is_index(body, n)
        ranked.append((counts_rows, is_number, known[0].kind is TimeKind.DATED, n))
    return min(ranked)[3] if ranked else None


def _tell_apart(body: Sequence[Row], spoken: Sequence[int]) -> tuple[int, int]:
    """Return which column names the chatter and which is the text: texts have more spaces."""
    spaces = {n: sum(row[n].strip().count(" ") for row in body if n < len(row)) for n in spoken}
    if not any(spaces.values()):
        return spoken[0], spoken[1]
    text = max(spoken, key=lambda n: (spaces[n], n))
    rest = [n for n in spoken if n != text]
    kinds = {n: len({row[n] for row in body if n < len(row)}) for n in rest}
    # Names come again; ids do not, and badges and colours are few.
    repeated = [n for n in rest if 1 < kinds[n] < len(body)] or rest
    before = [n for n in repeated if n < text] or repeated
    return max(before, key=lambda n: kinds[n]), text


def _is_index(body: Sequence[Row], column: int) -> bool:
    """True for a column that counts the rows."""
    numbers = [row[column] for row in body if column < len(row)]
    if len(numbers) < 3 or not all(number.isdecimal() for number in numbers):
        return False
    return all(int(b) - int(a) == 1 for a, b in pairwise(numbers))


def _find_unit(columns: Columns, body: Sequence[Row]) -> Columns:
    """Return the columns with what their numbers count, where no name tells and seconds cannot be.

    Spreadsheets count days and parts of them.
    """
    times = [columns.read_time(row) for row in body if len(row) >= columns.needed]
    numbers = [time.seconds for time in times if time and time.kind is TimeKind.OFFSET]
    if columns.unit or len(numbers) < _ROWS_THAT_TELL or len(numbers) < len(times) * _MOST:
        return columns
    span = max(numbers) - min(numbers)
    are_broken = all(number % 1 for number in numbers if number)
    if span < 1 and are_broken and (int(min(numbers)) in _SERIAL_DAYS or max(numbers) < 1):
        return replace(columns, unit=float(DAY_SECONDS), guess=_GUESS)
    return columns


def _share_of_times(columns: Columns, body: Sequence[Row]) -> float:
    known = sum(
        1 for row in body if len(row) >= columns.needed and columns.read_time(row) is not None
    )
    return known / len(body)


def _share(body: Sequence[Row], column: int, is_so: Callable[[str], object]) -> float:
    return sum(1 for row in body if column < len(row) and is_so(row[column])) / len(body)


def _is_clock(cell: str) -> bool:
    time = parse_time(cell)
    return time is not None and ":" in cell and not time.days


def _is_time(cell: str) -> bool:
    return parse_time(cell) is not None


def _may_be_said(cell: str) -> bool:
    return bool(cell.strip()) and _NO_TEXT.fullmatch(cell.strip()) is None


def _rises(times: Sequence[LogTime]) -> bool:
    pairs = list(pairwise(time.seconds for time in times))
    rising = sum(1 for a, b in pairs if b >= a)
    return not pairs or max(rising, len(pairs) - rising) >= len(pairs) * _MOST
