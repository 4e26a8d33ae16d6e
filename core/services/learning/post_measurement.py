"""Post measurement: reading views and likes of published clips, for days and for cards."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TypeVar

import structlog

from core.domain.accounts.platform_token import PlatformToken
from core.domain.learning.measurement import (
    LOOK_BACK_DAYS,
    MEASURED_FOR,
    WINDOW_DAYS,
    correct,
    count_days,
    is_due,
    is_first_of_day,
    measure,
    name_day,
)
from core.domain.learning.metrics import PostDay, PostMetric, PostTotals
from core.domain.publishing.publication import OUT, Publication
from core.domain.work.ids import CreatorId, PublicationId
from core.domain.work.platform import Platform
from core.errors import TokenRefused, TrussError
from core.ports.accounts import FreshTokens
from core.ports.learning import AnalyticsStore, MetricReader, MetricStore
from core.ports.paging import collect
from core.ports.people import Directory
from core.ports.publishing import PublicationStore
from core.ports.work import Clock, JobStore
from core.services.clips.card_jobs import CardJobs

_log = structlog.get_logger(__name__)
T = TypeVar("T")
_BEFORE_DAYS = 30
"""After how long without a measurement a post's next one counts as its first."""


@dataclass(frozen=True, slots=True)
class _Post:
    """A publication that is due to be measured, and its newest measurement."""

    publication: Publication
    newest: PostMetric | None


class PostMeasurement:
    """Measures posts that are due; measuring again only brings the figures up to date."""

    def __init__(
        self,
        *,
        clock: Clock,
        directory: Directory,
        publications: PublicationStore,
        fresh_tokens: FreshTokens,
        readers: Mapping[Platform, MetricReader],
        metrics: MetricStore,
        analytics: AnalyticsStore,
        jobs: JobStore,
        card_jobs: CardJobs,
    ) -> None:
        self._clock = clock
        self._directory = directory
        self._publications = publications
        self._fresh_tokens = fresh_tokens
        self._readers = readers
        self._metrics = metrics
        self._analytics = analytics
        self._jobs = jobs
        self._card_jobs = card_jobs

    async def find_figures(
        self, publications: Iterable[Publication]
    ) -> Mapping[PublicationId, PostMetric]:
        """Return the newest measurement of each publication that has one."""
        figures = {}
        for publication in publications:
            if publication.status in OUT and publication.platform in self._readers:
                found = await self._find_newest(publication)
                if found is not None:
                    figures[publication.id] = found
        return figures

    async def measure_posts(self) -> int:
        """Measure all posts that are due; return how many were measured.

        Trouble with one account, a quota too, leaves its posts to the next run and no others.
        """
        if not self._readers:
            return 0
        creators = await collect(
            lambda cursor: self._directory.list_creators(cursor=cursor, limit=100)
        )
        return sum([await self._measure_creator(creator_id) for creator_id in creators])

    async def _measure_creator(self, creator_id: CreatorId) -> int:
        count, touched = 0, False
        posts = sorted(await self._list_due(creator_id), key=_account)
        for (platform, account_id), group in groupby(posts, key=_account):
            try:
                token = await self._fresh_tokens.get_fresh_token(creator_id, platform, account_id)
                count += await self._measure_account(token, list(group))
                touched = True
            except TrussError as error:
                _log.warning("posts.not_measured", platform=platform.value, reason=str(error))
        if touched:
            await self._put_days(creator_id)
        return count

    async def _list_due(self, creator_id: CreatorId) -> list[_Post]:
        now, cursor = self._clock.now(), None
        due: list[_Post] = []
        while True:
            page = await self._publications.list_publications(creator_id, cursor=cursor, limit=100)
            for publication in page.items:
                if publication.platform in self._readers and publication.status in OUT:
                    newest = await self._find_newest(publication)
                    if is_due(publication, newest, now=now):
                        due.append(_Post(publication, newest))
            oldest = min((p.created_at for p in page.items), default=now)
            # Some publications are made long before they go out, so look back twice as far.
            cursor = page.cursor if now - oldest <= 2 * MEASURED_FOR else None
            if cursor is None:
                return due

    async def _measure_account(self, token: PlatformToken, posts: list[_Post]) -> int:
        reader = self._readers[token.platform]
        ids = [post.publication.post_id or "" for post in posts]
        totals, token = await self._ask(token, lambda held: reader.read_totals(held, ids))
        count = 0
        for post in posts:
            found = totals.get(post.publication.post_id or "")
            if found is None:
                continue
            days, token = await self._read_days(token, reader, post)
            await self._keep(post, found, days)
            count += 1
        return count

    async def _read_days(
        self, token: PlatformToken, reader: MetricReader, post: _Post
    ) -> tuple[tuple[PostDay, ...], PlatformToken]:
        """Ask for daily figures once a day; if that fails, the totals are still stored."""
        publication, now = post.publication, self._clock.now()
        if not is_first_of_day(publication, post.newest, now=now):
            return (), token
        first = name_day(publication.platform, publication.created_at)
        last = name_day(publication.platform, now)
        try:
            return await self._ask(
                token,
                lambda held: reader.read_days(
                    held, publication.post_id or "", first=first, last=last
                ),
            )
        except TrussError as error:
            _log.warning("days.not_read", platform=token.platform.value, reason=str(error))
            return (), token

    async def _ask(
        self, token: PlatformToken, call: Callable[[PlatformToken], Awaitable[T]]
    ) -> tuple[T, PlatformToken]:
        try:
            return await call(token), token
        except TokenRefused:
            token = await self._fresh_tokens.replace_refused(token)
            return await call(token), token

    async def _keep(self, post: _Post, totals: PostTotals, days: tuple[PostDay, ...]) -> None:
        publication, now = post.publication, self._clock.now()
        metric = measure(publication, totals, now=now, seen=post.newest, days=days)
        await self._metrics.put_metric(publication.creator_id, metric)
        seen = {one.on: one for one in await self._list_of(publication, days)}
        for corrected in correct(publication, days, seen, now=now):
            await self._metrics.put_metric(publication.creator_id, corrected)
        if post.newest is None or _shown(metric) != _shown(post.newest):
            names = ("figures", publication.id, now.isoformat())
            for job in await self._card_jobs.make(
                publication.creator_id, publication.clip_id, *names
            ):
                await self._jobs.add_job(job)

    async def _list_of(
        self, publication: Publication, days: tuple[PostDay, ...]
    ) -> tuple[PostMetric, ...]:
        """Return the stored measurements of the days that a platform has figures for."""
        found = [await self._find_on(publication, day.on) for day in days]
        return tuple(metric for metric in found if metric is not None)

    async def _find_on(self, publication: Publication, on: date) -> PostMetric | None:
        return await self._metrics.find_newest(
            publication.creator_id,
            publication.platform,
            publication.post_id or "",
            last=on,
            days=1,
        )

    async def _find_newest(self, publication: Publication) -> PostMetric | None:
        if publication.post_id is None:
            return None
        return await self._metrics.find_newest(
            publication.creator_id,
            publication.platform,
            publication.post_id,
            last=name_day(publication.platform, self._clock.now()),
            days=LOOK_BACK_DAYS,
        )

    async def _put_days(self, creator_id: CreatorId) -> None:
        """Recompute the daily totals that may have changed, over all platforms."""
        last = self._clock.now().date() + timedelta(days=1)
        first = last - timedelta(days=WINDOW_DAYS + 2)
        metrics: list[PostMetric] = []
        for platform in self._readers:
            metrics += await self._list_metrics(creator_id, platform, first, last)
        for day in count_days(metrics, first=first, last=last):
            await self._analytics.put_day(creator_id, day)

    async def _list_metrics(
        self, creator_id: CreatorId, platform: Platform, first: date, last: date
    ) -> list[PostMetric]:
        """Return the measurements of a range of days, and for each post the one before it."""
        before = first - timedelta(days=_BEFORE_DAYS)
        return await collect(
            lambda cursor: self._metrics.list_metrics(
                creator_id, platform, first=before, last=last, cursor=cursor, limit=100
            )
        )


def _account(post: _Post) -> tuple[Platform, str]:
    return post.publication.platform, post.publication.account_id


def _shown(metric: PostMetric) -> tuple[int | None, ...]:
    return (metric.views, metric.likes, metric.comments, metric.shares, metric.engaged_views)
