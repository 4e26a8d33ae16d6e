"""Post measurement: reading views and likes of posts that are due, for days and for cards."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final, TypeVar

import structlog

from core.domain.accounts.platform_token import PlatformToken
from core.domain.learning.due_batch import DueBatch
from core.domain.learning.figure_words import name_shown, wants_showing
from core.domain.learning.measured_post import MeasuredPost
from core.domain.learning.measurement import (
    MEASURED,
    MEASURED_FOR,
    choose_recent,
    correct,
    find_next_round,
    is_due,
    is_first_of_day,
    is_news,
    is_young,
    measure,
    name_day,
)
from core.domain.learning.metrics import PostDay, PostMetric, PostTotals
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from core.errors import Conflict, TokenRefused, TrussError, may_pass
from core.ports.accounts import FreshTokens
from core.ports.learning import DueBatchStore, MeasuredPostStore, MetricReader, MetricStore
from core.ports.work import Clock, JobStore
from core.services.clips.card_jobs import CardJobs
from core.services.learning.day_totals import DayTotals
from core.services.learning.older_posts import OlderPosts
from core.services.work.health import Health

_log = structlog.get_logger(__name__)
T = TypeVar("T")
TOLD_SECONDS: Final = 2 * 3600.0
"""How long trouble is told of, if no later run says more."""
AWAITED_FOR: Final = timedelta(minutes=10)
"""How long a batch is kept for a post that is being stored; a killed process may never store it."""
FEW: Final = 25
"""Up to so many posts the days are summed up hourly; for more, once a day with the old posts."""


class PostMeasurement:
    """Measures posts that are due; measuring again only brings the figures up to date."""

    def __init__(
        self,
        *,
        clock: Clock,
        fresh_tokens: FreshTokens,
        readers: Mapping[Platform, MetricReader],
        posts: MeasuredPostStore,
        batches: DueBatchStore,
        metrics: MetricStore,
        day_totals: DayTotals,
        older_posts: OlderPosts,
        jobs: JobStore,
        card_jobs: CardJobs,
        health: Health,
    ) -> None:
        self._clock = clock
        self._fresh_tokens = fresh_tokens
        self._readers = readers
        self._posts = posts
        self._batches = batches
        self._metrics = metrics
        self._day_totals = day_totals
        self._older_posts = older_posts
        self._jobs = jobs
        self._card_jobs = card_jobs
        self._health = health

    async def measure_posts(self) -> int:
        """Measure all posts that are due; return how many were measured.

        Trouble with one account, a quota too, leaves its posts to the next run and no others.
        """
        if not self._readers:
            return 0
        await self._older_posts.take_up()
        return sum([await self._measure_shard(shard) for shard in range(self._batches.shards)])

    async def _measure_shard(self, shard: int) -> int:
        due: dict[CreatorId, list[DueBatch]] = {}
        now, cursor = self._clock.now(), None
        while True:
            page = await self._batches.list_batches(shard, until=now, cursor=cursor, limit=500)
            for batch in page.items:
                due.setdefault(batch.creator_id, []).append(batch)
            if (cursor := page.cursor) is None:
                break
        return sum([await self._measure_creator(*item) for item in due.items()])

    async def _measure_creator(self, creator_id: CreatorId, batches: list[DueBatch]) -> int:
        now = self._clock.now()
        posts = await self._list_posts(creator_id, {batch.made_on for batch in batches})
        due = [post for post in posts if is_due(post, now=now) and post.platform in self._readers]
        measured, failed = await self._measure_accounts(creator_id, sorted(due, key=_account))
        if measured:
            if len(measured) <= FEW or not all(is_young(post, now=now) for post in measured):
                await self._day_totals.put_days(creator_id, MEASURED, today=now.date())
            await self._show(creator_id, due, measured)
        await self._plan_next(batches, posts, {post.made_on for post in failed})
        return len(measured)

    async def _list_posts(self, creator_id: CreatorId, days: set[date]) -> list[MeasuredPost]:
        """Return the posts that were made on some days, by one query for days in a row."""
        found: list[MeasuredPost] = []
        in_rows = groupby(
            enumerate(sorted(days)), key=lambda pair: pair[1] - timedelta(days=pair[0])
        )
        for _, row in in_rows:
            one, *more = [day for _, day in row]
            last = more[-1] if more else one
            found += await self._posts.list_posts(creator_id, first=one, last=last)
        return found

    async def _plan_next(
        self, batches: Sequence[DueBatch], posts: Sequence[MeasuredPost], failed: set[date]
    ) -> None:
        """Give each batch its next time, then drop the one that is over; none once it is old."""
        now, following = self._clock.now(), []
        for on in {batch.made_on for batch in batches}:
            own = [p for p in posts if p.made_on == on and p.platform in self._readers]
            at = now if on in failed else find_next_round(own, now=now)
            if at is None and not _are_too_old(own, now=now):
                at = self._find_awaited([b for b in batches if b.made_on == on], posts)
            if at is not None:
                following.append(DueBatch(at=at, creator_id=batches[0].creator_id, made_on=on))
        await self._batches.put_batches(following)
        await self._batches.delete_batches([b for b in batches if b not in following])

    def _find_awaited(
        self, batches: Sequence[DueBatch], posts: Sequence[MeasuredPost]
    ) -> datetime | None:
        """Return when a batch was due whose post is not stored yet: it is written before it."""
        stored, now = {post.out_at for post in posts}, self._clock.now()
        fresh = [b.at for b in batches if b.at not in stored and now - b.at < AWAITED_FOR]
        return min(fresh, default=None)

    async def _measure_accounts(
        self, creator_id: CreatorId, due: list[MeasuredPost]
    ) -> tuple[list[MeasuredPost], list[MeasuredPost]]:
        """Return the posts that were measured, and those to be tried again in the next run.

        Trouble that only a person can end, such as an unlinked account, waits for the usual round.
        """
        measured: list[MeasuredPost] = []
        failed: list[MeasuredPost] = []
        for (platform, account_id), group in groupby(due, key=_account):
            posts = list(group)
            try:
                token = await self._fresh_tokens.get_fresh_token(creator_id, platform, account_id)
                measured += await self._measure_account(token, posts)
                self._health.forget(_name_part(platform))
            except TrussError as error:
                if may_pass(error):
                    failed += posts
                    self._health.note_trouble(
                        _name_part(platform),
                        f"{error} Posts there are measured in the next hour.",
                        for_seconds=TOLD_SECONDS,
                    )
                _log.warning("posts.not_measured", platform=platform.value, reason=str(error))
        return measured, failed

    async def _measure_account(
        self, token: PlatformToken, posts: list[MeasuredPost]
    ) -> list[MeasuredPost]:
        reader = self._readers[token.platform]
        ids = [post.post_id or "" for post in posts]
        totals, token = await self._ask(token, lambda held: reader.read_totals(held, ids))
        measured = []
        for post in posts:
            found = totals.get(post.post_id or "")
            if found is None:
                continue
            days, token = await self._read_days(token, reader, post)
            measured.append(await self._keep(post, found, days))
        return measured

    async def _read_days(
        self, token: PlatformToken, reader: MetricReader, post: MeasuredPost
    ) -> tuple[tuple[PostDay, ...], PlatformToken]:
        """Ask for daily figures once a day; if that fails, the totals are still stored."""
        now = self._clock.now()
        if not is_first_of_day(post, now=now):
            return (), token
        first, last = name_day(post.platform, post.out_at), name_day(post.platform, now)
        try:
            return await self._ask(
                token,
                lambda held: reader.read_days(held, post.post_id or "", first=first, last=last),
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

    async def _keep(
        self, post: MeasuredPost, totals: PostTotals, days: tuple[PostDay, ...]
    ) -> MeasuredPost:
        """Store what is new; return the post with its figures, and what its cards now show."""
        now = self._clock.now()
        metric = measure(post, totals, now=now, days=days)
        put = [metric] if is_news(post, metric) else []
        recent = choose_recent(post, days, now=now)
        seen = (
            await self._metrics.find_days(
                post.creator_id, post.platform, post.post_id or "", recent
            )
            if recent
            else {}
        )
        seen = {**seen, **{one.on: one for one in put if one.on in recent}}
        put += correct(post, days, seen, now=now, recent=recent)
        await self._metrics.put_metrics(post.creator_id, put)
        read = post.read(metric)
        if wants_showing(read, now=now) and read.newest is not None:
            read = replace(read, shown=name_shown(read.newest), shown_at=now)
        is_changed = read.by_age != post.by_age or read.shown_at != post.shown_at
        if put or is_changed or is_young(post, now=now):
            read = await self._save(read, metric)
        return read

    async def _save(self, read: MeasuredPost, metric: PostMetric) -> MeasuredPost:
        try:
            return await self._posts.save_post(read)
        except Conflict as conflict:
            if not isinstance(conflict.current, MeasuredPost):
                raise
            return await self._posts.save_post(conflict.current.read(metric))

    async def _show(
        self, creator_id: CreatorId, due: Sequence[MeasuredPost], measured: Sequence[MeasuredPost]
    ) -> None:
        """Queue the cards that say something else now than when their posts were due."""
        before = {post.id: post.shown_at for post in due}
        changed = [post for post in measured if post.shown_at != before[post.id]]
        clips = [post.clip_id for post in changed if post.clip_id]
        for job in await self._card_jobs.make_for_figures(creator_id, list(dict.fromkeys(clips))):
            await self._jobs.add_job(job)


def _are_too_old(posts: Sequence[MeasuredPost], *, now: datetime) -> bool:
    return bool(posts) and all(now - post.out_at >= MEASURED_FOR for post in posts)


def _name_part(platform: Platform) -> str:
    return f"Figures ({platform.label})"


def _account(post: MeasuredPost) -> tuple[Platform, str]:
    return post.platform, post.account_id
