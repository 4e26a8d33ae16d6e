"""Day totals: what each day brought a creator, over all posts and platforms."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from core.domain.learning.measurement import WINDOW_DAYS, count_days
from core.domain.learning.metrics import PostMetric
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from core.ports.learning import AnalyticsStore, MetricStore
from core.ports.paging import collect

_BEFORE_DAYS = WINDOW_DAYS + 1
"""How far before the window a post's last measurement lies at most: each has one in a week."""


class DayTotals:
    """Recomputes the days that may have changed, and stores those that did."""

    def __init__(
        self,
        *,
        metrics: MetricStore,
        analytics: AnalyticsStore,
    ) -> None:
        self._metrics = metrics
        self._analytics = analytics

    async def put_days(
        self, creator_id: CreatorId, platforms: Collection[Platform], *, today: date
    ) -> None:
        last = today + timedelta(days=1)
        first = last - timedelta(days=WINDOW_DAYS + 2)
        found: list[PostMetric] = []
        for platform in platforms:
            found += await self._list_metrics(creator_id, platform, first, last)
        days = count_days(found, first=first, last=last)
        kept = {day.on: day for day in await self._analytics.list_days(creator_id, first, last)}
        for day in days:
            known = kept[day.on].counts if day.on in kept else {}
            if any(known.get(name) != count for name, count in day.counts.items()):
                await self._analytics.put_day(creator_id, day)

    async def _list_metrics(
        self, creator_id: CreatorId, platform: Platform, first: date, last: date
    ) -> list[PostMetric]:
        """Return the measurements of a range of days, and for each post the one before it."""
        before = first - timedelta(days=_BEFORE_DAYS)
        return await collect(
            lambda cursor: self._metrics.list_metrics(
                creator_id, platform, first=before, last=last, cursor=cursor, limit=500
            )
        )
