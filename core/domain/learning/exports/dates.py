"""Dates: days and times as platforms and spreadsheets write them.

What cannot be read, and what is of another calendar, is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from core.domain.learning.exports.cells import Cell

_YEARS: Final = range(2000, 2100)
_CHINA: Final = ZoneInfo("Asia/Shanghai")
_FIGURES: Final = re.compile(
    r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})"
    r"(?:,? (\d{1,2}):(\d{2})(?::\d{2})? ?([AaPp][Mm])?)?"
)
_YEAR_FIRST: Final = re.compile(
    r"(\d{4})([/.-]) ?(\d{1,2})\2 ?(\d{1,2})\.?(?: (\d{1,2}):(\d{2})(?::\d{2})?)?"
)
_EASTERN: Final = re.compile(
    r"(?:(\d{4})[年년] ?)?(\d{1,2})[月월] ?(\d{1,2})[日일]"
    r"(?: ?(\d{1,2})[时時:](\d{1,2})(?:[分:](\d{1,2})秒?)?分?)?"
)
_CLOCK: Final = re.compile(r"\b\d{1,2}:\d{2}(:\d{2})?(\s*[ap]\.?m\b\.?)?", re.IGNORECASE)
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero ene januar janvier janeiro gennaio gen januari ocak января янв",
            "february feb febrero februar février fevereiro fev febbraio februari şubat февраля",
            "march mar marzo märz mars março maart maret mart марта мар",
            "april apr abril abr avril aprile april nisan апреля апр",
            "may mayo mai maio maggio mag mei maj may\u0131s мая",
            "june jun junio juni juin junho giugno giu haziran июня июн",
            "july jul julio juli juillet julho luglio lug temmuz июля июл",
            "august aug agosto ago août augustus augusti agustus ağustos августа авг",
            "september sep sept septiembre setembro septembre set settembre eylül сентября сен",
            "october oct octubre oktober okt octobre outubro out ottobre ott ekim октября окт",
            "november nov noviembre novembre novembro kas\u0131m ноября нояб ноя",
            "december dec diciembre dic dezember dez décembre dezembro dicembre aral\u0131k",
        ),
        1,
    )
    for name in names.split()
}


def find_day_order(cells: Iterable[Cell], *, as_of: date) -> bool | None:
    """Return whether dates in figures are written day first, as some of them can only be.

    A date that would lie after `as_of` is written the other way. None where there are some that can
    be read in both ways, and nothing tells.
    """
    told = {_tell_order(found, as_of) for found in _list_figures(cells)}
    if True in told and False in told:
        return None
    return True if True in told else None if None in told and False not in told else False


def _list_figures(cells: Iterable[Cell]) -> Iterator[re.Match[str]]:
    for cell in cells:
        if isinstance(cell, str) and (found := _FIGURES.fullmatch(cell.strip())):
            yield found


def _tell_order(found: re.Match[str], as_of: date) -> bool | None:
    first, second = int(found[1]), int(found[3])
    if found[2] == "." or first == second:
        return found[2] == "."
    if max(first, second) > 12:
        return first > second
    latest = as_of + timedelta(days=1)
    year = max(1, int(found[4]) + (2000 if len(found[4]) == 2 else 0))
    is_late = [date(year, *pair) > latest for pair in ((first, second), (second, first))]
    return None if is_late[0] == is_late[1] else is_late[0]


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
    return (
        _read_iso(text)
        or _read_year_first(text)
        or _read_eastern(text, as_of)
        or _read_figures(text, day_first)
        or _read_words(_CLOCK.sub("", text), as_of)
    )


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


def _read_eastern(text: str, as_of: date) -> datetime | date | None:
    found = _EASTERN.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part) if part else 0 for part in found.groups())
    if not found[1]:
        return _count_back(month, day, as_of)
    try:
        if found[4] is None:
            return date(year, month, day)
        return datetime(year, month, day, hour, minute, second, tzinfo=_CHINA)
    except ValueError:
        return None


def _read_year_first(text: str) -> datetime | date | None:
    found = _YEAR_FIRST.fullmatch(text)
    if found is None:
        return None
    try:
        on = date(int(found[1]), int(found[3]), int(found[4]))
        if found[5] is None:
            return on
        return datetime.combine(on, time(int(found[5]), int(found[6])), UTC)
    except ValueError:
        return None


def _read_figures(text: str, day_first: bool) -> datetime | date | None:
    found = _FIGURES.fullmatch(text)
    if found is None:
        return None
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    month, day = (second, first) if day_first else (first, second)
    year += 2000 if year < 100 else 0
    try:
        on = date(year, month, day)
        if found[5] is None:
            return on
        hour = int(found[5]) % 12 + 12 * (found[7].lower() == "pm") if found[7] else int(found[5])
        return datetime.combine(on, time(hour, int(found[6])), UTC)
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
