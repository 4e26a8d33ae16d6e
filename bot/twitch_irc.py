"""Anonymous chat: what anybody may read of a channel, brought to whoever listens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Final

import structlog

from core.app import App
from core.background import spawn
from core.domain.chat.chat_spike import ChatSpike
from core.domain.chat.live_chat import LiveEvent
from core.errors import TrussError
from core.services.work.supervision import Part, supervise

_log = structlog.get_logger(__name__)

TICK_SECONDS: Final = 1.0


class ListeningEar:
    """Passes on what is read to the service that listens; what goes wrong there is logged."""

    def __init__(
        self,
        app: App,
        *,
        on_spike: Callable[[LiveEvent, ChatSpike], None] | None = None,
        on_joined: Callable[[str, str], None] | None = None,
        on_refused: Callable[[str, str], None] | None = None,
    ) -> None:
        self._live_chat = app.chat.live
        self._clock = app.ports.clock
        self._on_spike = on_spike
        self._on_joined = on_joined
        self._on_refused = on_refused

    async def hear(self, event: LiveEvent) -> None:
        try:
            spike = await self._live_chat.hear(event)
        except TrussError as error:
            _log.warning("chat.not_heard", channel=event.broadcaster_id, reason=str(error))
        else:
            if spike and self._on_spike:
                self._on_spike(event, spike)

    async def note_joined(self, login: str, broadcaster_id: str) -> None:
        _log.info("chat.joined", login=login)
        await self._live_chat.mark_connected([broadcaster_id], at=self._clock.now())
        if self._on_joined:
            self._on_joined(login, broadcaster_id)

    async def note_refused(self, login: str, reason: str) -> None:
        _log.warning("chat.refused", login=login, reason=reason)
        if self._on_refused:
            self._on_refused(login, reason)

    async def mark_disconnected(
        self, broadcaster_ids: Collection[str], *, since: datetime, reason: str
    ) -> None:
        await self._live_chat.mark_disconnected(broadcaster_ids, since=since, reason=reason)

    async def mark_connected(self, broadcaster_ids: Collection[str], *, at: datetime) -> None:
        await self._live_chat.mark_connected(broadcaster_ids, at=at)


@asynccontextmanager
async def run_public_chat(app: App, ear: ListeningEar) -> AsyncIterator[None]:
    """Read the chat of the channels that were joined, and let time pass, while the block runs.

    What was counted is stored at the end; the streams go on.
    """
    health, clock = app.work.health, app.ports.clock
    reading = Part(health, "Twitch chat", "Twitch's chat is not read")
    keeping = Part(health, "Chat clock", "Moments are found late")
    tasks = [
        spawn(
            supervise(lambda: app.ports.chat.public.run(ear), part=reading, clock=clock),
            name="public chat",
        ),
        spawn(supervise(lambda: keep_time(app), part=keeping, clock=clock), name="chat clock"),
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await app.chat.live.leave()


async def keep_time(app: App) -> None:
    """Tell the listening service each second that time has passed."""
    while True:
        await asyncio.sleep(TICK_SECONDS)
        await app.chat.live.pass_time()
