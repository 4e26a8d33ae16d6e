"""Learning: platforms' figures for posts, a creator's days, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from core.domain.accounts.platform_token import PlatformToken
from core.domain.learning.due_batch import DueBatch
from core.domain.learning.exports.post_tables import RawTable
from core.domain.learning.figure_file import FigureFile
from core.domain.learning.insight import Insight
from core.domain.learning.lessons import Lessons
from core.domain.learning.measured_post import MeasuredPost
from core.domain.learning.metrics import DayCounts, PostDay, PostMetric, PostTotals
from core.domain.learning.task import Task, TaskId, TaskStatus
from core.domain.publishing.publication import Publication
from core.domain.work.ids import CreatorId, PublicationId
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


class ExportReader(Protocol):
    """Reads the file that somebody exported from a platform."""

    async def read(self, data: bytes, file_name: str) -> tuple[RawTable, ...]:
        """Return its tables; InvalidInput says in words why it cannot be read."""
        ...


class ImportStore(Protocol):
    """Keeps which files of figures a creator has imported, by their hash."""

    async def find_import(self, creator_id: CreatorId, digest: str) -> FigureFile | None: ...

    async def put_import(self, file: FigureFile) -> None: ...


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


class LessonStore(Protocol):
    """Keeps what each creator's posts have taught."""

    async def get_lessons(self, creator_id: CreatorId) -> Lessons: ...

    async def save_lessons(self, lessons: Lessons) -> Lessons: ...


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
    """Keeps each day's figures of a post for 100 days; storing a metric again replaces it."""

    async def put_metrics(self, creator_id: CreatorId, metrics: Sequence[PostMetric]) -> None:
        """Store many, of which the last of each post and day counts."""
        ...

    async def find_days(
        self, creator_id: CreatorId, platform: Platform, post_id: str, days: Sequence[date]
    ) -> Mapping[date, PostMetric]:
        """Return a post's metrics of those of at most 100 days that have one."""
        ...

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


class MeasuredPostStore(Protocol):
    """Keeps each post that is out, with its tags and its figures."""

    async def find_post(
        self, creator_id: CreatorId, post_id: PublicationId, *, made_on: date
    ) -> MeasuredPost | None: ...

    async def find_posts(
        self, publications: Sequence[Publication]
    ) -> Mapping[PublicationId, MeasuredPost]:
        """Return the posts of publications (of one creator) that are kept."""
        ...

    async def save_post(self, post: MeasuredPost) -> MeasuredPost:
        """Store it over the version that was seen, 0 for a new one; Conflict if it changed."""
        ...

    async def list_posts(
        self, creator_id: CreatorId, *, first: date, last: date
    ) -> tuple[MeasuredPost, ...]:
        """Return the posts that were made from `first` to `last` (UTC days), oldest first.

        A post may go out weeks after it was made.
        """
        ...


class DueBatchStore(Protocol):
    """Keeps when which posts are measured, in `shards` parts; a creator lies in one of them."""

    @property
    def shards(self) -> int: ...

    async def list_batches(
        self, shard: int, *, until: datetime, cursor: str | None = None, limit: int = 100
    ) -> Page[DueBatch]:
        """List what is due in one part, oldest first; the list is never behind."""
        ...

    async def put_batches(self, batches: Sequence[DueBatch]) -> None:
        """Store them; storing one again changes nothing."""
        ...

    async def delete_batches(self, batches: Sequence[DueBatch]) -> None: ...

    async def has_taken_up(self) -> bool:
        """Return whether posts that went out before there were batches have theirs."""
        ...

    async def note_taken_up(self) -> None: ...


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
