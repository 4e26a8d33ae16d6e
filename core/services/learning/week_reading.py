"""Week reading: the facts of a creator's last seven days, on a person's clock."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from core.domain.learning.checking.part_weights import describe_weights
from core.domain.learning.checking.score_check import describe_check
from core.domain.learning.evidence.experiment import ExperimentStatus, describe_experiment
from core.domain.learning.lessons import Lessons
from core.domain.learning.measured_post import MeasuredPost
from core.domain.learning.streak import LOOK_BACK_DAYS, Streak, count_days_out, measure_streak
from core.domain.learning.task import Task, TaskStatus
from core.domain.learning.telling.week import TASKS_TOLD, Week
from core.domain.people.creator_profile import find_zone
from core.domain.people.preferences import Wants
from core.domain.work.ids import CreatorId
from core.ports.learning import LessonStore, TaskStore
from core.ports.work import Clock
from core.services.learning.post_reading import PostReading

_DAYS: Final = 7
_SHORT_LOOK: Final = 40
_CLAIMS_TOLD: Final = 3
_NEWS: Final = timedelta(days=8)


class WeekReading:
    """Reads what a digest tells; whoever reads it, and in which tone, changes none of it."""

    def __init__(
        self, *, clock: Clock, reading: PostReading, lessons: LessonStore, tasks: TaskStore
    ) -> None:
        self._clock = clock
        self._reading = reading
        self._lessons = lessons
        self._tasks = tasks

    async def read(self, creator_id: CreatorId, wants: Wants) -> Week:
        """Return the week up to now."""
        now = self._clock.now()
        zone = await asyncio.to_thread(find_zone, wants.time_zone)
        days = LOOK_BACK_DAYS if wants.daily_clips else _SHORT_LOOK
        posts = await self._reading.read_days(creator_id, days)
        lessons = await self._lessons.get_lessons(creator_id)
        page = await self._tasks.list_tasks(creator_id, TaskStatus.OPEN, limit=50)
        due = [task for task in page.items if task.due_at <= now or not task.about]
        last = now.astimezone(zone).date()
        return _write_week(
            [post for post in posts if now - post.out_at <= timedelta(days=_DAYS)],
            lessons,
            due,
            streak=_measure(posts, wants, zone, last),
            monthly_clips=wants.monthly_clips,
            last=last,
        )

    async def measure_streak(self, creator_id: CreatorId, wants: Wants) -> Streak:
        """Return the streak that holds for a person now."""
        zone = await asyncio.to_thread(find_zone, wants.time_zone)
        posts = await self._reading.read_days(creator_id, LOOK_BACK_DAYS)
        return _measure(posts, wants, zone, self._clock.now().astimezone(zone).date())


def _measure(posts: Sequence[MeasuredPost], wants: Wants, zone: ZoneInfo, today: date) -> Streak:
    days = count_days_out([(post.clip_id or post.id, post.out_at) for post in posts], zone)
    return measure_streak(days, wants.daily_clips, today=today)


def _write_week(
    posts: Sequence[MeasuredPost],
    lessons: Lessons,
    tasks: Sequence[Task],
    *,
    streak: Streak,
    monthly_clips: int,
    last: date,
) -> Week:
    best = max(posts, key=_count_views, default=None)
    score = [describe_check(check) for check in lessons.checks[:1]]
    if lessons.weights and lessons.weights_since:
        score.append(describe_weights(lessons.weights, f"{lessons.weights_since:%B}"))
    return Week(
        first=last - timedelta(days=_DAYS - 1),
        last=last,
        clips=len({post.clip_id or post.id for post in posts}),
        posts=len(posts),
        views=sum(map(_count_views, posts)),
        likes=sum((post.newest.likes or 0) if post.newest else 0 for post in posts),
        best_title=best.title if best else "",
        best_views=_count_views(best) if best else 0,
        learned=tuple(claim.statement for claim in lessons.claims[:_CLAIMS_TOLD]),
        silence=lessons.silence,
        experiments=_tell_experiments(lessons),
        score=" ".join(filter(None, score)),
        tasks=tuple(task.title for task in tasks[:TASKS_TOLD]),
        streak=streak,
        monthly_clips=monthly_clips,
    )


def _tell_experiments(lessons: Lessons) -> tuple[str, ...]:
    """Return where experiments stand; one that was read is told in the week of its reading."""
    looked_on = lessons.looked_on
    return tuple(
        f"Experiment with {one.question.posts}: {describe_experiment(one)}"
        for one in lessons.experiments
        if one.status is ExperimentStatus.RUNNING
        or (one.read_at is not None and looked_on is not None and looked_on - one.read_at < _NEWS)
    )


def _count_views(post: MeasuredPost) -> int:
    return (post.newest.views or 0) if post.newest else 0
