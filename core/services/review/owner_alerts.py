"""Owner alerts: what has not mended itself is told to the owner in Discord, once each."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from core.domain.work.ids import CreatorId
from core.errors import ExternalFailure
from core.ports.people import GuildStore
from core.ports.review import NoticeBoard
from core.ports.work import Clock
from core.services.work.health import Health, PartHealth

LASTS_SECONDS: Final = 600.0
"""Outages of others pass within minutes; what lasts longer needs somebody."""
CALM_SECONDS: Final = 3600.0
"""A part that worked for less than this in between has the same trouble still."""
_TOLD_ELSEWHERE: Final = "Cards in Discord"


class OwnerAlerts:
    """Looks at health, and writes to whoever owns the first server of this machine's creator."""

    def __init__(
        self,
        *,
        clock: Clock,
        health: Health,
        guilds: GuildStore,
        notices: NoticeBoard,
        home_creator_id: CreatorId,
    ) -> None:
        self._clock = clock
        self._health = health
        self._guilds = guilds
        self._notices = notices
        self._home_creator_id = home_creator_id
        self._told: dict[str, float] = {}

    async def tell(self) -> int:
        """Tell what is due; return how many were told. What cannot be told now is told later."""
        now = self._clock.steady_seconds()
        troubles = self._health.list_troubles()
        for part in troubles:
            if part.name in self._told:
                self._told[part.name] = now
        self._forget_calm(now)
        due = [part for part in troubles if self._is_due(part)]
        places = await self._guilds.list_guilds(self._home_creator_id) if due else ()
        count = 0
        for part in due if places else ():
            with suppress(ExternalFailure):
                await self._notices.tell_owner(places[0], f"{part.name}: {part.trouble}")
                self._told[part.name] = now
                count += 1
        return count

    def _is_due(self, part: PartHealth) -> bool:
        if part.name in self._told or part.name.startswith(_TOLD_ELSEWHERE):
            return False
        return (self._clock.now() - part.since).total_seconds() >= LASTS_SECONDS

    def _forget_calm(self, now: float) -> None:
        calm = [name for name, seen in self._told.items() if now - seen >= CALM_SECONDS]
        for name in calm:
            del self._told[name]
