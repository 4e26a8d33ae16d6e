"""Plan sweep: what the plan does by the clock, and what a process that died left undone."""

from __future__ import annotations

import hashlib
from typing import Final

from core.domain.clips.clip import Clip, ClipStatus
from core.domain.learning.task import Task, TaskId
from core.domain.plan.plan_due import FOLLOWED, SOON, find_next_look, is_settled, make_plan_due
from core.domain.plan.post import OPEN, Post, PostStatus
from core.domain.work.due import DueKind
from core.domain.work.ids import CreatorId, make_ulid
from core.ports.clips import ClipStore
from core.ports.learning import TaskStore
from core.ports.paging import collect
from core.ports.people import Directory
from core.ports.plan import PostStore
from core.ports.work import Clock, DueStore
from core.services.plan.clip_posts import ClipPosts
from core.services.work.due_reading import serve_due, serve_each

_OFFERED: Final = 3
_PAGE: Final = 100


class PlanSweep:
    """Looks at the plans that are due; after a start once at all, for one may have been missed.

    A process that is killed between a decision and the plan leaves no reminder.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        directory: Directory,
        due: DueStore,
        clips: ClipStore,
        posts: PostStore,
        tasks: TaskStore,
        clip_posts: ClipPosts,
    ) -> None:
        self._clock = clock
        self._directory = directory
        self._due = due
        self._has_looked_at_all = False
        self._clips = clips
        self._posts = posts
        self._tasks = tasks
        self._clip_posts = clip_posts

    async def sweep(self) -> None:
        """Fill what waits, follow what went out, and ask for clips that will be missing."""
        if not self._has_looked_at_all:
            await serve_each(await self._list_creators(), self.sweep_creator)
            self._has_looked_at_all = True
        now = self._clock.now()
        # One that was set again meanwhile is not deleted: its post was not looked at.
        await serve_due(
            self._due,
            DueKind.PLAN,
            self.sweep_creator,
            now=now,
            is_settled=lambda due: is_settled(due, now=now),
        )

    async def _list_creators(self) -> list[CreatorId]:
        return await collect(lambda cursor: self._directory.list_creators(cursor=cursor, limit=100))

    async def sweep_creator(self, creator_id: CreatorId) -> None:
        """Do so for one creator, and remind of the next time."""
        now = self._clock.now()
        scheduled = await self._posts.list_posts(
            creator_id,
            PostStatus.SCHEDULED,
            after=now - FOLLOWED,
            limit=_PAGE,
        )
        for post in scheduled.items:
            if post.clip_id:
                await self._clip_posts.settle(creator_id, post.clip_id)
        waiting = await self._list_waiting(creator_id)
        if waiting:
            await self._clip_posts.settle_waiting(creator_id)
            await self._ask(creator_id)
        again = find_next_look([*scheduled.items, *waiting], now=now)
        if again is not None:
            await self._due.add_due(make_plan_due(creator_id, again, set_at=now))

    async def _list_waiting(self, creator_id: CreatorId) -> list[Post]:
        found: list[Post] = []
        for status in sorted(OPEN):
            page = await self._posts.list_posts(
                creator_id, status, after=self._clock.now(), limit=_PAGE
            )
            found += [post for post in page.items if post.waits_for_clip]
        return found

    async def _ask(self, creator_id: CreatorId) -> None:
        """Add a task, once, for each post that comes soon and has no clip."""
        now = self._clock.now()
        soon = [p for p in await self._list_waiting(creator_id) if p.planned_at <= now + SOON]
        if not soon:
            return
        page = await self._clips.list_clips_by_score(creator_id, limit=20)
        offers = [clip for clip in page.items if clip.status is ClipStatus.IN_REVIEW]
        for post in soon:
            await self._tasks.add_task(_make_task(post, offers[:_OFFERED], self._clock))


def _make_task(post: Post, offers: list[Clip], clock: Clock) -> Task:
    now = clock.now()
    name = f"clip wanted\x1f{post.creator_id}\x1f{post.id}\x1f{post.planned_at.isoformat()}"
    digest = hashlib.blake2b(name.encode(), digest_size=10).digest()
    best = "; ".join(f"{clip.title} ({clip.score.value})" for clip in offers if clip.score)
    detail = f"The best that wait for a decision: {best}." if best else "No clip waits: cut one."
    return Task(
        id=TaskId(make_ulid(post.planned_at, digest)),
        creator_id=post.creator_id,
        month=post.month,
        due_at=post.planned_at,
        title=f"Choose a clip for “{post.title}”",
        detail=detail,
        created_at=now,
        updated_at=now,
    )
