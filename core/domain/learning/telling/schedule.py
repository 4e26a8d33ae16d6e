"""Schedules: when a person's next digest is due, on their own clock, outside their quiet hours."""

from __future__ import annotations

import math
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from core.domain.people.preferences import Digest, Wants
from core.domain.publishing.posting_slot import to_instant

_MONDAY: Final = 0
LOOK_EVERY: Final = timedelta(days=7)


def find_next_digest(wants: Wants, zone: ZoneInfo, *, after: datetime) -> datetime | None:
    """Return the next time (UTC): Mondays, or each day, at their hour; None for who wants none.

    An hour that is quiet gives way to the first one that is not.
    """
    if wants.digest is Digest.NEVER:
        return None
    hour = find_waking_hour(wants, wants.digest_hour)
    day = after.astimezone(zone).date()
    for _ in range(9):
        at = to_instant(day, time(hour), zone)
        if at > after and (wants.digest is Digest.DAILY or day.weekday() == _MONDAY):
            return at
        day += timedelta(days=1)
    return None


def find_next_look(at: datetime, *, now: datetime) -> datetime:
    """Return when a creator's posts are looked at after the look of `at`: whole weeks later."""
    weeks = max(1, math.floor((now - at) / LOOK_EVERY) + 1)
    return at + weeks * LOOK_EVERY


def find_waking_hour(wants: Wants, hour: int) -> int:
    """Return this hour, or the first after it that is not quiet."""
    for later in range(24):
        if not wants.is_quiet((hour + later) % 24):
            return (hour + later) % 24
    return hour


def is_digest_over(wants: Wants, zone: ZoneInfo, at: datetime, *, now: datetime) -> bool:
    """Return whether a digest that was due has been overtaken by the next one."""
    following = find_next_digest(wants, zone, after=at)
    return following is not None and following <= now


def find_missed_digest(wants: Wants, zone: ZoneInfo, *, now: datetime) -> datetime | None:
    """Return when the newest digest was due that is not in the future."""
    at = find_next_digest(wants, zone, after=now - _find_period(wants) - timedelta(hours=2))
    while at is not None and at <= now:
        following = find_next_digest(wants, zone, after=at)
        if following is None or following > now:
            return at
        at = following
    return None


def _find_period(wants: Wants) -> timedelta:
    return timedelta(days=1) if wants.digest is Digest.DAILY else LOOK_EVERY


def is_told_already(wants: Wants, told_at: datetime | None, *, now: datetime) -> bool:
    """Return whether their digest of this time has gone out; a row may lie there twice."""
    if told_at is None:
        return False
    return now.astimezone(UTC) - told_at < _find_period(wants) * 0.8
