"""Month plans: what a creator wants from a month, before there are posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.domain.work.ids import CreatorId


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthPlan:
    """A creator's plan for one month (`2026-11`, in the creator's zone)."""

    creator_id: CreatorId
    month: str
    created_at: datetime
    updated_at: datetime
    title: str = ""
    goals: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    notes: str = ""
    version: int = 1
