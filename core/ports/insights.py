"""Insights and what they rest on: the days of a creator, and posts on their platforms."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from core.domain.ids import CreatorId
from core.domain.insight import Insight
from core.domain.metrics import DayCounts, PostMetric
from core.domain.platform import Platform
from core.ports.stores import Page


class InsightStore(Protocol):
    """Keeps insights; each is written once."""

    async def add_insight(self, insight: Insight) -> bool: ...

    async def list_insights(
        self,
        creator_id: CreatorId,
        *,
        month: str | None = None,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Insight]:
        """List insights of one month or of all, newest first."""
        ...


class AnalyticsStore(Protocol):
    """Keeps a creator's days as totals, so that writing a day twice changes nothing."""

    async def put_day(self, creator_id: CreatorId, day: DayCounts) -> None:
        """Store what platforms say of a day; what was stored of it is replaced."""
        ...

    async def put_local_day(self, creator_id: CreatorId, worker_id: str, day: DayCounts) -> None:
        """Store one worker's own totals of a day, for 400 days; its older ones are replaced."""
        ...

    async def add_local_counts(
        self, creator_id: CreatorId, worker_id: str, day: DayCounts
    ) -> DayCounts:
        """Add to one worker's totals of a day, atomically, and return them; not idempotent."""
        ...

    async def list_days(
        self, creator_id: CreatorId, first: date, last: date
    ) -> tuple[DayCounts, ...]:
        """Return the sums of each day that has any, from `first` to `last`."""
        ...


class MetricStore(Protocol):
    """Keeps how posts did for 400 days; a metric put again replaces the older one."""

    async def put_metric(self, creator_id: CreatorId, metric: PostMetric) -> None: ...

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
        """List a platform's metrics from day to day."""
        ...

    async def find_newest(
        self, creator_id: CreatorId, platform: Platform, post_id: str, *, last: date, days: int
    ) -> PostMetric | None:
        """Return the newest metric of a post in the `days` (at most 100) that end with `last`."""
        ...
