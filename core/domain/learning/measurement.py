"""Measurement: when a post is measured, and what the figures say about a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from core.domain.learning.metrics import DayCounts, PostDay, PostMetric, PostTotals
from core.domain.publishing.publication import OUT, Publication
from core.domain.work.platform import Platform

YOUNG: Final = timedelta(hours=48)
MEASURED_FOR: Final = timedelta(days=90)
YOUNG_EVERY: Final = timedelta(minutes=50)
LOOK_BACK_DAYS: Final = 8
"""How far back to look for the newest figures of a post."""
WINDOW_DAYS: Final = 7
"""How many days back a platform may still correct its figures for a day."""
_ZONES: Final = {Platform.YOUTUBE: ZoneInfo("America/Los_Angeles")}
_UTC: Final = ZoneInfo("UTC")


def name_day(platform: Platform, at: datetime) -> date:
    """Return the day of a time as the platform's analytics count it."""
    return at.astimezone(_ZONES.get(platform, _UTC)).date()


def is_due(publication: Publication, newest: PostMetric | None, *, now: datetime) -> bool:
    """Return whether to measure a post now: hourly for two days, then daily for 90 days."""
    if publication.status not in OUT or publication.post_id is None:
        return False
    age = now - publication.updated_at
    if age > MEASURED_FOR:
        return False
    if newest is None:
        return True
    if age <= YOUNG and now - newest.measured_at >= YOUNG_EVERY:
        return True
    return is_first_of_day(publication, newest, now=now)


def is_first_of_day(publication: Publication, newest: PostMetric | None, *, now: datetime) -> bool:
    """Return whether a post has not been measured yet on this day of its platform."""
    return newest is None or newest.on < name_day(publication.platform, now)


def measure(
    publication: Publication,
    totals: PostTotals,
    *,
    now: datetime,
    seen: PostMetric | None,
    days: Sequence[PostDay] = (),
) -> PostMetric:
    """Return today's figures; without `days`, daily figures are kept from `seen`."""
    engaged = sum(day.engaged_views for day in days) if days else None
    watched = sum(day.watched_seconds for day in days) if days else None
    return PostMetric(
        platform=publication.platform,
        on=name_day(publication.platform, now),
        post_id=publication.post_id or "",
        measured_at=now,
        views=totals.views,
        likes=totals.likes,
        comments=totals.comments,
        shares=totals.shares,
        engaged_views=seen.engaged_views if engaged is None and seen else engaged,
        watched_seconds=seen.watched_seconds if watched is None and seen else watched,
    )


def correct(
    publication: Publication,
    days: Sequence[PostDay],
    seen: Mapping[date, PostMetric],
    *,
    now: datetime,
) -> tuple[PostMetric, ...]:
    """Return the changed figures of days that the platform has now reported on."""
    corrected = []
    total = 0
    for day in sorted(days, key=lambda one: one.on):
        total += day.views
        known = seen.get(day.on) or PostMetric(
            platform=publication.platform,
            on=day.on,
            post_id=publication.post_id or "",
            measured_at=now,
            views=total,
        )
        said = replace(
            known,
            day_views=day.views,
            day_engaged_views=day.engaged_views,
            day_watched_seconds=day.watched_seconds,
        )
        if said != seen.get(day.on):
            corrected.append(said)
    return tuple(corrected)


def count_days(metrics: Iterable[PostMetric], *, first: date, last: date) -> tuple[DayCounts, ...]:
    """Return what each day brought, summed over posts: `views`, of which `youtube views`...

    A post's day is what its platform reports for it; otherwise, its growth since it was last
    measured, but never below zero: platforms remove false views.
    """
    days: dict[date, dict[str, int]] = {}
    by_post = sorted(metrics, key=lambda m: (m.platform.value, m.post_id, m.on))
    for _, group in groupby(by_post, key=lambda m: (m.platform, m.post_id)):
        before: PostMetric | None = None
        for metric in group:
            if first <= metric.on <= last:
                counts = days.setdefault(metric.on, {})
                for name, count in _count(metric, before).items():
                    for key in (name, f"{metric.platform.value} {name}"):
                        counts[key] = counts.get(key, 0) + count
            before = metric
    return tuple(DayCounts(on=on, counts=days[on]) for on in sorted(days))


def _count(metric: PostMetric, before: PostMetric | None) -> dict[str, int]:
    def more(name: str) -> int:
        now, then = getattr(metric, name) or 0, (getattr(before, name) or 0) if before else 0
        return max(0, now - then)

    counts = {name: more(name) for name in ("views", "likes", "comments", "shares")}
    if metric.day_views is not None:
        counts["views"] = metric.day_views
    if metric.day_engaged_views is not None:
        counts["engaged views"] = metric.day_engaged_views
    return counts
