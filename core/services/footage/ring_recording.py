"""Ring recording: which live streams are recorded on this machine's disk, and until when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from core.ports.footage import LiveRings
from core.ports.work import Clock
from core.services.chat.live_chat import LiveChat

KEPT_AFTER_END: Final = timedelta(minutes=5)
"""The last moments of a stream are still caught after its end."""


class RingRecording:
    """Records each live channel whose creator wants it, and stops when it ends."""

    def __init__(self, *, clock: Clock, live_chat: LiveChat, rings: LiveRings) -> None:
        self._clock = clock
        self._live_chat = live_chat
        self._rings = rings
        self._seen_live: dict[str, datetime] = {}

    async def tend_rings(self) -> None:
        """Check once who is live; call it every few seconds."""
        now = self._clock.now()
        wanted = {b.login: b for b in self._live_chat.list_channels() if b.keeps_footage}
        for login, binding in wanted.items():
            if self._live_chat.find_stream(binding.broadcaster_id) is not None:
                self._seen_live[login] = now
                await self._rings.open_ring(login)
        for login, seen in tuple(self._seen_live.items()):
            if login not in wanted or now - seen > KEPT_AFTER_END:
                del self._seen_live[login]
                await self._rings.close_ring(login)

    async def close_rings(self) -> None:
        """Close every ring before this process ends."""
        for login in tuple(self._seen_live):
            del self._seen_live[login]
            await self._rings.close_ring(login)
