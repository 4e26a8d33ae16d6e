"""Trouble sharing: what lasts in a process that can tell nobody is read by the one that can."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from core.ports.work import Clock, SharedTrouble, TroubleStore
from core.services.work.health import Health
from core.services.work.ownership import TELLING, OwnedNames

LASTS_SECONDS: Final = 600.0
"""Outages of others pass within minutes; what lasts longer needs somebody."""
AGAIN_SECONDS: Final = 300.0
KEPT: Final = timedelta(minutes=15)
"""What a process that died has said goes by itself."""


class TroubleSharing:
    """Stores what lasts here while another process writes to people, and reads what others stored.

    `roles` is how people call this process. Where the table is this process's alone, nothing is
    stored or read, nor is anything written while all works.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        store: TroubleStore,
        health: Health,
        owned: OwnedNames,
        holder: str,
        roles: str,
    ) -> None:
        self._clock = clock
        self._store = store
        self._health = health
        self._owned = owned
        self._holder = holder
        self._roles = roles or "another process"
        self._stored: tuple[SharedTrouble, ...] | None = None
        self._stored_at = 0.0

    async def share(self) -> None:
        """Bring what is stored of this process in line with what lasts here."""
        if not self._owned.is_shared:
            return
        lasting = () if self._owned.is_held(TELLING) else self._list_lasting()
        now = self._clock.steady_seconds()
        if lasting:
            if lasting != self._stored or now - self._stored_at >= AGAIN_SECONDS:
                until = self._clock.now() + KEPT
                await self._store.put_troubles(self._holder, lasting, until=until)
                self._stored, self._stored_at = lasting, now
        elif self._stored is None or self._stored:
            # A predecessor that died in trouble left a row, so the first look takes it away.
            await self._store.delete_troubles(self._holder)
            self._stored = ()

    async def list_others(self) -> tuple[SharedTrouble, ...]:
        """Return what lasts in other processes."""
        return await self._store.list_troubles() if self._owned.is_shared else ()

    def _list_lasting(self) -> tuple[SharedTrouble, ...]:
        now = self._clock.now()
        return tuple(
            SharedTrouble(
                part=part.name, sentence=part.in_full, since=part.since, process=self._roles
            )
            for part in self._health.list_troubles()
            if has_lasted(part.since, now)
        )


def has_lasted(since: datetime, now: datetime) -> bool:
    return (now - since).total_seconds() >= LASTS_SECONDS
