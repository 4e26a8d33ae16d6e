"""Insights, days and metrics in memory."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from core.domain.learning.due_batch import DueBatch
from core.domain.learning.figure_file import FigureFile
from core.domain.learning.insight import Insight
from core.domain.learning.lessons import Lessons
from core.domain.learning.measured_post import MeasuredPost, name_made_on
from core.domain.learning.metrics import DayCounts, PostMetric, sum_days
from core.domain.publishing.publication import Publication
from core.domain.work.ids import CreatorId, PublicationId
from core.domain.work.platform import Platform
from core.ports.learning import (
    AnalyticsStore,
    DueBatchStore,
    ImportStore,
    InsightStore,
    LessonStore,
    MeasuredPostStore,
    MetricStore,
)
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


class FakeLessons:
    def __init__(self, memory: Memory) -> None:
        self._kept: Kept[Lessons] = Kept(memory, lambda lessons: (lessons.creator_id,))

    async def get_lessons(self, creator_id: CreatorId) -> Lessons:
        return self._kept.find(creator_id) or Lessons(creator_id=creator_id)

    async def save_lessons(self, lessons: Lessons) -> Lessons:
        return self._kept.save(lessons)


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
            expires_at=lambda pair: pair[1].measured_at + timedelta(days=100),
        )

    async def put_metrics(self, creator_id: CreatorId, metrics: Sequence[PostMetric]) -> None:
        for metric in metrics:
            self._kept.put((creator_id, metric))

    async def find_days(
        self, creator_id: CreatorId, platform: Platform, post_id: str, days: Sequence[date]
    ) -> Mapping[date, PostMetric]:
        return {
            metric.on: metric
            for _, metric in self._kept.list(creator_id, platform)
            if metric.post_id == post_id and metric.on in days
        }

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


class FakeMeasuredPosts:
    def __init__(self, memory: Memory) -> None:
        self._kept: Kept[MeasuredPost] = Kept(
            memory,
            lambda post: (post.creator_id, post.made_on.isoformat(), post.id),
            expires_at=lambda post: post.out_at + timedelta(days=400),
        )

    async def find_post(
        self, creator_id: CreatorId, post_id: PublicationId, *, made_on: date
    ) -> MeasuredPost | None:
        return self._kept.find(creator_id, made_on.isoformat(), post_id)

    async def find_posts(
        self, publications: Sequence[Publication]
    ) -> Mapping[PublicationId, MeasuredPost]:
        found = [
            await self.find_post(one.creator_id, one.id, made_on=name_made_on(one))
            for one in publications
        ]
        return {post.id: post for post in found if post is not None}

    async def save_post(self, post: MeasuredPost) -> MeasuredPost:
        return self._kept.save(post)

    async def list_posts(
        self, creator_id: CreatorId, *, first: date, last: date
    ) -> tuple[MeasuredPost, ...]:
        found = [post for post in self._kept.list(creator_id) if first <= post.made_on <= last]
        return tuple(sorted(found, key=lambda post: (post.made_on, post.id)))


class FakeImports:
    def __init__(self, memory: Memory) -> None:
        self._kept: Kept[FigureFile] = Kept(memory, lambda file: (file.creator_id, file.digest))

    async def find_import(self, creator_id: CreatorId, digest: str) -> FigureFile | None:
        return self._kept.find(creator_id, digest)

    async def put_import(self, file: FigureFile) -> None:
        self._kept.put(file)


class FakeDueBatches:
    shards = 8

    def __init__(self, memory: Memory) -> None:
        self._batches: dict[tuple[str, DueBatch], DueBatch] = {}
        self._is_taken_up = False
        memory.others.append(self._batches)

    async def list_batches(
        self, shard: int, *, until: datetime, cursor: str | None = None, limit: int = 100
    ) -> Page[DueBatch]:
        found = [
            batch
            for batch in self._batches.values()
            if batch.at <= until and zlib.crc32(batch.creator_id.encode()) % self.shards == shard
        ]
        return page_of(
            ("measuring", str(shard)),
            found,
            lambda batch: (batch.at.isoformat(), batch.creator_id, batch.made_on.isoformat()),
            cursor=cursor,
            limit=limit,
            newest_first=False,
        )

    async def put_batches(self, batches: Sequence[DueBatch]) -> None:
        self._batches.update({(batch.creator_id, batch): batch for batch in batches})

    async def delete_batches(self, batches: Sequence[DueBatch]) -> None:
        for batch in batches:
            self._batches.pop((batch.creator_id, batch), None)

    async def has_taken_up(self) -> bool:
        return self._is_taken_up

    async def note_taken_up(self) -> None:
        self._is_taken_up = True


_lessons: type[LessonStore] = FakeLessons
_insights: type[InsightStore] = FakeInsights
_analytics: type[AnalyticsStore] = FakeAnalytics
_metrics: type[MetricStore] = FakeMetrics
_posts: type[MeasuredPostStore] = FakeMeasuredPosts
_imports: type[ImportStore] = FakeImports
_batches: type[DueBatchStore] = FakeDueBatches
