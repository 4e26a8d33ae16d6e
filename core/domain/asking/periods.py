"""Periods: stretches of days as people say them: `this week`, `Friday`, `27.11.`, `vorgestern`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

_WEEKDAYS: Final = (
    "monday mondays montag montags lunes lundi segunda",
    "tuesday tuesdays tue tues dienstag dienstags martes mardi terca",
    "wednesday wednesdays wed mittwoch mittwochs miercoles mercredi quarta",
    "thursday thursdays thu thurs donnerstag donnerstags jueves jeudi quinta",
    "friday fridays fri freitag freitags viernes vendredi sexta",
    "saturday saturdays sat samstag samstags sonnabend sabado samedi",
    "sunday sundays sun sonntag sonntags domingo dimanche",
)
_MONTHS: Final = (
    "january jan januar enero janvier",
    "february feb februar febrero fevrier",
    "march marz maerz marzo mars",
    "april apr abril avril",
    "may mai mayo",
    "june juni junio juin",
    "july juli julio juillet",
    "august aug agosto aout",
    "september sept sep septiembre septembre",
    "october oct oktober okt octubre octobre",
    "november nov noviembre novembre",
    "december dec dezember dez diciembre decembre",
)
_DAY_OF: Final = {name: n for n, names in enumerate(_WEEKDAYS) for name in names.split()}
_MONTH_OF: Final = {name: n for n, names in enumerate(_MONTHS, 1) for name in names.split()}
_THIS = r"(?:this|the current|current|diese[rnsm]?|der laufenden|esta|este|cette|ce)"
_LAST = r"(?:last|past|previous|letzte[rnsm]?|vergangene[rnsm]?|vorige[rnsm]?|pasad[oa]|derniere?)"
_NEXT = r"(?:next|coming|nachste[rnsm]?|kommende[rnsm]?|proxim[oa]|prochaine?)"
_WEEK = r"(?:week|woche|semana|semaine)"
_MONTH = r"(?:month|monat[s]?|mes|mois)"
_UNITS: Final = {"day": 1, "tag": 1, "dia": 1, "jou": 1, "wee": 7, "woc": 7, "sem": 7}
_NUMBERS: Final = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10, "fourteen": 14,
    "thirty": 30, "zwei": 2, "drei": 3, "vier": 4, "sieben": 7, "zehn": 10, "couple": 2,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days from `first` to `last`, on the creator's calendar; `name` is how people say it."""

    first: date
    last: date
    name: str

    @property
    def within(self) -> str:
        """Return it as a sentence ends: `this week`, `on Friday 27 November`, `in May 2026`."""
        if self.name.startswith(("this ", "last ", "next ", "today", "yesterday", "tomorrow")):
            return self.name
        is_far = self.name.startswith("the day ")
        if is_far:
            return self.name
        return f"{'on' if self.first == self.last else 'in'} {self.name}"


def find_period(folded: str, today: date, *, is_ahead: bool = False) -> Period | None:
    """Return the stretch that a folded text names; None if it names none.

    A day of the week is the coming one if `is_ahead`, else the one that was; today counts as both.
    """
    for find in (_find_date, _find_counted, _find_named, _find_relative):
        if found := find(folded, today):
            return found
    return _find_weekday(folded, today, is_ahead) or _find_month(folded, today)


def drop_periods(folded: str) -> str:
    """Return a text without its periods: `last` in `last week` names no last thing."""
    unit = rf"(?:{_WEEK}s?|{_MONTH}s?|days?|tagen?|tage|dias|jours|years?)"
    number = rf"(?:\d{{1,3}}|{'|'.join(_NUMBERS)})"
    return re.sub(
        rf"\b(?:{_THIS}|{_LAST}n?|{_NEXT}n?)(?: {number})? {unit}\b|\blast night\b", " ", folded
    )


def find_clock(folded: str) -> tuple[int, int, int] | None:
    """Return a time such as `20:14`, `8:14 pm`, `20h14` or `20.14 Uhr`; seconds may follow."""
    found = re.search(
        r"(?<![\d.:])(\d{1,2})[:h](\d{2})(?::(\d{2}))?(?![\d:])\s*([ap]\.?m\b)?", folded
    ) or re.search(r"(?<![\d.:])(\d{1,2})\.(\d{2})()(?= uhr)()", folded)
    if found is None:
        bare = re.search(r"\b(\d{1,2})\s*(?:([ap])\.?m\b|uhr\b|o.?clock\b)", folded)
        if bare is None or int(bare[1]) > 23:
            return None
        return _to_24(int(bare[1]), bare[2]), 0, 0
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    hour = _to_24(hour, (found[4] or "")[:1])
    return (hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def to_time(clock: tuple[int, int, int]) -> time:
    return time(*clock)


def _to_24(hour: int, half: str | None) -> int:
    if half == "p" and hour < 12:
        return hour + 12
    return 0 if half == "a" and hour == 12 else hour


def _one(day: date, name: str = "") -> Period:
    return Period(first=day, last=day, name=name or f"{day:%A %d %B}")


def _find_date(folded: str, today: date) -> Period | None:
    if found := re.search(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b", folded):
        return _make_day(int(found[1]), int(found[2]), int(found[3]))
    months = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
    if found := re.search(rf"\b(\d{{1,2}})(?:st|nd|rd|th|\.)?(?: of| de)? ({months})\b", folded):
        return _near(int(found[1]), _MONTH_OF[found[2]], today)
    if found := re.search(rf"\b({months}) (?:the )?(\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)", folded):
        return _near(int(found[2]), _MONTH_OF[found[1]], today)
    if found := re.search(r"(?<![\d.:])(\d{1,2})\.(\d{1,2})\.(?:(\d{4}))?(?!\d)", folded):
        if found[3]:
            return _make_day(int(found[3]), int(found[2]), int(found[1]))
        return _near(int(found[1]), int(found[2]), today)
    return None


def _make_day(year: int, month: int, day: int) -> Period | None:
    try:
        return _one(date(year, month, day))
    except ValueError:
        return None


def _near(day: int, month: int, today: date) -> Period | None:
    """Return the day of the year that lies nearest."""
    days = [_make_day(today.year + more, month, day) for more in (-1, 0, 1)]
    known = [one for one in days if one]
    return min(known, key=lambda one: abs((one.first - today).days), default=None)


def _find_counted(folded: str, today: date) -> Period | None:
    """Return `the last 7 days`, `letzten drei Tage`, `next 2 weeks`."""
    numbers = "|".join(_NUMBERS)
    found = re.search(
        rf"\b(\w+) (\d{{1,3}}|{numbers})(?: of)? (day|tag|dia|jou|wee|woc|sem)\w*", folded
    )
    if found is None:
        return None
    count = int(found[2]) if found[2].isdigit() else _NUMBERS[found[2]]
    days = max(1, count * _UNITS[found[3]])
    if re.fullmatch(_NEXT + "s?n?", found[1]):
        last = today + timedelta(days=days - 1)
        return Period(first=today, last=last, name=f"the next {days} days")
    first = today - timedelta(days=days - 1)
    return Period(first=first, last=today, name=f"the last {days} days")


def _find_named(folded: str, today: date) -> Period | None:
    # In German, `hier` means here.
    french = "" if re.search(r"\b(ist|sind|was|wie|die|der|das|ich|lauft)\b", folded) else "|hier"
    near: tuple[tuple[str, int, str], ...] = (
        (r"day before yesterday|vorgestern|anteayer|avant-hier", -2, "the day before yesterday"),
        (r"day after tomorrow|ubermorgen|pasado manana|apres-demain", 2, "the day after tomorrow"),
        (rf"yesterday|last night|gestern|ayer{french}", -1, "yesterday"),
        (r"today|tonight|heute|hoy|aujourdhui", 0, "today"),
        (r"tomorrow|morgen|manana|demain", 1, "tomorrow"),
    )
    for pattern, days, name in near:
        if re.search(rf"\b(?:{pattern})s?\b", folded):
            return _one(today + timedelta(days=days), name)
    return None


def _find_relative(folded: str, today: date) -> Period | None:
    """Return a week, weekend or month that is named by how far it lies."""
    monday = today - timedelta(days=today.weekday())
    for pattern, weeks, name in ((_THIS, 0, "this"), (_LAST, -1, "last"), (_NEXT, 1, "next")):
        if re.search(rf"\b{pattern} {_WEEK}|\b{_WEEK} {pattern}\b", folded):
            first = monday + timedelta(weeks=weeks)
            return Period(first=first, last=first + timedelta(days=6), name=f"{name} week")
        if re.search(rf"\b{pattern} {_MONTH}\b|\b{_MONTH} {pattern}\b", folded):
            return _make_month(today.year, today.month + weeks, f"{name} month")
    if found := re.search(rf"\b({_LAST} )?(?:weekend|wochenende|fin de semana|week-end)", folded):
        saturday = monday + timedelta(days=5)
        if found[1] or (today.weekday() < 5 and re.search(r"\b(was|were|did|war|lief)\b", folded)):
            saturday -= timedelta(days=7)
        return Period(first=saturday, last=saturday + timedelta(days=1), name="the weekend")
    if re.search(rf"\b(?:weekly|wochentlich|{_WEEK})\b", folded):
        return Period(first=monday, last=monday + timedelta(days=6), name="this week")
    if re.search(rf"\b(?:monthly|{_MONTH})\b", folded):
        return _make_month(today.year, today.month, "this month")
    return None


def _make_month(year: int, month: int, name: str) -> Period:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return Period(first=first, last=following - timedelta(days=1), name=name)


def _find_weekday(folded: str, today: date, is_ahead: bool) -> Period | None:
    for word in re.findall(r"[a-z]+", folded):
        weekday = _DAY_OF.get(word)
        if weekday is None:
            continue
        says_last = re.search(rf"\b{_LAST} {word}\b|\b{word} {_LAST}\b", folded)
        says_next = re.search(rf"\b{_NEXT} {word}\b|\b{word} (?:que viene|{_NEXT})\b", folded)
        ahead = (weekday - today.weekday()) % 7
        back = (today.weekday() - weekday) % 7
        if says_last or (not is_ahead and not says_next):
            return _one(today - timedelta(days=back or (7 if says_last else 0)))
        return _one(today + timedelta(days=ahead or (7 if says_next else 0)))
    return None


def _find_month(folded: str, today: date) -> Period | None:
    for word in re.findall(r"[a-z]+", folded):
        month = _MONTH_OF.get(word)
        if month is None or word in {"may", "mars", "mar", "jan", "dec", "sun"}:
            continue
        year = today.year - (month > today.month)
        return _make_month(year, month, f"{date(year, month, 1):%B %Y}")
    return None
