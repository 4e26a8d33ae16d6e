"""Plans, posts, slots, tasks and the calendar in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from core.domain.learning.task import Task, TaskId, TaskStatus
from core.domain.plan.calendar import CalendarEntry
from core.domain.plan.month_plan import MonthPlan
from core.domain.plan.plan_due import find_first_look, make_plan_due
from core.domain.plan.post import DraftVersion, PlatformVariant, Post, PostId, PostStatus, WholePost
from core.domain.publishing.posting_slot import PostingSlots
from core.domain.publishing.publication import Publication
from core.domain.work.ids import ClipId, CreatorId
from core.domain.work.platform import Platform
from core.errors import Conflict
from core.ports.learning import TaskStore
from core.ports.paging import Page
from core.ports.plan import Calendar, PlanStore, PostChange, PostStore, SlotStore
from tests.fakes.kept import Kept
from tests.fakes.stores import Memory, page_of


class FakePlans:
    def __init__(self, memory: Memory) -> None:
        self.kept: Kept[MonthPlan] = Kept(memory, lambda p: (p.creator_id, p.month))

    async def find_plan(self, creator_id: CreatorId, month: str) -> MonthPlan | None:
        return self.kept.find(creator_id, month)

    async def save_plan(self, plan: MonthPlan) -> MonthPlan:
        return self.kept.save(plan)


class FakePosts:
    def __init__(self, memory: Memory) -> None:
        self.kept: Kept[Post] = Kept(memory, lambda p: (p.creator_id, p.id))
        self._variants: Kept[PlatformVariant] = Kept(
            memory, lambda v: (v.creator_id, v.post_id, v.platform)
        )
        self._drafts: Kept[DraftVersion] = Kept(
            memory, lambda d: (d.creator_id, d.post_id, *_name_draft(d))
        )
        self._memory = memory
        self._of_clip: dict[tuple[str, str | None], PostId] = {}
        memory.others.append(self._of_clip)

    async def get_post(self, creator_id: CreatorId, post_id: PostId) -> Post:
        return self.kept.get(creator_id, post_id)

    async def get_whole_post(self, creator_id: CreatorId, post_id: PostId) -> WholePost:
        variants = self._variants.list(creator_id, post_id)
        drafts = self._drafts.list(creator_id, post_id)
        return WholePost(
            post=self.kept.get(creator_id, post_id),
            variants=tuple(sorted(variants, key=lambda v: v.platform)),
            drafts=tuple(sorted(drafts, key=_name_draft)),
        )

    async def add_post(
        self,
        post: Post,
        *,
        variants: Sequence[PlatformVariant] = (),
        draft: DraftVersion | None = None,
        takes: ClipId | None = None,
    ) -> bool:
        taken = [v for v in variants if self._variants.find(v.creator_id, v.post_id, v.platform)]
        if taken or (post.creator_id, takes) in self._of_clip or not self.kept.add(post):
            return False
        self._remind(post)
        if takes:
            self._of_clip[post.creator_id, takes] = post.id
        if draft:
            self._drafts.add(draft)
        for variant in variants:
            self._variants.add(variant)
        return True

    def _remind(self, post: Post) -> None:
        if at := find_first_look(post):
            due = make_plan_due(post.creator_id, at, set_at=post.updated_at)
            self._memory.reminders[due.creator_id, due] = due

    async def save_post(
        self,
        post: Post,
        *,
        draft: DraftVersion | None = None,
        variants: Sequence[PlatformVariant] = (),
        publications: Sequence[Publication] = (),
        takes: ClipId | None = None,
        gives_back: ClipId | None = None,
    ) -> Post:
        self._check(post, draft, variants, publications, takes)
        saved = self.kept.save(post)
        self._remind(post)
        if takes:
            self._of_clip[post.creator_id, takes] = post.id
        if gives_back:
            self._of_clip.pop((post.creator_id, gives_back), None)
        if draft:
            self._drafts.add(draft)
        for variant in variants:
            self._variants.save(variant)
        for publication in publications:
            changed = replace(publication, version=publication.version + 1)
            self._memory.publications[_key(publication)] = changed
        return saved

    def _check(
        self,
        post: Post,
        draft: DraftVersion | None,
        variants: Sequence[PlatformVariant],
        publications: Sequence[Publication],
        takes: ClipId | None,
    ) -> None:
        current = self.kept.find(post.creator_id, post.id)
        if takes and (post.creator_id, takes) in self._of_clip:
            raise Conflict("The clip fills another post.", current=current)
        self._require_new(draft, current)
        for variant in variants:
            there = self._variants.find(*_name_variant(variant))
            if variant.version != (there.version if there else 0):
                raise Conflict("A variant was changed.", current=current)
        for publication in publications:
            if self._memory.publications[_key(publication)].version != publication.version:
                raise Conflict("A publication was changed.", current=current)

    async def save_posts(self, changes: Sequence[PostChange]) -> bool:
        for change in changes:
            there = self.kept.find(change.post.creator_id, change.post.id)
            if change.post.version != (there.version if there else 0):
                return False
        for change in changes:
            await self.save_post(change.post, draft=change.draft, variants=change.variants)
        return True

    async def save_variant(
        self, variant: PlatformVariant, *, draft: DraftVersion | None = None
    ) -> PlatformVariant:
        self._require_new(draft, self._variants.find(*_name_variant(variant)))
        saved = self._variants.save(variant)
        if draft:
            self._drafts.add(draft)
        return saved

    async def keep_lost_draft(self, draft: DraftVersion) -> bool:
        return self._drafts.add(draft)

    def _require_new(self, draft: DraftVersion | None, current: object) -> None:
        if draft and self._drafts.find(draft.creator_id, draft.post_id, *_name_draft(draft)):
            raise Conflict("The draft is there already.", current=current)

    async def find_post_of_clip(self, creator_id: CreatorId, clip_id: ClipId) -> PostId | None:
        return self._of_clip.get((creator_id, clip_id))

    async def list_posts(
        self,
        creator_id: CreatorId,
        status: PostStatus,
        *,
        after: datetime | None = None,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Post]:
        found = [
            post
            for post in self.kept.list(creator_id)
            if post.status is status and (after is None or post.planned_at >= after)
        ]
        return page_of(
            (creator_id, "posts", status, str(after or "")),
            found,
            lambda p: (_time(p.planned_at), p.id),
            cursor=cursor,
            limit=limit,
            newest_first=after is None,
        )

    async def list_variants(
        self,
        creator_id: CreatorId,
        platform: Platform,
        *,
        status: PostStatus | None = None,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[PlatformVariant]:
        found = [
            variant
            for variant in self._variants.list(creator_id)
            if variant.platform is platform and status in (None, variant.status)
        ]
        return page_of(
            (creator_id, "variants", platform, str(status)),
            found,
            lambda v: (v.status.value, _time(v.planned_at), v.post_id),
            cursor=cursor,
            limit=limit,
            newest_first=False,
        )


class FakeSlots:
    def __init__(self, memory: Memory) -> None:
        self._kept: Kept[PostingSlots] = Kept(memory, lambda s: (s.creator_id,))

    async def get_slots(self, creator_id: CreatorId) -> PostingSlots:
        return self._kept.find(creator_id) or PostingSlots(creator_id=creator_id)

    async def save_slots(self, slots: PostingSlots) -> PostingSlots:
        return self._kept.save(slots)


class FakeTasks:
    def __init__(self, memory: Memory) -> None:
        self.kept: Kept[Task] = Kept(memory, lambda t: (t.creator_id, t.id))

    async def get_task(self, creator_id: CreatorId, task_id: TaskId) -> Task:
        return self.kept.get(creator_id, task_id)

    async def add_task(self, task: Task) -> bool:
        return self.kept.add(task)

    async def save_task(self, task: Task) -> Task:
        return self.kept.save(task)

    async def list_tasks(
        self,
        creator_id: CreatorId,
        status: TaskStatus,
        *,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Task]:
        found = [task for task in self.kept.list(creator_id) if task.status is status]
        return page_of(
            (creator_id, "tasks", status),
            found,
            lambda t: (_time(t.due_at), t.id),
            cursor=cursor,
            limit=limit,
            newest_first=False,
        )


class FakeCalendar:
    """A month of the other fakes' contents."""

    def __init__(
        self, memory: Memory, plans: FakePlans, posts: FakePosts, tasks: FakeTasks
    ) -> None:
        self._memory = memory
        self._plans = plans
        self._posts = posts
        self._tasks = tasks

    async def list_month(
        self, creator_id: CreatorId, month: str, *, cursor: str | None = None, limit: int = 100
    ) -> Page[CalendarEntry]:
        entries = [e for e in self._entries(creator_id) if e[0] == month]
        return page_of(
            (creator_id, "month", month),
            [entry for _, entry in entries],
            lambda e: (_time(e.at) if e.at else "", e.kind, e.id),
            cursor=cursor,
            limit=limit,
            newest_first=False,
        )

    def _entries(self, creator_id: CreatorId) -> list[tuple[str, CalendarEntry]]:
        found: list[tuple[str, CalendarEntry]] = []

        def add(month: str, kind: str, name: str, at: datetime | None, title: str = "") -> None:
            entry = CalendarEntry(kind=kind, id=name, at=at, title=title)
            found.append((month, entry))

        for plan in self._plans.kept.list(creator_id):
            add(plan.month, "plan", plan.month, None, plan.title)
        found += [(post.month, _describe(post)) for post in self._posts.kept.list(creator_id)]
        for task in self._tasks.kept.list(creator_id):
            add(task.month, "task", task.id, task.due_at, task.title)
        for stream in self._memory.streams.values():
            if stream.creator_id == creator_id:
                month = f"{stream.started_at:%Y-%m}"
                add(month, "stream", stream.id, stream.started_at, stream.title)
        return found


def _key(publication: Publication) -> tuple[str, ...]:
    return publication.creator_id, publication.id


def _describe(post: Post) -> CalendarEntry:
    return CalendarEntry(
        kind="post",
        id=post.id,
        at=post.planned_at,
        title=post.title,
        status=post.status.value,
        platforms=tuple(post.platforms),
        clip_id=post.clip_id,
    )


def _name_draft(draft: DraftVersion) -> tuple[str, str, str]:
    return draft.platform or "", f"{draft.number:04d}", draft.lost_id


def _name_variant(variant: PlatformVariant) -> tuple[str, str, str]:
    return variant.creator_id, variant.post_id, variant.platform


def _time(at: datetime) -> str:
    return f"{int(at.timestamp() * 1000):013d}"


_plans: type[PlanStore] = FakePlans
_posts: type[PostStore] = FakePosts
_slots: type[SlotStore] = FakeSlots
_tasks: type[TaskStore] = FakeTasks
_calendar: type[Calendar] = FakeCalendar
