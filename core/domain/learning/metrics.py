"""Engagement that was measured: a creator's days, and posts on their platforms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.domain.work.platform import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCounts:
    """What happened on one day, by name (`views`, `chat messages`...), as totals of the day."""

    on: date
    counts: Mapping[str, int]


def sum_days(rows: Iterable[DayCounts]) -> tuple[DayCounts, ...]:
    """Return one entry a day, in order, with the sums of its rows."""
    days: dict[date, Counter[str]] = {}
    for row in rows:
        days.setdefault(row.on, Counter()).update(row.counts)
    return tuple(DayCounts(on=on, counts=dict(days[on])) for on in sorted(days))


def fill_days(days: Iterable[DayCounts], first: date, last: date) -> tuple[DayCounts, ...]:
    """Return every day from `first` to `last`, those of which nothing is known without counts."""
    known = {day.on: day for day in days}
    dates = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return tuple(known.get(on, DayCounts(on=on, counts={})) for on in dates)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostMetric:
    """How a post stood on one of its platform's days: totals since it was published.

    `post_id` is the platform's own id of what was published. Where the platform says what a day
    alone brought, that is in `day_views` and its like; elsewhere a day is what it has more than the
    one before.
    """

    platform: Platform
    on: date
    post_id: str
    measured_at: datetime
    views: int = 0
    engaged_views: int | None = None
    likes: int = 0
    comments: int = 0
    shares: int = 0
    watched_seconds: float | None = None
    day_views: int | None = None
    day_engaged_views: int | None = None
    day_watched_seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostTotals:
    """What a platform counts of a post now, since it was published."""

    views: int = 0
    likes: int = 0
    comments: int = 0
    shares: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PostDay:
    """What a platform says that one of its days alone brought to a post."""

    on: date
    views: int
    engaged_views: int
    watched_seconds: float
