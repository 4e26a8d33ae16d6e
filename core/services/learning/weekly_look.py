"""Weekly look: what a creator's posts have taught by now, and the tasks that follow."""

from __future__ import annotations

import asyncio
from datetime import datetime
from functools import partial

import structlog

from core.domain.clips.clip import Clip, ClipStatus
from core.domain.learning.checking.part_weights import Verdict
from core.domain.learning.insight import Insight, InsightId
from core.domain.learning.learning_step import NewClaim, learn
from core.domain.learning.lessons import Lessons
from core.domain.learning.task import TaskStatus
from core.domain.learning.todo import list_proposals, make_task, name_task
from core.domain.people.creator_profile import name_local_month
from core.domain.work.ids import CreatorId
from core.errors import NotFound
from core.ports.clips import ClipStore
from core.ports.learning import InsightStore, LessonStore, TaskStore
from core.ports.people import ProfileStore
from core.ports.work import Clock, Ids
from core.services.learning.post_reading import PostReading
from core.services.work.save_again import change_stored

_log = structlog.get_logger(__name__)
_VERDICTS = 100


class WeeklyLook:
    """Looks at one creator; looking again on the same day finds the same and costs the same."""

    def __init__(
        self,
        *,
        clock: Clock,
        ids: Ids,
        reading: PostReading,
        lessons: LessonStore,
        insights: InsightStore,
        tasks: TaskStore,
        clips: ClipStore,
        profiles: ProfileStore,
    ) -> None:
        self._clock = clock
        self._ids = ids
        self._reading = reading
        self._lessons = lessons
        self._insights = insights
        self._tasks = tasks
        self._clips = clips
        self._profiles = profiles

    async def look(self, creator_id: CreatorId) -> Lessons:
        """Look at the newest posts, keep what was learned, and propose what to do."""
        posts = await self._reading.read_newest(creator_id)
        verdicts = await self._list_verdicts(creator_id)
        now, fresh = self._clock.now(), list[NewClaim]()

        async def take(lessons: Lessons) -> Lessons:
            step = await asyncio.to_thread(
                partial(
                    learn,
                    lessons,
                    posts.out,
                    posts.compared,
                    verdicts,
                    now=now,
                    name_insight=partial(self._name, creator_id, now),
                )
            )
            fresh[:] = step.fresh
            return step.lessons

        saved = await change_stored(
            partial(self._lessons.get_lessons, creator_id), take, self._lessons.save_lessons
        )
        await self._keep_insights(creator_id, fresh)
        await self._propose(saved)
        _log.info("posts.looked_at", posts=saved.counted, claims=len(saved.claims))
        return saved

    def _name(self, creator_id: CreatorId, now: datetime, about: str) -> InsightId:
        return InsightId(self._ids.new_ulid(now, "insight", creator_id, about))

    async def _keep_insights(self, creator_id: CreatorId, fresh: list[NewClaim]) -> None:
        profile = await self._profiles.get_profile(creator_id)
        for claim in fresh:
            month = await asyncio.to_thread(name_local_month, claim.claim.since, profile.time_zone)
            await self._insights.add_insight(
                Insight(
                    id=claim.claim.insight_id,
                    creator_id=creator_id,
                    month=month,
                    statement=claim.claim.statement,
                    evidence=claim.claim.evidence,
                    created_at=claim.claim.since,
                    confidence=1.0 - claim.p,
                    about=claim.about,
                    posts=claim.claim.posts,
                )
            )

    async def _propose(self, lessons: Lessons) -> None:
        """Add the tasks that follow; what was dismissed or done stays away for 90 days."""
        profile = await self._profiles.get_profile(lessons.creator_id)
        now = self._clock.now()
        for place, proposal in enumerate(list_proposals(lessons)):
            task = await asyncio.to_thread(
                partial(
                    make_task,
                    lessons.creator_id,
                    proposal,
                    now=now,
                    zone=profile.time_zone,
                    place=place,
                )
            )
            try:
                known = await self._tasks.get_task(
                    lessons.creator_id, name_task(lessons.creator_id, proposal.about)
                )
            except NotFound:
                await self._tasks.add_task(task)
                continue
            if known.may_return(at=now):
                reopened = known.move_to(TaskStatus.OPEN, at=now)
                await self._tasks.save_task(reopened.renew(task))

    async def _list_verdicts(self, creator_id: CreatorId) -> tuple[Verdict, ...]:
        """Return what moderators said of the newest clips."""
        found: list[Verdict] = []
        for status in (ClipStatus.APPROVED, ClipStatus.REJECTED):
            page = await self._clips.list_clips_by_status(creator_id, status, limit=_VERDICTS)
            found += [_read_verdict(clip) for clip in page.items if clip.score is not None]
        return tuple(found)


def _read_verdict(clip: Clip) -> Verdict:
    parts = clip.score.parts if clip.score else ()
    return Verdict(
        is_approved=clip.status is ClipStatus.APPROVED,
        parts={part.name: part.points / part.out_of for part in parts if part.out_of},
    )
