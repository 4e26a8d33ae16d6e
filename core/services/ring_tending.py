"""Tending rings: which running streams are kept on this machine's disk, and until when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from core.ports.footage import LiveRings
from core.ports.time_and_ids import Clock
from core.services.listening import Listening

KEPT_AFTER_END: Final = timedelta(minutes=5)
"""The last moments of a stream are still caught after its end."""


class RingTending:
    """Opens the ring of each channel whose creator wants it while it is live, and closes it."""

    def __init__(self, *, clock: Clock, listening: Listening, rings: LiveRings) -> None:
        self._clock = clock
        self._listening = listening
        self._rings = rings
        self._seen_live: dict[str, datetime] = {}

    async def tend_rings(self) -> None:
        """Look once at who is live; to be called every few seconds."""
        now = self._clock.now()
        wanted = {b.login: b for b in self._listening.list_channels() if b.keeps_footage}
        for login, binding in wanted.items():
            if self._listening.find_stream(binding.broadcaster_id) is not None:
                self._seen_live[login] = now
                await self._rings.open_ring(login)
        for login, seen in tuple(self._seen_live.items()):
            if login not in wanted or now - seen > KEPT_AFTER_END:
                del self._seen_live[login]
                await self._rings.close_ring(login)

    async def close_rings(self) -> None:
        """Close every ring, because this process ends."""
        for login in tuple(self._seen_live):
            del self._seen_live[login]
            await self._rings.close_ring(login)
