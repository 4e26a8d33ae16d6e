"""Tasks: what a creator should do, derived from an insight."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType

from core.domain.learning.insight import InsightId
from core.domain.work.ids import CreatorId
from core.errors import Conflict

TaskId = NewType("TaskId", str)


class TaskStatus(StrEnum):
    """Where a task stands."""

    OPEN = "open"
    DONE = "done"
    DISMISSED = "dismissed"


TASK_MOVES: dict[TaskStatus, frozenset[TaskStatus]] = {
    TaskStatus.OPEN: frozenset({TaskStatus.DONE, TaskStatus.DISMISSED}),
    TaskStatus.DONE: frozenset({TaskStatus.OPEN}),
    TaskStatus.DISMISSED: frozenset({TaskStatus.OPEN}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something to do; `month` is that of `due_at` in the creator's zone."""

    id: TaskId
    creator_id: CreatorId
    month: str
    due_at: datetime
    title: str
    created_at: datetime
    updated_at: datetime
    detail: str = ""
    insight_id: InsightId | None = None
    status: TaskStatus = TaskStatus.OPEN
    version: int = 1

    def move_to(self, status: TaskStatus, *, at: datetime) -> Task:
        """Return it in its new status; Conflict if the table of moves forbids it."""
        if status not in TASK_MOVES[self.status]:
            raise Conflict(f"The task is {self.status} and cannot become {status}.", current=self)
        return replace(self, status=status, updated_at=at)
