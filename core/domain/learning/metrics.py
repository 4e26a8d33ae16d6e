"""Metrics: measured engagement, by a creator's days and by post on each platform."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from core.domain.work.platform import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCounts:
    """The totals of one day, by name (`views`, `chat messages`...)."""

    on: date
    counts: Mapping[str, int]


def sum_days(rows: Iterable[DayCounts]) -> tuple[DayCounts, ...]:
    """Return one entry per day, in order, with the sums of its rows."""
    days: dict[date, Counter[str]] = {}
    for row in rows:
        days.setdefault(row.on, Counter()).update(row.counts)
    return tuple(DayCounts(on=on, counts=dict(days[on])) for on in sorted(days))


def fill_days(days: Iterable[DayCounts], first: date, last: date) -> tuple[DayCounts, ...]:
    """Return every day from `first` to `last`; days without data have no counts."""
    known = {day.on: day for day in days}
    dates = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return tuple(known.get(on, DayCounts(on=on, counts={})) for on in dates)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostMetric:
    """A post's totals since publication, as of one of its platform's days; None is not known.

    `post_id` is the platform's own id for the post. If the platform reports single days, those
    figures are in `day_views` and the like; otherwise a day is the growth since the one before.
    `watched_share` is how much of it people watch on average (1 is all of it, and replays bring
    more), `click_rate` how many of those who were shown its picture chose it, of 1.
    One that `is_imported` may be the first of an old post, whose total is no day's growth.
    """

    platform: Platform
    on: date
    post_id: str
    measured_at: datetime
    views: int | None = 0
    engaged_views: int | None = None
    likes: int | None = 0
    comments: int | None = 0
    shares: int | None = 0
    saves: int | None = None
    watched_seconds: float | None = None
    watched_share: float | None = None
    impressions: int | None = None
    click_rate: float | None = None
    day_views: int | None = None
    day_engaged_views: int | None = None
    day_watched_seconds: float | None = None
    is_imported: bool = False


FIGURES: Final = (
    "views",
    "engaged_views",
    "likes",
    "comments",
    "shares",
    "saves",
    "watched_seconds",
    "watched_share",
    "impressions",
    "click_rate",
)


def merge_metrics(one: PostMetric | None, other: PostMetric) -> PostMetric:
    """Return the later of two measurements, with what it does not know from the earlier one.

    Of two at one time the other counts.
    """
    if one is None:
        return other
    older, newer = (one, other) if other.measured_at >= one.measured_at else (other, one)
    missing = {name: getattr(older, name) for name in FIGURES if getattr(newer, name) is None}
    return replace(newer, **missing)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostTotals:
    """A platform's totals for a post, since it was published; None where it does not say."""

    views: int = 0
    likes: int | None = 0
    comments: int | None = 0
    shares: int | None = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PostDay:
    """What a platform reports for one of its days alone."""

    on: date
    views: int
    engaged_views: int
    watched_seconds: float
