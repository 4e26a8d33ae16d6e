"""Tasks: what a creator should do, derived from an insight."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NewType

from core.domain.learning.insight import InsightId
from core.domain.work.ids import CreatorId
from core.errors import Conflict

TaskId = NewType("TaskId", str)

REST: Final = timedelta(days=90)
"""How long a task that was done or dismissed does not come back."""
SNOOZE: Final = timedelta(days=7)


class TaskStatus(StrEnum):
    """Where a task stands."""

    OPEN = "open"
    DONE = "done"
    DISMISSED = "dismissed"


class TaskAction(StrEnum):
    """What a task's button does; without one, people do it themselves and say so."""

    NONE = ""
    CHANGE_SLOTS = "change slots"
    CHANGE_LAYOUT = "change layout"
    CHANGE_CAPTIONS = "change captions"
    CHANGE_TITLES = "change titles"
    BEGIN_EXPERIMENT = "begin experiment"


TASK_MOVES: dict[TaskStatus, frozenset[TaskStatus]] = {
    TaskStatus.OPEN: frozenset({TaskStatus.DONE, TaskStatus.DISMISSED}),
    TaskStatus.DONE: frozenset({TaskStatus.OPEN}),
    TaskStatus.DISMISSED: frozenset({TaskStatus.OPEN}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something to do; `month` is that of `due_at` in the creator's zone.

    `about` names what it follows from (`evening/views/more`), `outcome` what doing it has changed.
    """

    id: TaskId
    creator_id: CreatorId
    month: str
    due_at: datetime
    title: str
    created_at: datetime
    updated_at: datetime
    detail: str = ""
    insight_id: InsightId | None = None
    about: str = ""
    action: TaskAction = TaskAction.NONE
    outcome: str = ""
    status: TaskStatus = TaskStatus.OPEN
    version: int = 1

    def move_to(self, status: TaskStatus, *, at: datetime) -> Task:
        """Return it in its new status; Conflict if the table of moves forbids it."""
        if status not in TASK_MOVES[self.status]:
            raise Conflict(f"The task is {self.status} and cannot become {status}.", current=self)
        return replace(self, status=status, updated_at=at)

    def snooze(self, *, at: datetime) -> Task:
        """Return it due in a week."""
        if self.status is not TaskStatus.OPEN:
            raise Conflict(f"The task is {self.status} and cannot wait.", current=self)
        return replace(self, due_at=at + SNOOZE, updated_at=at)

    def may_return(self, *, at: datetime) -> bool:
        """Return whether what was closed may be proposed again."""
        return self.status is not TaskStatus.OPEN and at - self.updated_at >= REST

    def renew(self, task: Task) -> Task:
        """Return it with what another task about the same thing says."""
        return replace(
            self,
            due_at=task.due_at,
            month=task.month,
            title=task.title,
            detail=task.detail,
            insight_id=task.insight_id,
            outcome="",
        )
