"""Figure keeping: storing what people bring of a post beside what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.domain.learning.figure_words import name_shown, wants_showing
from core.domain.learning.measured_post import MeasuredPost
from core.domain.learning.measurement import MEASURED
from core.domain.learning.metrics import PostMetric, merge_metrics
from core.domain.work.ids import ClipId, CreatorId
from core.ports.learning import MeasuredPostStore, MetricStore
from core.ports.work import Clock, JobStore
from core.services.clips.card_jobs import CardJobs
from core.services.learning.day_totals import DayTotals
from core.services.work.save_again import change_stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """Figures of a post that somebody brought; of one that is new, the post itself."""

    post: MeasuredPost
    metric: PostMetric


class FigureKeeping:
    """Keeps figures once: the same again changes nothing."""

    def __init__(
        self,
        *,
        clock: Clock,
        posts: MeasuredPostStore,
        metrics: MetricStore,
        day_totals: DayTotals,
        jobs: JobStore,
        card_jobs: CardJobs,
    ) -> None:
        self._clock = clock
        self._posts = posts
        self._metrics = metrics
        self._day_totals = day_totals
        self._jobs = jobs
        self._card_jobs = card_jobs

    async def is_news(self, brought: Brought) -> bool:
        """Return whether it says anything that is not known."""
        if not brought.post.version or _read(brought.post, brought.metric) != brought.post:
            return True
        return await self._merge_day(brought) is not None

    async def keep(self, creator_id: CreatorId, all_brought: Sequence[Brought]) -> int:
        """Store all, and show them on the clips' cards; return how many posts changed."""
        changed = [one for one in all_brought if await self.is_news(one)]
        clips: list[ClipId] = []
        now = self._clock.now()
        for brought in changed:
            day = await self._merge_day(brought)
            await self._metrics.put_metrics(creator_id, [day] if day else [])
            saved = await self._save(brought, now)
            if saved.clip_id and saved.shown_at == now:
                clips.append(saved.clip_id)
        if changed:
            await self._day_totals.put_days(creator_id, MEASURED, today=now.date())
        for job in await self._card_jobs.make_for_figures(creator_id, list(dict.fromkeys(clips))):
            await self._jobs.add_job(job)
        return len(changed)

    async def _merge_day(self, brought: Brought) -> PostMetric | None:
        """Return the figures of that day with what was brought; None if nothing is new."""
        metric = brought.metric
        found = await self._metrics.find_days(
            brought.post.creator_id, metric.platform, metric.post_id, [metric.on]
        )
        known = found.get(metric.on)
        merged = merge_metrics(known, metric)
        if known is not None:
            merged = replace(
                merged,
                is_imported=known.is_imported,
                day_views=known.day_views,
                day_engaged_views=known.day_engaged_views,
                day_watched_seconds=known.day_watched_seconds,
            )
        return None if merged == known else merged

    async def _save(self, brought: Brought, now: datetime) -> MeasuredPost:
        post = brought.post

        async def load() -> MeasuredPost:
            found = await self._posts.find_post(post.creator_id, post.id, made_on=post.made_on)
            return found or replace(post, version=0)

        def read(stored: MeasuredPost) -> MeasuredPost:
            made = _read(replace(stored, post_id=stored.post_id or post.post_id), brought.metric)
            return _show(made, now)

        return await change_stored(load, read, self._posts.save_post)


def _read(post: MeasuredPost, metric: PostMetric) -> MeasuredPost:
    """Return the post after what was brought; a platform's own word stays marked as such."""
    read = post.read(metric)
    if read.newest is None:
        return read
    newest = replace(read.newest, is_imported=False, post_id=post.post_id or "")
    return replace(read, newest=newest)


def _show(post: MeasuredPost, now: datetime) -> MeasuredPost:
    if not wants_showing(post, now=now) or post.newest is None:
        return post
    return replace(post, shown=name_shown(post.newest), shown_at=now)
