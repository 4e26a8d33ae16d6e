"""Owner alerts: what has not mended itself is told to the owner in Discord, once each."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from core.domain.work.ids import CreatorId
from core.errors import ExternalFailure
from core.ports.people import GuildStore
from core.ports.review import NoticeBoard
from core.ports.work import Clock, SharedTrouble
from core.services.work.health import Health
from core.services.work.trouble_sharing import LASTS_SECONDS, TroubleSharing, has_lasted

__all__ = ["CALM_SECONDS", "LASTS_SECONDS", "OwnerAlerts"]

CALM_SECONDS: Final = 3600.0
"""A part that worked for less than this in between has the same trouble still."""
_TOLD_ELSEWHERE: Final = "Cards in Discord"


class OwnerAlerts:
    """Looks at health, here and in other processes, and writes to the owner.

    That is whoever owns the first server of this machine's creator.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        health: Health,
        sharing: TroubleSharing,
        guilds: GuildStore,
        notices: NoticeBoard,
        home_creator_id: CreatorId,
    ) -> None:
        self._clock = clock
        self._health = health
        self._sharing = sharing
        self._guilds = guilds
        self._notices = notices
        self._home_creator_id = home_creator_id
        self._told: dict[str, float] = {}

    async def tell(self) -> int:
        """Tell what is due; return how many were told. What cannot be told now is told later."""
        now = self._clock.steady_seconds()
        troubles = await self._list_troubles()
        for trouble in troubles:
            if trouble.part in self._told:
                self._told[trouble.part] = now
        self._forget_calm(now)
        due = [trouble for trouble in troubles if self._is_due(trouble)]
        places = await self._guilds.list_guilds(self._home_creator_id) if due else ()
        count = 0
        for trouble in due if places else ():
            if trouble.part in self._told:
                continue  # what several processes lack is told once
            with suppress(ExternalFailure):
                await self._notices.tell_owner(places[0], f"{trouble.name}: {trouble.sentence}")
                self._told[trouble.part] = now
                count += 1
        return count

    async def _list_troubles(self) -> tuple[SharedTrouble, ...]:
        """Return what does not work; what others stored is of no use where that cannot be read."""
        here = [
            SharedTrouble(part=part.name, sentence=part.in_full, since=part.since)
            for part in self._health.list_troubles()
        ]
        with suppress(ExternalFailure):
            here += await self._sharing.list_others()
        return tuple(here)

    def _is_due(self, trouble: SharedTrouble) -> bool:
        if trouble.part in self._told or trouble.part.startswith(_TOLD_ELSEWHERE):
            return False
        return has_lasted(trouble.since, self._clock.now())

    def _forget_calm(self, now: float) -> None:
        calm = [name for name, seen in self._told.items() if now - seen >= CALM_SECONDS]
        for name in calm:
            del self._told[name]
