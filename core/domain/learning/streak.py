"""Streaks: on how many days in a row the daily goal of published clips was reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

LOOK_BACK_DAYS: Final = 100
"""A longer streak is told as this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Streak:
    """Days in a row with the goal reached; today counts once it is, and breaks nothing before."""

    goal: int
    days: int = 0
    today: int = 0
    this_month: int = 0


def count_days_out(out: Iterable[tuple[str, datetime]], zone: ZoneInfo) -> Mapping[date, int]:
    """Return how many clips went out on each day of a zone; one on several platforms is one clip.

    It counts on the first day on which it went out anywhere.
    """
    first: dict[str, datetime] = {}
    for clip, at in out:
        first[clip] = min(at, first.get(clip, at))
    days: dict[date, int] = {}
    for at in first.values():
        on = at.astimezone(zone).date()
        days[on] = days.get(on, 0) + 1
    return days


def measure_streak(days: Mapping[date, int], goal: int, *, today: date) -> Streak:
    """Return the streak that holds today; without a goal there is none."""
    month = sum(
        count for on, count in days.items() if (on.year, on.month) == (today.year, today.month)
    )
    reached = 0
    if goal > 0:
        reached = int(days.get(today, 0) >= goal)
        on = today - timedelta(days=1)
        while days.get(on, 0) >= goal and reached < LOOK_BACK_DAYS:
            reached += 1
            on -= timedelta(days=1)
    return Streak(goal=goal, days=reached, today=days.get(today, 0), this_month=month)
