"""Measurement: when a post is measured, and what the figures say about a day."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from core.domain.learning.measured_post import MeasuredPost
from core.domain.learning.metrics import DayCounts, PostDay, PostMetric, PostTotals
from core.domain.work.platform import Platform

YOUNG: Final = timedelta(hours=48)
SETTLED: Final = timedelta(days=30)
"""From then on a post is measured less often: by then it has nearly all the views that it gets."""
SETTLED_EVERY_DAYS: Final = 3
MEASURED_FOR: Final = timedelta(days=90)
YOUNG_EVERY: Final = timedelta(minutes=50)
LOOK_BACK_DAYS: Final = 8
"""How far back to look for figures of a post that an older program measured."""
WINDOW_DAYS: Final = 7
"""How many days back a platform may still correct its figures for a day."""
MEASURED: Final = tuple(
    platform for platform in Platform if platform not in {Platform.FOLDER, Platform.DISCORD}
)
"""Where posts have figures, whether they are read or brought."""
_ZONES: Final = {Platform.YOUTUBE: ZoneInfo("America/Los_Angeles")}
_UTC: Final = ZoneInfo("UTC")


def name_day(platform: Platform, at: datetime) -> date:
    """Return the day of a time as the platform's analytics count it."""
    return at.astimezone(_ZONES.get(platform, _UTC)).date()


def is_due(post: MeasuredPost, *, now: datetime) -> bool:
    """Return whether to measure a post now: hourly for two days, then daily, at last less often."""
    if post.post_id is None or now - post.out_at > MEASURED_FOR:
        return False
    if post.newest is None:
        return True
    if is_young(post, now=now) and now - post.newest.measured_at >= YOUNG_EVERY:
        return True
    return name_day(post.platform, now) >= _next_day(post, post.newest, now=now)


def _next_day(post: MeasuredPost, newest: PostMetric, *, now: datetime) -> date:
    """Return the day on which a post that is no longer young is measured again."""
    is_settled = now - post.out_at > SETTLED
    return newest.on + timedelta(days=SETTLED_EVERY_DAYS if is_settled else 1)


def is_young(post: MeasuredPost, *, now: datetime) -> bool:
    return now - post.out_at <= YOUNG


def is_first_of_day(post: MeasuredPost, *, now: datetime) -> bool:
    """Return whether a post has not been measured yet on this day of its platform."""
    return post.newest is None or post.newest.on < name_day(post.platform, now)


def find_next_round(posts: Iterable[MeasuredPost], *, now: datetime) -> datetime | None:
    """Return when posts that are measured together are due again; None when they are too old.

    Those of one creator come at one hour of the day, and those of many creators spread over it.
    """
    known = [post for post in posts if post.post_id and now - post.out_at < MEASURED_FOR]
    if not known:
        return None
    if any(is_young(post, now=now) for post in known):
        return now + YOUNG_EVERY
    hour = zlib.crc32(known[0].creator_id.encode()) % 24
    today = now.astimezone(UTC).replace(hour=hour, minute=0, second=0, microsecond=0)
    first = today if today > now else today + timedelta(days=1)
    rounds = [first + timedelta(days=later) for later in range(SETTLED_EVERY_DAYS + 1)]
    due = next((at for at in rounds if any(is_due(post, now=at) for post in known)), None)
    # A figure of a day to come, from a clock that was ahead, makes nothing due that soon.
    is_for_later = any(rounds[-1] - post.out_at < MEASURED_FOR for post in known)
    return rounds[-1] if due is None and is_for_later else due


def measure(
    post: MeasuredPost, totals: PostTotals, *, now: datetime, days: Sequence[PostDay] = ()
) -> PostMetric:
    """Return today's figures; without `days`, daily figures are kept from the newest.

    What a platform's totals do not hold, but somebody imported, is kept too.
    """
    seen = post.newest
    engaged = sum(day.engaged_views for day in days) if days else None
    watched = sum(day.watched_seconds for day in days) if days else None
    return PostMetric(
        platform=post.platform,
        on=name_day(post.platform, now),
        post_id=post.post_id or "",
        measured_at=now,
        views=totals.views,
        likes=totals.likes if totals.likes is not None or not seen else seen.likes,
        comments=totals.comments if totals.comments is not None or not seen else seen.comments,
        shares=totals.shares if totals.shares is not None or not seen else seen.shares,
        engaged_views=seen.engaged_views if engaged is None and seen else engaged,
        watched_seconds=seen.watched_seconds if watched is None and seen else watched,
        saves=seen.saves if seen else None,
        watched_share=seen.watched_share if seen else None,
        impressions=seen.impressions if seen else None,
        click_rate=seen.click_rate if seen else None,
    )


def is_news(post: MeasuredPost, metric: PostMetric) -> bool:
    """Return whether a measurement has to be stored: it differs, or the last one is a week old."""
    seen = post.newest
    if seen is None or metric.on - seen.on >= timedelta(days=WINDOW_DAYS):
        return True
    return replace(metric, on=seen.on, measured_at=seen.measured_at) != seen


def choose_recent(
    post: MeasuredPost, days: Iterable[PostDay], *, now: datetime
) -> tuple[date, ...]:
    """Return which reported days may have changed: the newest few, and weekly the whole window."""
    weeks = (now - post.out_at).days // 7
    is_weekly = (
        post.newest is None
        or (now - post.out_at).days % 7 == 0
        or (post.newest.measured_at - post.out_at).days // 7 < weeks
    )
    return tuple(sorted({day.on for day in days})[-(WINDOW_DAYS + 2 if is_weekly else 4) :])


def correct(
    post: MeasuredPost,
    days: Sequence[PostDay],
    seen: Mapping[date, PostMetric],
    *,
    now: datetime,
    recent: Collection[date],
) -> tuple[PostMetric, ...]:
    """Return the changed figures of the `recent` days that the platform has now reported on."""
    corrected = []
    total = 0
    for day in sorted(days, key=lambda one: one.on):
        total += day.views
        if day.on not in recent:
            continue
        known = seen.get(day.on) or PostMetric(
            platform=post.platform,
            on=day.on,
            post_id=post.post_id or "",
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
    is_first = before is None and metric.is_imported

    def more(name: str) -> int:
        now, then = getattr(metric, name) or 0, getattr(before, name) if before else 0
        return 0 if then is None or is_first else max(0, now - then)

    counts = {name: more(name) for name in ("views", "likes", "comments", "shares")}
    if metric.day_views is not None:
        counts["views"] = metric.day_views
    if metric.day_engaged_views is not None:
        counts["engaged views"] = metric.day_engaged_views
    return counts
