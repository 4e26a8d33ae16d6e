"""The calendar: a month's plan, posts, publications, streams, videos and tasks in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """One thing on a month's page; the plan itself has no time."""

    kind: str
    id: str
    at: datetime | None
    title: str = ""
    platform: str | None = None
    status: str | None = None
    platforms: tuple[str, ...] = ()
    clip_id: str | None = None
