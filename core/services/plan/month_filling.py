"""Month filling: a creator's goals for a month, and the ideas that fill its openings."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

import structlog

from core.domain.people.actor import Actor
from core.domain.people.creator_profile import check_month, find_zone
from core.domain.plan.calendar import CalendarEntry
from core.domain.plan.idea_patterns import Idea, Material, gather_material, make_idea
from core.domain.plan.month_plan import MonthPlan, Recurrence
from core.domain.plan.post import Post, PostId
from core.domain.plan.slot_filling import Opening, Taken, check_count, list_openings
from core.domain.publishing.posting_slot import PostingSlot
from core.domain.work.ids import CreatorId, make_ulid
from core.domain.work.plain_text import clean_text
from core.domain.work.platform import TAKE_POSTS, Platform
from core.errors import InvalidInput
from core.ports.learning import LessonStore
from core.ports.paging import Page, collect
from core.ports.people import ProfileStore
from core.ports.plan import Calendar, PlanStore, PostStore, SlotStore
from core.ports.publishing import TargetStore
from core.ports.streams import StreamStore
from core.ports.work import Clock
from core.services.plan.model_writing import ModelWriting
from core.services.plan.plan_reading import name_month, name_month_before
from core.services.plan.post_writing import make_draft

_log = structlog.get_logger(__name__)
COUNT_USUAL: Final = 30
_WORDS_MAX: Final = 20
_WORD_LENGTH_MAX: Final = 120
_TRIES: Final = 5
_MATERIAL: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Goals:
    """What a creator wants from a month; None leaves what is there."""

    niche: str | None = None
    goals: Sequence[str] | None = None
    themes: Sequence[str] | None = None
    recurring: Sequence[Recurrence] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What filling added, in the order of time, and how many posts were planned before.

    `note` is a sentence where a model was to write and could not write all.
    """

    added: tuple[Post, ...]
    were_there: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Now:
    """All that filling depends on, as it was read."""

    at: datetime
    zone: ZoneInfo
    slots: tuple[PostingSlot, ...]
    platforms: tuple[Platform, ...]
    material: Material


class MonthFilling:
    """Fills the next openings with ideas; what is there stays as it is.

    Ideas are a model's where there is one, else they follow from their openings. The ids always
    do: of two who fill at once, or of one who fills again after a crash, each opening gets one
    post.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        profiles: ProfileStore,
        plans: PlanStore,
        posts: PostStore,
        slots: SlotStore,
        calendar: Calendar,
        targets: TargetStore,
        streams: StreamStore,
        lessons: LessonStore,
        model_writing: ModelWriting,
    ) -> None:
        self._clock = clock
        self._profiles = profiles
        self._plans = plans
        self._posts = posts
        self._slots = slots
        self._calendar = calendar
        self._targets = targets
        self._streams = streams
        self._lessons = lessons
        self._model_writing = model_writing

    async def set_goals(self, actor: Actor, month: str, goals: Goals) -> MonthPlan:
        """Set what a creator wants from a month."""
        actor.require_editor()
        now = self._clock.now()
        plan = await self._find_plan(actor.creator_id, check_month(month)) or MonthPlan(
            creator_id=actor.creator_id, month=month, created_at=now, updated_at=now, version=0
        )
        changed = replace(
            plan,
            niche=plan.niche if goals.niche is None else clean_text(goals.niche, _WORD_LENGTH_MAX),
            goals=plan.goals if goals.goals is None else _clean(goals.goals),
            themes=plan.themes if goals.themes is None else _clean(goals.themes),
            recurring=plan.recurring if goals.recurring is None else tuple(goals.recurring),
            updated_at=now,
        )
        return await self._plans.save_plan(changed)

    async def set_weekly(
        self, actor: Actor, month: str, weekday: int, weekly: Recurrence | None
    ) -> MonthPlan:
        """Plan a post for a day of every week in place of the one there; None plans none."""
        actor.require_editor()
        plan = await self._find_plan(actor.creator_id, check_month(month))
        kept = [one for one in (plan.recurring if plan else ()) if one.weekday != weekday]
        if weekly is not None:
            title = clean_text(weekly.title, _WORD_LENGTH_MAX)
            if not title:
                raise InvalidInput("Give the weekly post a title, such as Clip of the week.")
            kept.append(replace(weekly, title=title))
        kept.sort(key=lambda one: one.weekday)
        return await self.set_goals(actor, month, Goals(recurring=kept))

    async def fill(
        self, actor: Actor, *, count: int = COUNT_USUAL, platforms: Sequence[Platform] = ()
    ) -> Filled:
        """Plan posts until there are `count` from now on, and add only what is missing."""
        actor.require_editor()
        check_count(count)
        now = await self._look(actor.creator_id, tuple(dict.fromkeys(platforms)))
        horizon = _open(now, count, ())
        months = dict.fromkeys(name_month(o.at, now.zone) for o in horizon)
        coming = await self._list_coming(actor.creator_id, [*months], now.at)
        until = horizon[-1].at if horizon else now.at
        planned = [taken for taken, _ in coming if taken.at <= until]
        missing = max(0, count - len(planned))
        openings = _open(now, missing, [taken for taken, _ in coming]) if missing else ()
        used = {title for _, title in coming}
        written = await self._model_writing.write_ideas(
            actor.creator_id, openings, now.material, used=used
        )
        added: list[Post] = []
        for opening in openings:
            idea = written.ideas.get(opening) or make_idea(
                now.material, day=opening.day, platform=opening.platform, used=used
            )
            post = await self._add(actor, opening, now, idea)
            used.add(post.title)
            added.append(post)
        _log.info("plan.filled", creator_id=actor.creator_id, count=len(added))
        return Filled(added=tuple(added), were_there=len(planned), note=written.note)

    async def _look(self, creator_id: CreatorId, platforms: tuple[Platform, ...]) -> _Now:
        at = self._clock.now()
        profile = await self._profiles.get_profile(creator_id)
        zone = await asyncio.to_thread(find_zone, profile.time_zone)
        plan = await self._find_plan(creator_id, name_month(at, zone))
        streams = await self._streams.list_streams(creator_id, limit=_MATERIAL)
        lessons = await self._lessons.get_lessons(creator_id)
        material = gather_material(
            plan,
            streams=[stream.title for stream in streams.items],
            insights=[claim.statement for claim in lessons.claims[:_MATERIAL]],
        )
        slots = (await self._slots.get_slots(creator_id)).slots
        if not platforms:
            targets = (await self._targets.get_targets(creator_id)).targets
            named = [target.platform for target in targets]
            named += [slot.platform for slot in slots if slot.platform]
            platforms = tuple(dict.fromkeys(named)) or TAKE_POSTS
        return _Now(at=at, zone=zone, slots=slots, platforms=platforms, material=material)

    async def _find_plan(self, creator_id: CreatorId, month: str) -> MonthPlan | None:
        """Return a month's plan; where it has none yet, what was wanted a month before goes on."""
        plan = await self._plans.find_plan(creator_id, month)
        if plan is not None:
            return plan
        former = await self._plans.find_plan(creator_id, name_month_before(month))
        return replace(former, month=month, version=0) if former else None

    async def _list_coming(
        self, creator_id: CreatorId, months: Sequence[str], after: datetime
    ) -> list[tuple[Taken, str]]:
        """Return the posts of these months that are still to come: their places and titles."""
        found: list[tuple[Taken, str]] = []
        for month in months:
            read = partial(self._read_month, creator_id, month)
            for entry in await collect(read):
                if entry.kind == "post" and entry.at and entry.at > after:
                    platforms = tuple(Platform(name) for name in entry.platforms)
                    found.append((Taken(at=entry.at, platforms=platforms), entry.title))
        return found

    async def _read_month(
        self, creator_id: CreatorId, month: str, cursor: str | None
    ) -> Page[CalendarEntry]:
        return await self._calendar.list_month(creator_id, month, cursor=cursor)

    async def _add(self, actor: Actor, opening: Opening, now: _Now, idea: Idea) -> Post:
        """Add the idea of an opening, or return the one that somebody has just added there."""
        for attempt in range(_TRIES):
            post = Post(
                id=_name_post(actor.creator_id, opening, attempt),
                creator_id=actor.creator_id,
                month=name_month(opening.at, now.zone),
                planned_at=opening.at,
                title=idea.title,
                text=idea.text,
                platforms=(opening.platform,),
                wish=idea.wish,
                drafts=1,
                created_at=now.at,
                updated_at=now.at,
            )
            if await self._posts.add_post(post, draft=make_draft(post)):
                return post
            there = await self._posts.get_post(actor.creator_id, post.id)
            if there.planned_at == opening.at:
                return there
        raise InvalidInput("Other posts were moved away from there too often: choose a slot.")


def _open(now: _Now, count: int, taken: Sequence[Taken]) -> tuple[Opening, ...]:
    fit = [s for s in now.slots if s.platform is None or s.platform in now.platforms]
    return list_openings(
        after=now.at,
        count=count,
        zone=now.zone,
        slots=fit,
        platforms=now.platforms,
        taken=taken,
    )


def _name_post(creator_id: CreatorId, opening: Opening, attempt: int) -> PostId:
    """Return the id of the post that fills an opening; another one if that was moved away."""
    name = "\x1f".join((creator_id, opening.at.isoformat(), opening.platform, str(attempt)))
    digest = hashlib.blake2b(name.encode(), digest_size=10).digest()
    return PostId(make_ulid(opening.at, digest))


def _clean(words: Sequence[str]) -> tuple[str, ...]:
    cleaned = (clean_text(word, _WORD_LENGTH_MAX) for word in words)
    return tuple(dict.fromkeys(word for word in cleaned if word))[:_WORDS_MAX]
