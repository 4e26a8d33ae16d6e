"""Reads the times that chat logs write: offsets, clocks, dates and seconds since 1970."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from core.adapters.chat_records import OFFSET_SECONDS_MAX

DAY_SECONDS: Final = 86_400
_EPOCH_DAY: Final = date(1970, 1, 1).toordinal()
_NO_YEAR: Final = 2000
"""A leap year: the 29th of February is a day of some year."""

_INVISIBLE: Final = dict.fromkeys(
    (0x200E, 0x200F, 0x061C, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)
_SPACES: Final = dict.fromkeys((0xA0, 0x2009, 0x202F), " ")
_PLAIN_CHARACTERS: Final = {**_INVISIBLE, **_SPACES}
_EPOCH_SCALES: Final = (1, 1e3, 1e6, 1e9)
_EPOCH_MIN: Final = 1.2e9
_EPOCH_MAX: Final = 4e9
"""2008 to 2096, in seconds since 1970."""

_MONTH_NAMES: Final = (
    "jan ene gen jän янв",
    "feb fév fev лют фев",
    "mar mär mrz maa мар",
    "apr avr abr апр",
    "may mai mag mei май мая",
    "jun juin giu июн",
    "jul juil lug июл",
    "aug aoû aou ago авг",
    "sep set сен",
    "oct okt ott out окт",
    "nov ноя",
    "dec dez déc dic дек",
)
"""How months begin, in the languages that logs are most often written in."""

_MONTHS: Final = {
    name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()
}
_BEFORE_NOON: Final = ("am", "a.m.", "a. m.", "上午", "午前", "오전")
_AFTER_NOON: Final = ("pm", "p.m.", "p. m.", "下午", "午後", "오후")
_HALF: Final = "|".join(re.escape(word) for word in (*_BEFORE_NOON, *_AFTER_NOON))

_MONTH: Final = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})[^\W\d_]{{0,7}}"
_DATE: Final = (
    r"(?:"
    r"(?P<year>\d{4})(?:[-/]|\.\ ?|年)(?P<month>\d{1,2})(?:[-/]|\.\ ?|月)(?P<day>\d{1,2})[.日]?"
    r"|(?P<one>\d{1,2})[-/.](?P<two>\d{1,2})[-/.](?P<year_two>\d{4}|\d{2})(?!\d)"
    rf"|(?:[a-z]{{3,9}},?\ +)?(?P<month_name>{_MONTH})\.?\ +(?P<day_named>\d{{1,2}})"
    r"(?:(?:,\ *|\ +)(?P<year_named>\d{4}))?(?![\d:])"
    rf"|(?:[a-z]{{3,9}},?\ +)?(?P<day_first>\d{{1,2}})[-\ ./](?P<name_second>{_MONTH})\.?"
    r"(?:[-\ ,./]+(?P<year_third>\d{4}|\d{2})(?![\d:]))?"
    r")"
)
_CLOCK: Final = (
    rf"(?:(?P<half_before>{_HALF})\ ?)?"
    r"(?P<sign>-)?(?P<hour>\d{1,3})"
    r"(?:(?P<colon>[:.])(?P<minute>[0-5]\d)(?P=colon)(?P<second>[0-5]\d)(?!\d)"
    r"|:(?P<minute_short>[0-5]\d)(?![\d:])"
    r"|h\ ?(?P<minute_h>[0-5]?\d)m\ ?(?P<second_h>[0-5]?\d)s?)"
    r"(?:[.,](?P<fraction>\d{1,9}))?"
    rf"(?:\ ?(?P<half>{_HALF})(?![a-z]))?"
    r"(?:\ ?(?:(?P<zone_sign>[+-])(?P<zone_hour>\d\d):?(?P<zone_minute>[0-5]\d)(?!\d)"
    r"|(?:Z|UTC|GMT|[ECMP][SD]T|CES?T|EES?T|WES?T|BST|MSK|JST|KST|IST)(?![a-z])"
    r"(?:[+-]\d{1,2}(?!\d))?))?"
    r"(?:\ (?P<year_last>(?:19|20)\d\d)(?!\d))?"
)
_TIME: Final = re.compile(
    rf"(?:{_DATE}(?:\ +at\ +|,\ *|[T_]|\ -\ |\ +))?{_CLOCK}", re.IGNORECASE | re.VERBOSE
)
_PLAIN: Final = re.compile(r"(\d{1,3}):([0-5]\d):([0-5]\d)(?=[\])\t|]|\ [<|]|$)", re.VERBOSE)
"""A clock and nothing more, whatever follows it."""

_DAY: Final = re.compile(_DATE, re.IGNORECASE | re.VERBOSE)
_NUMBER: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?", re.IGNORECASE)


class TimeKind(StrEnum):
    """What a written time counts."""

    OFFSET = "offset"
    """From the start of the stream: a small number, or 0:07."""
    CLOCK = "clock"
    """Two digits, two digits, two digits: of the day, or from the start of the stream."""
    SHORT = "short"
    """Two parts: minutes and seconds, or hours and minutes."""
    DAYTIME = "daytime"
    """Of a day that is not told: it says am or pm."""
    DATED = "dated"
    """Of a day that is told, or counted from 1970."""
    MINUTE = "minute"
    """As DATED or DAYTIME, without seconds."""


class LogTime(NamedTuple):
    """One written time; `days` are the days it may be of, counted from 1970.

    Two days are told by dates such as 05/06/2026: the first takes the month to be first. A day of
    a year that is not told has `is_yearless`. A bare time is a number of which nothing tells what
    it counts.
    """

    kind: TimeKind
    seconds: float
    days: tuple[int | None, ...] = ()
    is_yearless: bool = False
    has_zone: bool = False
    hour_digits: int = 2
    is_bare: bool = False

    @property
    def as_minutes(self) -> float:
        """The seconds of a SHORT time that tells minutes and seconds."""
        whole = self.seconds // 1
        return whole / 60 + self.seconds - whole


def strip_marks(text: str) -> str:
    """Return a text without marks of direction, and with plain spaces.

    Programs write them around times, names and `PM` where their language asks for it.
    """
    return text if text.isascii() else text.translate(_PLAIN_CHARACTERS)


def find_time(text: str, position: int = 0) -> tuple[LogTime, int] | None:
    """Return the time that is written at a position, and where it ends; numbers are none."""
    if plain := _PLAIN.match(text, position):
        return _read_plain(plain), plain.end()
    found = _TIME.match(text, position)
    if found is None:
        return None
    time = _read_clock(found)
    return None if time is None else (time, found.end())


def _read_plain(found: re.Match[str]) -> LogTime:
    """Return what most logs write, in a fraction of the time that the others take."""
    hour, minute, second = found.groups()
    seconds = float(int(hour) * 3600 + int(minute) * 60 + int(second))
    digits = len(hour)
    return LogTime(TimeKind.CLOCK if digits == 2 else TimeKind.OFFSET, seconds, hour_digits=digits)


def search_time(text: str) -> LogTime | None:
    """Return the first dated time in a text, or the first other."""
    first = None
    for found in _TIME.finditer(text):
        time = _read_clock(found)
        if time and time.kind is TimeKind.DATED:
            return time
        first = first or time
    return first


def parse_time(text: str, *, unit: float | None = None) -> LogTime | None:
    """Return the time that a whole cell holds, None where it holds none.

    `unit` is what a number counts, in seconds; without it, the size of the number tells.
    """
    text = strip_marks(text).strip().strip("[]()").strip()
    if not text or len(text) > 60:
        return None
    if _NUMBER.fullmatch(text):
        return read_number(float(text.replace(",", ".")), unit=unit)
    found = _TIME.fullmatch(text)
    return _read_clock(found) if found else None


def is_day(text: str) -> bool:
    """True if a text is a date and nothing else."""
    return _DAY.fullmatch(text.strip()) is not None


def read_number(number: float, *, unit: float | None = None) -> LogTime | None:
    """Return the time that a number tells, None for one beyond any stream and any date."""
    if unit and abs(number) * unit <= OFFSET_SECONDS_MAX:
        return LogTime(TimeKind.OFFSET, number * unit)
    if unit == DAY_SECONDS:
        return LogTime(TimeKind.DATED, number * unit, (0,)) if 0 < number < 1e5 else None
    if abs(number) <= OFFSET_SECONDS_MAX:
        return LogTime(TimeKind.OFFSET, number, is_bare=True)
    for scale in _EPOCH_SCALES:
        if _EPOCH_MIN <= number / scale < _EPOCH_MAX:
            return LogTime(TimeKind.DATED, number / scale, (0,), has_zone=True)
    return None


def _read_clock(found: re.Match[str]) -> LogTime | None:
    days = _read_days(found)
    if days == ():
        return None
    seconds, has_seconds = _read_seconds(found)
    half = (found["half"] or found["half_before"] or "").lower()
    hour = int(found["hour"])
    if half or days:
        if hour > (12 if half else 24) or found["sign"]:
            return None
        seconds += _half_seconds(half, hour)
    kind = _find_kind(found, has_day=days is not None, has_half=bool(half), has_seconds=has_seconds)
    has_zone = found["zone_hour"] is not None
    if has_zone:
        ahead = int(found["zone_hour"]) * 3600 + int(found["zone_minute"]) * 60
        seconds -= ahead if found["zone_sign"] == "+" else -ahead
    return LogTime(
        kind,
        -seconds if found["sign"] else seconds,
        days or (),
        is_yearless=days is not None and not _find_year(found),
        has_zone=has_zone,
        hour_digits=len(found["hour"]),
    )


def _read_seconds(found: re.Match[str]) -> tuple[float, bool]:
    """Return what the clock shows, with two parts taken as hours and minutes."""
    minute = found["minute"] or found["minute_short"] or found["minute_h"]
    second = found["second"] or found["second_h"]
    seconds = int(found["hour"]) * 3600 + int(minute) * 60 + int(second or 0)
    return seconds + float("0." + (found["fraction"] or "0")), second is not None


def _half_seconds(half: str, hour: int) -> int:
    if half in _AFTER_NOON and hour < 12:
        return DAY_SECONDS // 2
    return -DAY_SECONDS // 2 if half in _BEFORE_NOON and hour == 12 else 0


def _find_kind(
    found: re.Match[str], *, has_day: bool, has_half: bool, has_seconds: bool
) -> TimeKind:
    if has_day or has_half:
        if not has_seconds:
            return TimeKind.MINUTE
        return TimeKind.DATED if has_day else TimeKind.DAYTIME
    if found["minute_short"]:
        return TimeKind.SHORT
    if found["zone_hour"]:
        return TimeKind.DAYTIME
    if found["sign"] or found["minute_h"] or len(found["hour"]) != 2:
        return TimeKind.OFFSET
    return TimeKind.CLOCK


def _find_year(found: re.Match[str]) -> str | None:
    names = ("year", "year_two", "year_named", "year_third", "year_last")
    return next((found[name] for name in names if found[name]), None)


def _read_days(found: re.Match[str]) -> tuple[int | None, ...] | None:
    """Return the days that a date may be, None without a date, nothing for one that is none."""
    year_text = _find_year(found)
    year = int(year_text) if year_text else _NO_YEAR
    year += 2000 if year < 100 else 0
    if found["month"]:
        pairs = [(int(found["month"]), int(found["day"]))]
    elif found["one"]:
        one, two = int(found["one"]), int(found["two"])
        pairs = [(one, two), (two, one)]
    elif name := found["month_name"] or found["name_second"]:
        pairs = [(_find_month(name), int(found["day_named"] or found["day_first"]))]
    else:
        return None
    days = tuple(_count_days(year, month, day) for month, day in pairs)
    return days if any(day is not None for day in days) else ()


def _find_month(name: str) -> int:
    """Return the month whose name begins so; juin and juil differ in the fourth letter only."""
    name = name.lower()
    return next(_MONTHS[name[:n]] for n in (4, 3) if name[:n] in _MONTHS)


def _count_days(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).toordinal() - _EPOCH_DAY
    except ValueError:
        return None
