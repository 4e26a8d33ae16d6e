"""Anonymous chat: reads public chat by IRC and passes it on to the live chat service."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Final

import structlog

from core.app import App
from core.background import spawn, stop
from core.domain.chat.chat_spike import ChatSpike
from core.domain.chat.clip_calls import ClipCall
from core.domain.chat.live_chat import LiveEvent
from core.domain.streams.stream import Stream
from core.domain.streams.twitch_channel import TwitchBinding
from core.errors import TrussError
from core.services.chat.spike_storage import StoredMoment
from core.services.work.supervision import Part, supervise

_log = structlog.get_logger(__name__)

TICK_SECONDS: Final = 1.0


ShowSpike = Callable[[TwitchBinding, Stream, ChatSpike], None]


class _SpikeFollower:
    """Shows each moment once it is stored, whether a line or the time that passed completed it."""

    def __init__(self, show: ShowSpike) -> None:
        self._show = show

    async def follow_moment(
        self, channel: TwitchBinding, stream: Stream, moment: StoredMoment
    ) -> None:
        self._show(channel, stream, moment.spike)

    async def follow_call(
        self, channel: TwitchBinding, stream: Stream, call: ClipCall, joined: StoredMoment | None
    ) -> None:
        """Show nothing: a call is no moment."""

    async def miss_call(self, channel: TwitchBinding) -> None:
        """Show nothing."""


class ChatReceiver:
    """Passes chat on to the live chat service, and logs what fails there."""

    def __init__(
        self,
        app: App,
        *,
        on_spike: ShowSpike | None = None,
        on_joined: Callable[[str, str], None] | None = None,
        on_refused: Callable[[str, str], None] | None = None,
    ) -> None:
        self._live_chat = app.chat.live
        self._clock = app.ports.clock
        if on_spike:
            self._live_chat.add_follower(_SpikeFollower(on_spike))
        self._on_joined = on_joined
        self._on_refused = on_refused

    async def hear(self, event: LiveEvent) -> None:
        try:
            await self._live_chat.hear(event)
        except TrussError as error:
            _log.warning("chat.event_failed", channel=event.broadcaster_id, reason=str(error))

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
async def run_public_chat(app: App, receiver: ChatReceiver) -> AsyncIterator[None]:
    """Read the chat of the joined channels, and tick their clocks, while the block runs.

    Counts are stored at the end; the streams stay open.
    """
    health, clock = app.work.health, app.ports.clock
    reading = Part(health, "Twitch chat", "Twitch's chat is not read")
    keeping = Part(health, "Chat clock", "Moments are found late")
    tasks = [
        spawn(
            supervise(lambda: app.ports.chat.public.run(receiver), part=reading, clock=clock),
            name="public chat",
        ),
        spawn(supervise(lambda: keep_time(app), part=keeping, clock=clock), name="chat clock"),
    ]
    try:
        yield
    finally:
        await stop(tasks)
        await app.chat.live.leave()


async def keep_time(app: App) -> None:
    """Tell the live chat service every second that time has passed, whatever it raises."""
    while True:
        await asyncio.sleep(TICK_SECONDS)
        try:
            await app.chat.live.pass_time()
        except Exception:  # noqa: BLE001 - the edge of a loop that must not end
            _log.exception("chat.clock_failed")
