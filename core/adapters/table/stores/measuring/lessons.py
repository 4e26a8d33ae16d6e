"""Lessons in the table: one row for each creator."""

from __future__ import annotations

from core.adapters.table import keys
from core.adapters.table.items.records import make_item
from core.adapters.table.rows import Rows
from core.adapters.table.table import Item, ItemKey, Table
from core.domain.learning.lessons import Lessons
from core.domain.work.ids import CreatorId
from core.ports.work import Clock


class LessonTable:
    """Keeps what each creator's posts have taught."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._rows = Rows(table=table, clock=clock, kind=Lessons, item=_item, noun="lessons")

    async def get_lessons(self, creator_id: CreatorId) -> Lessons:
        return await self._rows.find(_key(creator_id)) or Lessons(creator_id=creator_id)

    async def save_lessons(self, lessons: Lessons) -> Lessons:
        return await self._rows.save(lessons)


def _key(creator_id: CreatorId) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.LESSONS)


def _item(lessons: Lessons) -> Item:
    return make_item("lessons", _key(lessons.creator_id), lessons)
