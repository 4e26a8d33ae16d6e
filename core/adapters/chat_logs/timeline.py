"""A recording's timeline: turns the times in it into offsets, and says what was guessed."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Final

from core.adapters.chat_logs.clock_changes import (
    HALF_DAY_SECONDS,
    ClockChanges,
    ShownHours,
)
from core.adapters.chat_logs.log_times import DAY_SECONDS, LogTime, TimeKind
from core.adapters.chat_records import is_offset
from core.domain.work.plain_text import format_offset
from core.errors import InvalidInput

_HEADER_SECONDS_MAX: Final = 3600
"""A log that was begun longer before its first message says nothing of when the stream began."""

_ZONE_SECONDS_MAX: Final = 600
"""So long before its first message a log may have begun whose header tells another zone's time."""

_CROWDED: Final = 4
"""So many lines of one time are of one minute, not of one second."""

_ALWAYS_OF_DAY: Final = frozenset({TimeKind.DAYTIME, TimeKind.DATED})
_YEAR_DAYS: Final = 366


class Timeline:
    """Places the lines of one reading, from its first to its last.

    `first_at` is the offset of the first message, where a person knows it; `bare_unit` is what a
    number counts whose name does not tell, in seconds. Notes are sentences.
    """

    def __init__(self, *, first_at: float | None = None, bare_unit: float | None = None) -> None:
        self._first_at = first_at
        self._bare_unit = bare_unit
        self.has_bare_numbers = False
        """Whether times are mere numbers, of which nothing tells what they count."""
        self._started: LogTime | None = None
        self._base: float | None = None
        self._cut_at = 0.0
        self._is_of_day = False
        self._days = _Days()
        self._clock = ClockChanges()
        self._notes: dict[str, None] = {}
        self.is_told = True
        """Whether the log itself tells where the stream began; otherwise the first line does."""
        self.newest = 0.0
        """The offset of the line that was placed last."""

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(self._notes)

    def note(self, sentence: str) -> None:
        self._notes[sentence] = None

    def start_at(self, time: LogTime) -> None:
        """Take the time at which the log says that it began; the first one counts."""
        if self._base is None and self._started is None:
            self._started = time

    def cut_before(self, offset_seconds: float) -> None:
        """Take the offset at which the recording begins; offsets count from there."""
        if self._base is None:
            self._cut_at = offset_seconds

    def place(self, time: LogTime | None) -> float | None:
        """Return a line's offset, None for a time that does not belong to this recording."""
        if time is None or time.kind is TimeKind.MINUTE:
            return None
        if self._base is None:
            self._is_of_day = _is_of_day(time)
            self._base = self._find_base(time)
        elif (time.kind in _ALWAYS_OF_DAY) != self._is_of_day and not _is_clock(time):
            return None
        offset_seconds = self._count(time) - self._base
        if not is_offset(offset_seconds):
            return None
        self.newest = offset_seconds
        return offset_seconds

    def _count(self, time: LogTime) -> float:
        """Return the seconds of a time, counted from whatever the log counts from."""
        if time.kind is TimeKind.SHORT:
            return time.as_minutes
        if time.is_bare:
            self.has_bare_numbers = True
            return time.seconds * (self._bare_unit or 1.0)
        if not self._is_of_day:
            return time.seconds
        shown = time.seconds + self._days.count(time)
        return shown if time.has_zone else shown + self._follow_clock(shown)

    def _follow_clock(self, shown: float) -> float:
        added = self._clock.follow(shown)
        if self._clock.note:
            self.note(self._clock.note)
        return added

    def _find_base(self, time: LogTime) -> float:
        seconds = self._count(time)
        if self._bare_unit:
            self.note("The times are taken to be in milliseconds; nothing in the log tells.")
        if self._first_at is not None:
            self.is_told = False
            return seconds - self._first_at
        if self._is_of_day:
            return self._find_start(time, seconds)
        if time.kind is TimeKind.CLOCK or (seconds >= 3600 and not self._cut_at):
            self.note(
                f"Times are taken to count from the start of the stream (the first is "
                f"{format_offset(seconds)}); if they are times of day, give --offset SECONDS: how "
                "long after the start of the stream or video the first message was written."
            )
        if not self._cut_at or seconds < self._cut_at - 1:
            return 0.0
        self.note(
            f"This chat was cut out of a longer one at {format_offset(self._cut_at)}; offsets "
            "count from there."
        )
        return self._cut_at

    def _find_start(self, time: LogTime, seconds: float) -> float:
        before = self._seconds_since_start(time)
        self.is_told = before is not None
        guess = (
            "the first message is taken to be at 0:00"
            if before is None
            else f"the stream is taken to have begun when the log did, {before:.0f} seconds before "
            "the first message"
        )
        self.note(
            f"The log tells times of day, not of the stream: {guess}. If that is wrong, give "
            "--offset SECONDS: how long after the start of the stream or video the first message "
            "was written."
        )
        return seconds - (before or 0.0)

    def _seconds_since_start(self, time: LogTime) -> float | None:
        """Return how long before the first message the log was begun, None if not known."""
        started = self._started
        if started is None:
            return None
        passed = time.seconds - started.seconds
        if time.days and started.days and time.is_yearless == started.is_yearless:
            pairs = itertools.product(time.days, started.days)
            passed += min((d - s for d, s in pairs if d and s), key=abs, default=0) * DAY_SECONDS
        else:
            passed %= DAY_SECONDS
        if passed < 0 or time.has_zone != started.has_zone:
            # No log begins after its first line: the two are of different zones.
            passed = passed % 3600 if passed % 3600 <= _ZONE_SECONDS_MAX else -1
        return passed if 0 <= passed <= _HEADER_SECONDS_MAX else None


class _Days:
    """Counts the days of a log; one that does not tell them has passed midnight at a jump back."""

    def __init__(self) -> None:
        self._passed = 0
        self._hours = ShownHours()
        self._last_seconds: float | None = None
        self._last_days: tuple[int | None, ...] = ()
        self._last_told: tuple[int | None, ...] | None = None
        self._last_passed = 0
        self._first_days: tuple[int | None, ...] = ()
        self._chosen: int | None = None

    def count(self, time: LogTime) -> float:
        """Return the seconds of the day that a time is of."""
        if time.days:
            return self._count_told(time) * DAY_SECONDS
        if self._last_seconds is not None and not time.has_zone:
            back = self._last_seconds - time.seconds - self._passed
            if time.kind is TimeKind.DAYTIME:
                self._passed += DAY_SECONDS if back > HALF_DAY_SECONDS else 0
            else:
                self._passed += self._hours.count_passed(back=back, shown=time.seconds)
        seconds = self._passed
        self._last_seconds = time.seconds + seconds
        return seconds

    def _count_told(self, time: LogTime) -> int:
        """Return how many days have passed since the first."""
        if time.days == self._last_told:
            return self._last_passed
        self._last_told = time.days
        self._last_passed = self._count_since_first(time)
        return self._last_passed

    def _count_since_first(self, time: LogTime) -> int:
        days = self._unroll(time)
        if self._chosen is None and len(days) > 1:
            self._chosen = self._choose(days)
        self._last_days = days
        if not self._first_days:
            self._first_days = days
        passed = [
            day - first if day is not None and first is not None else None
            for day, first in zip(days, self._first_days, strict=False)
        ]
        chosen = passed[(self._chosen or 0) % len(passed)]
        return chosen if chosen is not None else next((p for p in passed if p is not None), 0)

    def _unroll(self, time: LogTime) -> tuple[int | None, ...]:
        """Return the days, in the year after that of the last where a year has passed untold."""
        last = next((day for day in self._last_days if day is not None), None)
        if not time.is_yearless or last is None:
            return time.days
        return tuple(
            None if day is None else day + _YEAR_DAYS * round((last - day) / _YEAR_DAYS)
            for day in time.days
        )

    def _choose(self, days: tuple[int | None, ...]) -> int | None:
        """Return which of two ways to read a date is right, None while none can be ruled out."""
        if None in days:
            return 1 - days.index(None)
        if not self._last_days or days == self._last_days:
            return None
        gaps = [
            abs(day - last) if day is not None and last is not None else _YEAR_DAYS
            for day, last in zip(days, self._last_days, strict=False)
        ]
        return None if gaps[0] == gaps[1] else gaps.index(min(gaps))


def _is_of_day(time: LogTime) -> bool:
    """True for a time that says when, not how long after the start of the stream."""
    if time.kind is TimeKind.CLOCK:
        return 3600 <= time.seconds < DAY_SECONDS
    return time.kind in _ALWAYS_OF_DAY


def _is_clock(time: LogTime) -> bool:
    """True for a time that may be of the day or not; hours may lose their zero at midnight."""
    is_short = time.kind is TimeKind.OFFSET and time.hour_digits == 1 and time.seconds >= 0
    return time.kind is TimeKind.CLOCK or (is_short and not time.is_bare)


def check_seconds(times: Iterable[LogTime], name: str) -> None:
    """Refuse a log whose times have no seconds; `name` is its format."""
    seen = list(times)
    minutes = [time for time in seen if time.kind is TimeKind.MINUTE]
    short = [time for time in seen if time.kind is TimeKind.SHORT]
    if len(minutes) * 2 > len(seen) or (short and not _has_seconds(seen, short)):
        raise InvalidInput(
            f"{name} whose times have no seconds: eruptions last seconds and cannot be found in "
            "it. Let the program that writes the log write seconds too (hh:mm:ss), or export the "
            "chat as JSON or as CSV: t_seconds,user,text."
        )


def _has_seconds(seen: Sequence[LogTime], short: Sequence[LogTime]) -> bool:
    """Say whether times of two parts are minutes and seconds, not hours and minutes."""
    if len(seen) > len(short) or any(time.seconds >= DAY_SECONDS for time in short):
        return True
    if any(time.seconds < 0 or time.seconds % 1 for time in short):
        return True
    first = short[0]
    if first.hour_digits == 1 and first.seconds < 3600:
        return True
    is_sparse = len(short) <= _CROWDED * len({time.seconds for time in short})
    return is_sparse and (first.hour_digits == 1 or first.seconds < 3600)
