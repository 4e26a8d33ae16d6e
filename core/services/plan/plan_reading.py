"""Plan reading: a month by day, the board by status, a platform's texts; one query each."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.domain.people.actor import Actor
from core.domain.people.creator_profile import check_month, find_zone
from core.domain.plan.calendar import CalendarEntry
from core.domain.plan.month_plan import MonthPlan
from core.domain.plan.post import PlatformVariant, Post, PostId, PostStatus, WholePost
from core.domain.plan.word_changes import WordChange, compare_words
from core.domain.publishing.publication import Publication
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from core.errors import NotFound
from core.ports.paging import Page
from core.ports.people import ProfileStore
from core.ports.plan import Calendar, PlanStore, PostStore
from core.ports.publishing import PublicationStore
from core.ports.work import Clock

_MONTH = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthPage:
    """A page of a month in the creator's own time."""

    month: str
    zone: ZoneInfo
    entries: tuple[CalendarEntry, ...]
    cursor: str | None = None


class PlanReading:
    """Shows the plan to whoever works for the creator."""

    def __init__(
        self,
        *,
        clock: Clock,
        profiles: ProfileStore,
        plans: PlanStore,
        posts: PostStore,
        publications: PublicationStore,
        calendar: Calendar,
    ) -> None:
        self._clock = clock
        self._profiles = profiles
        self._plans = plans
        self._posts = posts
        self._publications = publications
        self._calendar = calendar

    async def find_zone(self, creator_id: CreatorId) -> ZoneInfo:
        profile = await self._profiles.get_profile(creator_id)
        return await asyncio.to_thread(find_zone, profile.time_zone)

    async def find_plan(self, actor: Actor, month: str) -> MonthPlan | None:
        actor.require_team()
        return await self._plans.find_plan(actor.creator_id, check_month(month))

    async def list_month(
        self, actor: Actor, month: str = "", *, cursor: str | None = None, limit: int = 100
    ) -> MonthPage:
        """Return a month, by default the current one, in the order of time."""
        actor.require_team()
        zone = await self.find_zone(actor.creator_id)
        month = check_month(month) if month else name_month(self._clock.now(), zone)
        page = await self._calendar.list_month(actor.creator_id, month, cursor=cursor, limit=limit)
        return MonthPage(month=month, zone=zone, entries=page.items, cursor=page.cursor)

    async def list_status(
        self,
        actor: Actor,
        status: PostStatus,
        *,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Post]:
        """Return a column of the board; what is still to come is listed before what is over."""
        actor.require_team()
        return await self._posts.list_posts(actor.creator_id, status, cursor=cursor, limit=limit)

    async def list_platform(
        self,
        actor: Actor,
        platform: Platform,
        *,
        status: PostStatus | None = None,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[PlatformVariant]:
        """Return the texts for a platform, by status and then by time."""
        actor.require_team()
        return await self._posts.list_variants(
            actor.creator_id, platform, status=status, cursor=cursor, limit=limit
        )

    async def get_post(self, actor: Actor, post_id: PostId) -> WholePost:
        actor.require_team()
        return await self._posts.get_whole_post(actor.creator_id, post_id)

    async def list_publications(self, actor: Actor, post: Post) -> tuple[Publication, ...]:
        """Return the publications of a post's clip, the newest first; none without a clip."""
        actor.require_team()
        if post.clip_id is None:
            return ()
        return await self._publications.list_publications_of_clip(actor.creator_id, post.clip_id)

    async def search(self, actor: Actor, text: str, *, limit: int) -> tuple[CalendarEntry, ...]:
        """Return posts of this month and the next whose titles contain all the words."""
        actor.require_team()
        words = text.casefold().split()
        now, zone = self._clock.now(), await self.find_zone(actor.creator_id)
        months = (name_month(now, zone), name_month(_next_month(now, zone), zone))
        this, following = await asyncio.gather(
            *(self._calendar.list_month(actor.creator_id, month) for month in months)
        )
        found = [
            entry
            for entry in (*this.items, *following.items)
            if entry.kind == "post" and all(word in entry.title.casefold() for word in words)
        ]
        return tuple(found[:limit])

    async def compare(
        self,
        actor: Actor,
        post_id: PostId,
        first: str,
        second: str,
        *,
        platform: Platform | None = None,
    ) -> tuple[WordChange, ...]:
        """Return how one draft became another, word by word."""
        whole = await self.get_post(actor, post_id)
        drafts = [whole.find_draft(name, platform) for name in (first, second)]
        if drafts[0] is None or drafts[1] is None:
            raise NotFound("There is no such draft; choose one of the list.")
        before, after = (f"{one.title}\n\n{one.text}" for one in drafts if one)
        return await asyncio.to_thread(compare_words, before, after)


def name_month(at: datetime, zone: ZoneInfo) -> str:
    """Return the month of a time, as in `2026-11`."""
    return f"{at.astimezone(zone):%Y-%m}"


def name_month_before(month: str) -> str:
    """Return the month before one, both as in `2026-11`; the first year's begins the calendar."""
    year, number = int(month[:4]), int(month[5:])
    if (year, number) == (0, 1):
        return month
    return f"{year - (number == 1):04}-{number - 1 or 12:02}"


def _next_month(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(day=1, hour=12) + _MONTH
