"""Analytics reading: days, platforms and posts of a stretch of time, at a cost that stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from typing import Final

from core.domain.learning.measured_post import MeasuredPost
from core.domain.learning.measurement import MEASURED
from core.domain.learning.metrics import DayCounts, fill_days
from core.domain.people.actor import Actor
from core.domain.work.platform import Platform
from core.errors import InvalidInput
from core.ports.learning import AnalyticsStore, MeasuredPostStore
from core.ports.work import Clock

PERIODS_DAYS: Final = (7, 30, 90)
POST_FIGURES: Final = ("views", "likes", "comments", "shares")
ENOUGH_POSTS: Final = 60
_STEP: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformSums:
    """What one platform brought in these days; `share` is its part of all views, of 1."""

    platform: Platform
    counts: Mapping[str, int]
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Analytics:
    """Every day from the first to the last, and what they make together.

    `posts` were made on `posts_since` or later, the most views first; before that day there may be
    more of this period.
    """

    days: tuple[DayCounts, ...]
    sums: Mapping[str, int]
    platforms: tuple[PlatformSums, ...]
    posts: tuple[MeasuredPost, ...]
    posts_since: date
    has_older_posts: bool


class AnalyticsReading:
    """Reads what was measured: the days by one query, posts week by week until they are enough."""

    def __init__(
        self, *, clock: Clock, analytics: AnalyticsStore, posts: MeasuredPostStore
    ) -> None:
        self._clock = clock
        self._analytics = analytics
        self._posts = posts

    async def read(self, actor: Actor, days: int, *, posts_until: date | None = None) -> Analytics:
        """Return the last days, today among them; `posts_until` goes on with older posts."""
        actor.require_team()
        if days not in PERIODS_DAYS:
            raise InvalidInput(f"Choose {', '.join(map(str, PERIODS_DAYS))} days.")
        last = self._clock.now().astimezone(UTC).date()
        first = last - timedelta(days=days - 1)
        found = await self._analytics.list_days(actor.creator_id, first, last)
        sums = Counter[str]()
        for day in found:
            sums.update(day.counts)
        until = min(posts_until or last, last)
        posts, since = await self._read_posts(actor, first, until)
        return Analytics(
            days=fill_days(found, first, last),
            sums=sums,
            platforms=_sum_platforms(sums),
            posts=tuple(sorted(posts, key=_by_views)),
            posts_since=since,
            has_older_posts=since > first,
        )

    async def _read_posts(
        self, actor: Actor, first: date, last: date
    ) -> tuple[list[MeasuredPost], date]:
        posts: list[MeasuredPost] = []
        since = last + timedelta(days=1)
        while since > first and len(posts) < ENOUGH_POSTS:
            begin = max(first, since - _STEP)
            posts += await self._posts.list_posts(
                actor.creator_id, first=begin, last=since - timedelta(days=1)
            )
            since = begin
        return posts, since


def _by_views(post: MeasuredPost) -> tuple[int, str]:
    """Sort by views; a post of which none are known comes last."""
    views = post.newest.views if post.newest else None
    return (1 if views is None else -views, post.id)


def _sum_platforms(sums: Mapping[str, int]) -> tuple[PlatformSums, ...]:
    views = sum(sums.get(f"{platform.value} views", 0) for platform in MEASURED)
    found = [
        PlatformSums(
            platform=platform,
            counts={name: sums.get(f"{platform.value} {name}", 0) for name in POST_FIGURES},
            share=sums.get(f"{platform.value} views", 0) / views if views else None,
        )
        for platform in MEASURED
        if any(sums.get(f"{platform.value} {name}") for name in POST_FIGURES)
    ]
    return tuple(sorted(found, key=lambda one: (-one.counts["views"], one.platform.value)))
