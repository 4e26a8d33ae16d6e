"""Local clock: times as the creator's own clock shows them, and days as people name them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.domain.people.creator_profile import find_zone
from core.domain.publishing.posting_slot import to_instant
from core.domain.work.ids import CreatorId
from core.errors import InvalidInput
from core.ports.people import ProfileStore
from core.ports.work import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalClock:
    """The time now, and the zone in which a creator reads it."""

    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def show(self, at: datetime | None) -> str | None:
        """Return a time as in `2026-11-27 20:14`."""
        return f"{at.astimezone(self.zone):%Y-%m-%d %H:%M}" if at else None

    def start_of(self, day: date) -> datetime:
        return to_instant(day, time(), self.zone)

    def read_span(self, given: dict[str, Any]) -> tuple[datetime | None, datetime | None]:
        """Return where the days `from_day` to `to_day` begin and end; None where none is named."""
        first, last = (_read_day(given.get(name)) for name in ("from_day", "to_day"))
        return (
            self.start_of(first) if first else None,
            self.start_of(last + timedelta(days=1)) if last else None,
        )

    def read_days(self, given: dict[str, Any], *, days: int) -> tuple[date, date]:
        """Return the first and the last day; by default the last `days` until today."""
        last = _read_day(given.get("to_day")) or self.today
        first = _read_day(given.get("from_day")) or last - timedelta(days=days - 1)
        if not timedelta() <= last - first <= timedelta(days=366):
            raise InvalidInput("The days run from the first to the last, at most a year.")
        return first, last


class LocalClocks:
    """Reads a creator's zone from their profile."""

    def __init__(self, *, clock: Clock, profiles: ProfileStore) -> None:
        self._clock = clock
        self._profiles = profiles

    async def open(self, creator_id: CreatorId) -> LocalClock:
        profile = await self._profiles.get_profile(creator_id)
        zone = await asyncio.to_thread(find_zone, profile.time_zone)
        return LocalClock(now=self._clock.now(), zone=zone)


def _read_day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise InvalidInput("Write a day as in 2026-11-27.") from None
