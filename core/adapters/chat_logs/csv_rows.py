"""Rows of a table of text, where an unclosed quote costs its own line and no other."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from typing import Final

from core.adapters.chat_records import TEXT_CHARACTERS_MAX, Skip

_ROW_LINES_MAX: Final = 5


class _OpenQuote(csv.Error):
    """A quoted field is longer than any chat message."""


class RowReader:
    """Splits lines into rows.

    The csv module asks for another line only within a quoted field. Where that field turns out to
    be broken, all lines behind its first are read again.
    """

    def __init__(
        self, lines: Iterator[str], skip: Skip, *, delimiter: str = ",", is_spaced: bool = False
    ) -> None:
        self._lines = lines
        self._skip = skip
        self._delimiter = delimiter
        self._is_spaced = is_spaced
        self._taken: list[str] = []
        self._again: deque[str] = deque()

    def read(self) -> Iterator[list[str]]:
        rows = csv.reader(
            self, strict=True, delimiter=self._delimiter, skipinitialspace=self._is_spaced
        )
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
                return next(
                    csv.reader([first], delimiter=self._delimiter, skipinitialspace=self._is_spaced)
                )
            except csv.Error:
                pass
        self._skip()
        return []
