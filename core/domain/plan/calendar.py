"""The calendar of a month: plan, posts, publications, streams, videos and tasks in their order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """What a month's page shows of one thing; the plan itself has no time."""

    kind: str
    id: str
    at: datetime | None
    title: str = ""
    platform: str | None = None
