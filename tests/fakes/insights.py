"""Insights, days and metrics in memory."""

from __future__ import annotations

from datetime import date, timedelta

from core.domain.learning.insight import Insight
from core.domain.learning.metrics import DayCounts, PostMetric, sum_days
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from core.ports.learning import AnalyticsStore, InsightStore, MetricStore
from core.ports.paging import Page
from tests.fakes.kept import Kept
from tests.fakes.stores import Memory, page_of


class FakeInsights:
    def __init__(self, memory: Memory) -> None:
        self._kept: Kept[Insight] = Kept(memory, lambda i: (i.creator_id, i.month, i.id))

    async def add_insight(self, insight: Insight) -> bool:
        return self._kept.add(insight)

    async def list_insights(
        self,
        creator_id: CreatorId,
        *,
        month: str | None = None,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Insight]:
        found = self._kept.list(creator_id, *([month] if month else []))
        scope = (creator_id, "insights", month or "")
        return page_of(scope, found, lambda i: (i.month, i.id), cursor=cursor, limit=limit)


class FakeAnalytics:
    """Days by creator and worker; those without a worker are the platforms'."""

    def __init__(self, memory: Memory) -> None:
        self._clock = memory.clock
        self._days: dict[tuple[str, str, str], DayCounts] = {}
        self._written = dict[tuple[str, str, str], date]()
        memory.others.append(self._days)

    async def put_day(self, creator_id: CreatorId, day: DayCounts) -> None:
        self._put(creator_id, "", day)

    async def put_local_day(self, creator_id: CreatorId, worker_id: str, day: DayCounts) -> None:
        self._put(creator_id, worker_id, day)

    def _put(self, creator_id: CreatorId, worker_id: str, day: DayCounts) -> None:
        key = (creator_id, day.on.isoformat(), worker_id)
        self._days[key] = day
        self._written[key] = self._clock.now().date()

    async def list_days(
        self, creator_id: CreatorId, first: date, last: date
    ) -> tuple[DayCounts, ...]:
        oldest = self._clock.now().date() - timedelta(days=400)
        return sum_days(
            day
            for key, day in self._days.items()
            if key[0] == creator_id
            and first <= day.on <= last
            and (not key[2] or self._written[key] > oldest)
        )


class FakeMetrics:
    def __init__(self, memory: Memory) -> None:
        self._kept: Kept[tuple[CreatorId, PostMetric]] = Kept(
            memory,
            lambda pair: (pair[0], pair[1].platform, pair[1].on.isoformat(), pair[1].post_id),
            expires_at=lambda pair: pair[1].measured_at + timedelta(days=400),
        )

    async def put_metric(self, creator_id: CreatorId, metric: PostMetric) -> None:
        self._kept.put((creator_id, metric))

    async def list_metrics(
        self,
        creator_id: CreatorId,
        platform: Platform,
        *,
        first: date,
        last: date,
        cursor: str | None = None,
        limit: int = 100,
    ) -> Page[PostMetric]:
        found = [
            metric
            for _, metric in self._kept.list(creator_id, platform)
            if first <= metric.on <= last
        ]
        return page_of(
            (creator_id, "metrics", platform, str(first), str(last)),
            found,
            lambda m: (m.on.isoformat(), m.post_id),
            cursor=cursor,
            limit=limit,
            newest_first=False,
        )

    async def find_newest(
        self, creator_id: CreatorId, platform: Platform, post_id: str, *, last: date, days: int
    ) -> PostMetric | None:
        first = last - timedelta(days=days - 1)
        found = [
            metric
            for _, metric in self._kept.list(creator_id, platform)
            if metric.post_id == post_id and first <= metric.on <= last
        ]
        return max(found, key=lambda metric: metric.on, default=None)


_insights: type[InsightStore] = FakeInsights
_analytics: type[AnalyticsStore] = FakeAnalytics
_metrics: type[MetricStore] = FakeMetrics
