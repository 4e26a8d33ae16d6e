"""Lesson reading: what was learned, as a reviewer may see it."""

from __future__ import annotations

from core.domain.learning.insight import Insight
from core.domain.learning.lessons import Lessons
from core.domain.people.actor import Actor
from core.ports.learning import InsightStore, LessonStore
from core.ports.paging import Page


class LessonReading:
    """Reads one row for what holds, and a page for what ever held."""

    def __init__(self, *, lessons: LessonStore, insights: InsightStore) -> None:
        self._lessons = lessons
        self._insights = insights

    async def read(self, actor: Actor) -> Lessons:
        actor.require_reviewer()
        return await self._lessons.get_lessons(actor.creator_id)

    async def list_insights(self, actor: Actor, *, cursor: str | None = None) -> Page[Insight]:
        """List everything that was ever claimed, newest first."""
        actor.require_reviewer()
        return await self._insights.list_insights(actor.creator_id, cursor=cursor)
