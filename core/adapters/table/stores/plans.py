"""Plans, posting slots and tasks in the table, and the calendar that shows a month of them."""

from __future__ import annotations

from core.adapters.table import keys
from core.adapters.table.expressions import Key
from core.adapters.table.items.plan_items import (
    plan_item,
    plan_key,
    read_calendar_entry,
    slots_item,
    slots_key,
    task_item,
    task_key,
)
from core.adapters.table.pages import Listing, Pager
from core.adapters.table.rows import Rows
from core.adapters.table.table import Index, Item, Table
from core.domain.learning.task import Task, TaskId, TaskStatus
from core.domain.plan.calendar import CalendarEntry
from core.domain.plan.month_plan import MonthPlan
from core.domain.publishing.posting_slot import PostingSlots
from core.domain.work.ids import CreatorId
from core.ports.paging import Page
from core.ports.work import Clock


class PlanTable:
    """Keeps one plan per month."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._rows = Rows(table=table, clock=clock, kind=MonthPlan, item=plan_item, noun="plan")

    async def find_plan(self, creator_id: CreatorId, month: str) -> MonthPlan | None:
        return await self._rows.find(plan_key(creator_id, month))

    async def save_plan(self, plan: MonthPlan) -> MonthPlan:
        return await self._rows.save(plan)


class SlotTable:
    """Keeps a creator's posting slots in one row."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._rows = Rows(
            table=table, clock=clock, kind=PostingSlots, item=slots_item, noun="posting slots"
        )

    async def get_slots(self, creator_id: CreatorId) -> PostingSlots:
        found = await self._rows.find(slots_key(creator_id))
        return found or PostingSlots(creator_id=creator_id)

    async def save_slots(self, slots: PostingSlots) -> PostingSlots:
        return await self._rows.save(slots)


class TaskTable:
    """Keeps tasks, listed by status and then by due time."""

    def __init__(self, table: Table, pager: Pager, clock: Clock) -> None:
        self._rows = Rows(table=table, clock=clock, kind=Task, item=task_item, noun="task")
        self._pager = pager

    async def get_task(self, creator_id: CreatorId, task_id: TaskId) -> Task:
        return await self._rows.get(task_key(creator_id, task_id))

    async def add_task(self, task: Task) -> bool:
        return await self._rows.add(task)

    async def save_task(self, task: Task) -> Task:
        return await self._rows.save(task)

    async def list_tasks(
        self,
        creator_id: CreatorId,
        status: TaskStatus,
        *,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Task]:
        listing = Listing(
            creator_id=creator_id,
            name=f"tasks#{status.value}",
            condition=Key("GSI2PK").eq(keys.status_gsi2pk(creator_id, "TASK", status.value)),
            index=Index.GSI2,
        )

        def read(item: Item) -> Task | None:
            return self._rows.read(item) if item["status"] == status else None

        return await self._pager.read_index_page(listing, read, cursor=cursor, limit=limit)


class CalendarTable:
    """Reads a month from the index alone: its pages hold cards, not whole items."""

    def __init__(self, pager: Pager) -> None:
        self._pager = pager

    async def list_month(
        self, creator_id: CreatorId, month: str, *, cursor: str | None = None, limit: int = 100
    ) -> Page[CalendarEntry]:
        listing = Listing(
            creator_id=creator_id,
            name=f"month#{month}",
            condition=Key("GSI1PK").eq(keys.month_gsi1pk(creator_id, month)),
            index=Index.GSI1,
        )
        return await self._pager.read_page(listing, read_calendar_entry, cursor=cursor, limit=limit)
