"""Cells: numbers, durations and dates as platforms and spreadsheets write them.

What cannot be read is not known; nothing that is unknown becomes a zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from typing import Final
from zoneinfo import ZoneInfo

Cell = str | int | float | datetime | date | None
UNKNOWN: Final = frozenset(
    {"", "-", "\u2013", "\u2014", "undefined", "n/a", "na", "null", "none", "--"}
)
COUNT_MAX: Final = 10**15
_ENGLISH: Final = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?")
_CONTINENTAL: Final = re.compile(r"-?(\d{1,3}([.\u00a0\u202f ]\d{3})+|\d+)?(,\d+)?")
_CLOCK: Final = re.compile(r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2})(?:\.\d+)?")
_YEARS: Final = range(2000, 2100)
_HEADROOM: Final = 40
_CHINA: Final = ZoneInfo("Asia/Shanghai")
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero ene januar janvier janeiro",
            "february feb febrero februar février fevereiro fev",
            "march mar marzo märz mars março",
            "april apr abril abr avril",
            "may mayo mai maio",
            "june jun junio juni juin junho",
            "july jul julio juli juillet julho",
            "august aug agosto ago août",
            "september sep sept septiembre setembro septembre set",
            "october oct octubre oktober okt octobre outubro out",
            "november nov noviembre novembre novembro",
            "december dec diciembre dic dezember dez décembre dezembro",
        ),
        1,
    )
    for name in names.split()
}


class Dialect(Enum):
    """How a file writes numbers: 1,234.5 or 1.234,5."""

    ENGLISH = "english"
    CONTINENTAL = "continental"


def choose_dialect(counts: Iterable[Cell], others: Iterable[Cell]) -> Dialect:
    """Return how a file writes numbers: in English, unless all fit the other and not all that."""
    texts = [_clean(cell) for cell in counts if isinstance(cell, str)]
    more = [_clean(cell) for cell in others if isinstance(cell, str)]
    known = [t for t in texts if t.casefold() not in UNKNOWN]
    known_more = [t for t in more if t.casefold() not in UNKNOWN and ":" not in t]
    is_english = all(_read(t, Dialect.ENGLISH, whole=True) is not None for t in known) and all(
        _read(t, Dialect.ENGLISH) is not None for t in known_more
    )
    if is_english:
        return Dialect.ENGLISH
    fits = all(_read(t, Dialect.CONTINENTAL, whole=True) is not None for t in known) and all(
        _read(t, Dialect.CONTINENTAL) is not None for t in known_more
    )
    return Dialect.CONTINENTAL if fits else Dialect.ENGLISH


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
    return text.strip().removesuffix("%").strip()


def _read_number(cell: Cell, dialect: Dialect, *, whole: bool) -> float | None:
    if isinstance(cell, bool) or cell is None or isinstance(cell, date):
        return None
    if isinstance(cell, int | float):
        is_whole = abs(cell) <= COUNT_MAX and float(cell).is_integer()
        return float(cell) if abs(cell) <= COUNT_MAX and (is_whole or not whole) else None
    return _read(_clean(cell), dialect, whole=whole)


def _read(text: str, dialect: Dialect, *, whole: bool = False) -> float | None:
    if not text or len(text) > _HEADROOM or not text.isascii():
        return None
    pattern = _ENGLISH if dialect is Dialect.ENGLISH else _CONTINENTAL
    if not any(c.isdigit() for c in text) or pattern.fullmatch(text) is None:
        return None
    if dialect is Dialect.ENGLISH:
        number = float(text.replace(",", ""))
    else:
        number = float(re.sub(r"[.\s]", "", text).replace(",", "."))
    return None if whole and not number.is_integer() else number


def read_id(cell: Cell) -> str:
    """Return an id as text; one that a spreadsheet has rounded is not one any more."""
    if isinstance(cell, str):
        text = cell.strip().removeprefix("'")
        return "" if re.fullmatch(r"\d+([.,]\d+)?[eE]\+?\d+", text) else text[:128]
    is_exact = isinstance(cell, int) and not isinstance(cell, bool) and 0 < cell < 2**53
    return str(cell) if is_exact else ""


def read_text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()


def is_day_first(cells: Iterable[Cell]) -> bool:
    """Return whether dates in figures are written day first: some of them can only be so."""
    for cell in cells:
        found = (
            re.match(r"\s*(\d{1,2})[/.](\d{1,2})[/.]\d{2,4}", cell)
            if isinstance(cell, str)
            else None
        )
        if found and int(found[1]) > 12 >= int(found[2]):
            return True
        if found and "." in cell[: found.end()]:  # type: ignore[index]
            return True
    return False


def read_moment(cell: Cell, *, as_of: date, day_first: bool = False) -> datetime | date | None:
    """Return a date, or a time where one was written with it; None where it cannot be read.

    A date without a year is the last such day up to `as_of`. A time without a zone is taken as UTC,
    except one in Chinese, which is China's. No post is of another age than _YEARS.
    """
    found = _read_moment(cell, as_of, day_first)
    return found if found is not None and found.year in _YEARS else None


def _read_moment(cell: Cell, as_of: date, day_first: bool) -> datetime | date | None:
    if isinstance(cell, datetime):
        at = cell if cell.tzinfo else cell.replace(tzinfo=UTC)
        return at.date() if at.time() == time(0) else at
    if isinstance(cell, date):
        return cell
    if not isinstance(cell, str) or len(cell) > 80:
        return None
    text = cell.strip()
    for read in (_read_iso, _read_chinese):
        if (found := read(text)) is not None:
            return found
    return _read_figures(text, day_first) or _read_words(text, as_of)


def _read_iso(text: str) -> datetime | date | None:
    text = re.sub(r" ([+-]\d{4})$", r"\1", text)
    try:
        return date.fromisoformat(text) if len(text) == 10 else _with_zone(text)
    except ValueError:
        return None


def _with_zone(text: str) -> datetime | None:
    if not re.match(r"\d{4}-\d{2}-\d{2}[T ]", text):
        return None
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _read_chinese(text: str) -> datetime | date | None:
    found = re.fullmatch(
        r"(\d{4})年(\d{1,2})月(\d{1,2})日(?:(\d{1,2})[时時:](\d{1,2})(?:[分:](\d{1,2})秒?)?分?)?",
        text,
    )
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part) if part else 0 for part in found.groups())
    try:
        if found[4] is None:
            return date(year, month, day)
        return datetime(year, month, day, hour, minute, second, tzinfo=_CHINA)
    except ValueError:
        return None


def _read_figures(text: str, day_first: bool) -> datetime | date | None:
    found = re.fullmatch(
        r"(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})"
        r"(?:,? (\d{1,2}):(\d{2})(?::\d{2})? ?([AaPp][Mm])?)?",
        text,
    )
    if found is None:
        return None
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    month, day = (second, first) if day_first else (first, second)
    year += 2000 if year < 100 else 0
    try:
        on = date(year, month, day)
        if found[4] is None:
            return on
        hour = int(found[4]) % 12 + 12 * (found[6].lower() == "pm") if found[6] else int(found[4])
        return datetime.combine(on, time(hour, int(found[5])), UTC)
    except ValueError:
        return None


def _read_words(text: str, as_of: date) -> date | None:
    """Read a date with its month in words: `Sep 2, 2019`, `8 de marzo`, `27-Jul-20`."""
    words = re.findall(r"\d+|[^\W\d_]+", text.casefold())
    months = [_MONTHS[word] for word in words if word in _MONTHS]
    numbers = [word for word in words if word.isdigit() and len(word) <= 4]
    if len(months) != 1 or not 1 <= len(numbers) <= 2 or len(words) > 7:
        return None
    years = [n for n in numbers if len(n) == 4] or numbers[1:]
    days = [n for n in numbers if n not in years[:1]] or numbers[:1]
    if not years:
        return _count_back(months[0], int(days[0]), as_of)
    year = int(years[0])
    try:
        return date(year + 2000 if year < 100 else year, months[0], int(days[0]))
    except ValueError:
        return None


def _count_back(month: int, day: int, as_of: date) -> date | None:
    """Return the last such day up to one day after `as_of`: a file may be of another zone."""
    for year in range(as_of.year + 1, as_of.year - 5, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= as_of + timedelta(days=1):
            return found
    return None
