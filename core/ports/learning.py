"""Learning: platforms' figures for posts, a creator's days, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from core.domain.accounts.platform_token import PlatformToken
from core.domain.learning.insight import Insight
from core.domain.learning.metrics import DayCounts, PostDay, PostMetric, PostTotals
from core.domain.learning.task import Task, TaskId, TaskStatus
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from core.ports.paging import Page


class MetricReader(Protocol):
    """Reads figures from one platform.

    TokenRefused if the access is refused; another ExternalFailure if no figures are available now,
    because of a quota for example.
    """

    @property
    def platform(self) -> Platform: ...

    async def read_totals(
        self, token: PlatformToken, post_ids: Sequence[str]
    ) -> Mapping[str, PostTotals]:
        """Return the figures of those posts that the platform knows."""
        ...

    async def read_days(
        self, token: PlatformToken, post_id: str, *, first: date, last: date
    ) -> tuple[PostDay, ...]:
        """Return what each day brought, if the platform reports it; some never do."""
        ...


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
        """Store the platforms' figures for a day, replacing older ones."""
        ...

    async def put_local_day(self, creator_id: CreatorId, worker_id: str, day: DayCounts) -> None:
        """Store one worker's own totals of a day for 400 days, replacing its older ones."""
        ...

    async def list_days(
        self, creator_id: CreatorId, first: date, last: date
    ) -> tuple[DayCounts, ...]:
        """Return the sums of each day that has any, from `first` to `last`."""
        ...


class MetricStore(Protocol):
    """Keeps how posts did for 400 days; storing a metric again replaces it."""

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
        """Return a post's newest metric within the `days` (at most 100) ending with `last`."""
        ...


class TaskStore(Protocol):
    """Keeps what a creator should do."""

    async def get_task(self, creator_id: CreatorId, task_id: TaskId) -> Task: ...

    async def add_task(self, task: Task) -> bool: ...

    async def save_task(self, task: Task) -> Task: ...

    async def list_tasks(
        self,
        creator_id: CreatorId,
        status: TaskStatus,
        *,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Task]:
        """List the tasks with one status, earliest due first."""
        ...
