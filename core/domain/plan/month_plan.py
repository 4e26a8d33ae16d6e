"""Month plans: what a creator wants from a month, before there are posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """A post of every week, such as the clip of the week; weekdays count from Monday, 0.

    Without a platform it takes any of that day.
    """

    weekday: int
    title: str
    platform: Platform | None = None
    wants_clip: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthPlan:
    """A creator's plan for one month (`2026-11`, in the creator's zone)."""

    creator_id: CreatorId
    month: str
    created_at: datetime
    updated_at: datetime
    title: str = ""
    niche: str = ""
    goals: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    recurring: tuple[Recurrence, ...] = ()
    notes: str = ""
    version: int = 1
