"""Cells: numbers, durations and ids as platforms and spreadsheets write them.

What cannot be read is not known; nothing that is unknown becomes a zero.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum
from typing import Final

Cell = str | int | float | datetime | date | None
UNKNOWN: Final = frozenset(
    {"", "-", "\u2013", "\u2014", "undefined", "n/a", "na", "null", "none", "--"}
)
COUNT_MAX: Final = 10**15
_SPACED: Final = r"[1-9]\d{0,2}(?:(?: \d{3})+|(?:'\d{3})+)"
_WHOLE: Final = {
    "english": rf"[1-9]\d{{0,2}}(?:,\d{{3}})+|[1-9]\d?(?:,\d\d)+,\d{{3}}|{_SPACED}|\d+",
    "continental": rf"[1-9]\d{{0,2}}(?:\.\d{{3}})+|{_SPACED}|\d+",
}
"""Groups of three, in India of two as well; blanks and apostrophes group everywhere."""
_ENGLISH: Final = re.compile(rf"-?(?:{_WHOLE['english']})?(?:[.\u066b]\d+)?")
_CONTINENTAL: Final = re.compile(rf"-?(?:{_WHOLE['continental']})?(?:[,\u066b]\d+)?")
_UNCLEAR: Final = re.compile(rf"-?(?:{_SPACED}|\d+)(?:\u066b\d+)?")
_GROUP_OR_FRACTION: Final = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}")
_SEPARATORS: Final = str.maketrans(
    dict.fromkeys("\u00a0\u202f\u2009\u2007", " ")
    | dict.fromkeys("\u2019\u02bc\u066c", "'")
    | {"\uff0c": ",", "\uff0e": ".", "\u2212": "-"}
)
_CLOCK: Final = re.compile(r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2})(?:\.\d+)?")
_HEADROOM: Final = 40
_KEPT_AS_TEXT: Final = re.compile(r'="(.*)"')
"""How a spreadsheet is made to keep an id as it is."""
_ROUNDED: Final = re.compile(r"\d+([.,]\d+)?[eE]\+?\d+|[1-9]\d{14}0{3,}")
"""A spreadsheet keeps 15 digits of a number; of 10,000 ids of 19 digits one ends so by itself."""


class Dialect(Enum):
    """How a file writes numbers: 1,234.5 or 1.234,5; where both are in it, neither is believed."""

    ENGLISH = "english"
    CONTINENTAL = "continental"
    UNCLEAR = "unclear"


_PATTERNS: Final = {
    Dialect.ENGLISH: _ENGLISH,
    Dialect.CONTINENTAL: _CONTINENTAL,
    Dialect.UNCLEAR: _UNCLEAR,
}


def choose_dialect(
    counts: Iterable[Cell], others: Iterable[Cell], *, is_semicolon: bool = False
) -> Dialect:
    """Return how a file writes numbers: as those do that can be read in one way alone.

    Where all can be read in both, it is in English, unless semicolons part its cells: then a
    spreadsheet may have written it in either. What is no number in any way has no say.
    """
    texts = [(_clean(cell), True) for cell in counts if isinstance(cell, str)]
    texts += [(_clean(cell), False) for cell in others if isinstance(cell, str) and ":" not in cell]
    ways = {
        (
            _read(text, Dialect.ENGLISH, whole=whole) is not None,
            _read(text, Dialect.CONTINENTAL, whole=whole) is not None,
        )
        for text, whole in texts
    }
    if {(True, False), (False, True)} <= ways:
        return Dialect.UNCLEAR
    if (True, False) in ways:
        return Dialect.ENGLISH
    if (False, True) in ways:
        return Dialect.CONTINENTAL
    is_open = is_semicolon and any(_GROUP_OR_FRACTION.fullmatch(text) for text, _ in texts)
    return Dialect.UNCLEAR if is_open else Dialect.ENGLISH


def read_count(cell: Cell, dialect: Dialect) -> int | None:
    """Return a whole number that is not negative; None where it is not known."""
    number = _read_number(cell, dialect, whole=True)
    return int(number) if number is not None and 0 <= number <= COUNT_MAX else None


def read_amount(cell: Cell, dialect: Dialect) -> float | None:
    """Return a number that is not negative, of an amount or a percentage."""
    number = _read_number(cell, dialect, whole=False)
    return number if number is not None and 0 <= number <= COUNT_MAX else None


def is_percentage(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.strip().endswith("%")


def read_seconds(cell: Cell, dialect: Dialect) -> float | None:
    """Return a duration: seconds as a number (`9.5`, `9.5s`), or `H:MM:SS`."""
    if isinstance(cell, datetime):
        return None
    if isinstance(cell, str) and (found := _CLOCK.fullmatch(cell.strip())):
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return float(hours * 3600 + minutes * 60 + seconds)
    if isinstance(cell, str):
        cell = cell.strip().removesuffix("s").removesuffix("秒").strip()
    return read_amount(cell, dialect)


def _clean(text: str) -> str:
    """Return a number's text with ASCII digits, blanks and apostrophes."""
    text = text[: 2 * _HEADROOM].strip().removesuffix("%").strip()
    if text.isascii():
        return text
    digits = (str(unicodedata.decimal(letter, letter)) for letter in text.translate(_SEPARATORS))
    return "".join(digits)


def _read_number(cell: Cell, dialect: Dialect, *, whole: bool) -> float | None:
    if isinstance(cell, bool) or cell is None or isinstance(cell, date):
        return None
    if isinstance(cell, int | float):
        is_whole = abs(cell) <= COUNT_MAX and float(cell).is_integer()
        return float(cell) if abs(cell) <= COUNT_MAX and (is_whole or not whole) else None
    return _read(_clean(cell), dialect, whole=whole)


def _read(text: str, dialect: Dialect, *, whole: bool = False) -> float | None:
    if len(text) > _HEADROOM or not any(c.isdigit() for c in text):
        return None
    if _PATTERNS[dialect].fullmatch(text) is None:
        return None
    mark = "," if dialect is Dialect.CONTINENTAL else "."
    if whole and mark in text and _GROUP_OR_FRACTION.fullmatch(text):
        return None  # a count of 1.000 is no 1
    text = re.sub(r"[ ']", "", text).replace("." if mark == "," else ",", "")
    number = float(text.replace(mark, ".").replace("\u066b", "."))
    return None if whole and not number.is_integer() else number


def read_id(cell: Cell) -> str:
    """Return an id as text; one that a spreadsheet has rounded is not one any more."""
    if isinstance(cell, str):
        text = cell.strip().removeprefix("'")
        if kept := _KEPT_AS_TEXT.fullmatch(text):
            text = kept[1]
        return "" if _ROUNDED.fullmatch(text) else text[:128]
    is_exact = isinstance(cell, int) and not isinstance(cell, bool) and 0 < cell < 2**53
    return str(cell) if is_exact else ""


def read_text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()
