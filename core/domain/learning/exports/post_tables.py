"""Post tables: the tables of posts in a platform's export, found by what their columns mean."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Final

from core.domain.learning.exports.cells import Cell, read_text
from core.domain.learning.exports.columns import (
    NAMES_MIN,
    Meaning,
    count_known,
    find_platforms,
    plain_name,
    read_header,
)
from core.domain.work.platform import Platform
from core.errors import InvalidInput

ROWS_MAX: Final = 50_000
COLUMNS_MAX: Final = 200
_DELIMITERS: Final = (",", ";", "\t")
_LOOKED_AT: Final = 10
_HEAD_CHARACTERS: Final = 100_000
_NAME_CHARACTERS: Final = 60
_TOTALS: Final = frozenset(
    {
        "total",
        "totals",
        "gesamt",
        "gesamtwert",
        "summe",
        "totales",
        "合計",
        "合计",
        "합계",
        "total général",
    }
)
_HEADERS_OF_DAYS: Final = frozenset({"date", "datum", "fecha", "data", "日付", "날짜"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTable:
    """A table as a file holds it: a sheet, or a text; `source` names it to people.

    `note` says what may be wrong although it can be read. A text has a delimiter, and `is_cut`
    where its last line does not end.
    """

    source: str
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    delimiter: str = ""
    is_cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PostTable:
    """Rows about posts of one platform; `columns` says what each cell of a row means.

    `torn` are the rows whose cells do not lie below their headers, by number, and why.
    """

    source: str
    platform: Platform
    columns: tuple[Meaning | None, ...]
    rows: tuple[tuple[int, Sequence[Cell]], ...]
    unread: tuple[str, ...] = ()
    torn: Mapping[int, str] = field(default_factory=dict)
    is_semicolon: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTables:
    """What a file holds: tables of posts, and why other tables are not."""

    tables: tuple[PostTable, ...] = ()
    notes: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    ambiguous: tuple[Platform, ...] = ()


@dataclass(slots=True)
class _Search:
    tables: list[PostTable] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    ambiguous: list[Platform] = field(default_factory=list)


def read_text_table(source: str, text: str) -> RawTable:
    """Return a text's rows, by the delimiter that its header has; InvalidInput if too long."""
    lines = text[:_HEAD_CHARACTERS].splitlines()
    if lines and plain_name(lines[0].strip('" ')).startswith("sep="):
        text = text[len(lines[0]) :].lstrip("\r\n")
    head = "\n".join(lines[: 2 * _LOOKED_AT])
    best = max(_DELIMITERS, key=lambda one: _judge(head, one))
    rows = tuple(_read_rows(source, text, best))
    is_cut = not text.endswith(("\n", "\r"))
    return RawTable(source=source, rows=rows, delimiter=best, is_cut=is_cut)


def _judge(head: str, delimiter: str) -> int:
    try:
        rows = list(islice(csv.reader(io.StringIO(head), delimiter=delimiter), _LOOKED_AT))
    except csv.Error:
        return 0
    return max((count_known(row) for row in rows), default=0)


def _read_rows(source: str, text: str, delimiter: str) -> Iterator[list[str]]:
    lines = io.StringIO(text, newline="")  # so that a lone CR ends a line too
    try:
        for number, row in enumerate(csv.reader(lines, delimiter=delimiter)):
            if number >= ROWS_MAX:
                raise InvalidInput(
                    f"{source} has more than {ROWS_MAX:,} rows; export fewer posts at once."
                )
            yield row[:COLUMNS_MAX]
    except csv.Error as error:
        raise InvalidInput(f"{source} is no table that can be read: {error}.") from error


def find_tables(raw: Iterable[RawTable], *, wanted: Platform | None = None) -> FoundTables:
    """Return the tables of posts in a file; `wanted` decides where two platforms fit."""
    search, notes = _Search(), list[str]()
    for table in raw:
        notes += [table.note] if table.note else []
        before = (len(search.tables), len(search.ambiguous))
        _search_table(table, wanted, search)
        if before == (len(search.tables), len(search.ambiguous)):
            search.refused.append(_say_why(table))
        elif len(search.tables) > before[0] and not any(
            found.rows for found in search.tables[before[0] :]
        ):
            search.refused.append(f"{table.source} has the columns of posts and no row of one.")
    return FoundTables(
        tables=tuple(search.tables),
        notes=tuple(notes),
        refused=tuple(search.refused),
        ambiguous=tuple(dict.fromkeys(search.ambiguous)),
    )


def _search_table(table: RawTable, wanted: Platform | None, search: _Search) -> None:
    """Find every header of posts in a table; what follows is its rows up to the next header."""
    starts: list[tuple[int, Platform]] = []
    for number in _list_headers(table.rows):
        names = [read_text(cell) for cell in table.rows[number]]
        fitting = find_platforms(names)
        if fitting == (Platform.YOUTUBE,) and plain_name(names[0]) in _HEADERS_OF_DAYS:
            continue  # there the first column says what the rows are about
        chosen = _choose(fitting, wanted)
        if chosen is not None:
            starts.append((number, chosen))
        elif len(fitting) > 1 and wanted is None:
            search.ambiguous += fitting
    ends = [number for number, _ in starts[1:]] + [len(table.rows)]
    for (number, platform), end in zip(starts, ends, strict=False):
        search.tables += _cut(table, number, end, platform)


def _choose(fitting: Sequence[Platform], wanted: Platform | None) -> Platform | None:
    if wanted is not None:
        return wanted if wanted in fitting else None
    return fitting[0] if len(fitting) == 1 else None


def _list_headers(rows: Sequence[Sequence[Cell]]) -> Iterator[int]:
    """Yield the rows that are headers: one of the first, and any further down.

    Files are put together by hand, and the second part may have its columns in another order.
    """
    has_begun = False
    for number, row in enumerate(rows):
        if number >= _LOOKED_AT and not has_begun:
            return
        names = [cell for cell in row if isinstance(cell, str) and 0 < len(cell) < _NAME_CHARACTERS]
        if len(names) >= NAMES_MIN and count_known(names) >= NAMES_MIN:
            has_begun = True
            yield number


def _cut(table: RawTable, number: int, end: int, platform: Platform) -> list[PostTable]:
    """Return the tables below a header: several where tables stand side by side."""
    names = [read_text(cell) for cell in table.rows[number]]
    columns = read_header(names, platform)
    links = [at for at, meaning in enumerate(columns) if meaning is Meaning.LINK]
    edges = [*links, len(columns)] if len(links) > 1 else [0, len(columns)]
    found = []
    for left, right in pairwise(edges):
        rows = tuple(
            (at + 1, table.rows[at][left:right])
            for at in range(number + 1, end)
            if _is_row(table.rows[at][left:right], columns[left:right])
        )
        unread = tuple(n for n, m in zip(names, columns, strict=True) if m is None and n)
        last = len(table.rows) if table.is_cut else 0
        torn = {
            at: why
            for at, _ in rows
            if (why := _find_tear(table.rows[at - 1], names, is_last=at == last))
        }
        found.append(
            PostTable(
                source=table.source,
                platform=platform,
                columns=_only_first(columns[left:right]),
                rows=rows,
                unread=unread,
                torn=torn if table.delimiter else {},
                is_semicolon=table.delimiter == ";",
            )
        )
    return found


def _find_tear(row: Sequence[Cell], names: Sequence[str], *, is_last: bool) -> str:
    """Return why the cells of a text's row are not those of its headers."""
    if any(map(read_text, row[len(names) :])):
        return "it has more cells than there are columns: a comma in it lacks its quotes"
    if is_last and len(row) < len(names):
        return "the file ends in the middle of this row; download it again"
    return ""


def _only_first(columns: Sequence[Meaning | None]) -> tuple[Meaning | None, ...]:
    """Return the columns; of two that mean the same the first counts."""
    return tuple(
        meaning if meaning not in columns[:at] else None for at, meaning in enumerate(columns)
    )


def _is_row(cells: Sequence[Cell], columns: Sequence[Meaning | None]) -> bool:
    """Return whether a row is a post's: neither blank, nor a total, nor a line of text."""
    filled = [read_text(cell) for cell in cells if read_text(cell)]
    if len(filled) < 2:
        return False
    titles = [
        read_text(cell)
        for cell, meaning in zip(cells, columns, strict=False)
        if meaning is Meaning.TITLE
    ]
    is_total = plain_name(read_text(cells[0])) in _TOTALS
    return not (is_total and not any(titles))


def _say_why(table: RawTable) -> str:
    heads = [[read_text(cell) for cell in row] for row in table.rows[: 2 * _LOOKED_AT]]
    if not any(any(head) for head in heads):
        return f"{table.source} is empty."
    for head in heads:
        if any(plain_name(name) in _HEADERS_OF_DAYS for name in head[:1]):
            return f"{table.source} tells of days, not of posts; export the table of posts."
    shown = next((head for head in heads if sum(map(bool, head)) > 1), heads[0])
    names = ", ".join(re.sub(r"\s+", " ", name)[:30] for name in shown[:4] if name)
    return f"{table.source} has no columns that tell of posts ({names or 'no header'})."
