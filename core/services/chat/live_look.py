"""Live look: Twitch's list of who is live, which lags behind what Twitch says by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import structlog

from core.domain.chat.live_chat import LiveStream
from core.errors import TrussError
from core.ports.streams import LiveStreams
from core.ports.work import Clock
from core.services.chat.live_chat import LiveChat
from core.services.streams.stream_opening import SAME_START

_log = structlog.get_logger(__name__)

AT_ONCE: Final = 8
"""Of many channels, those after it would be heard late if each waited for the one before."""
MISSES_MIN: Final = 3
MISSED_ROUNDS: Final = 2.5
LAG_SECONDS: Final = 600.0
"""For so long after the end of a broadcast, the list may still hold it."""


@dataclass(frozen=True, slots=True)
class _Missed:
    """How often in a row an open stream was missing from the list, and since when."""

    times: int
    since: float


class LiveLook:
    """Follows the list, but lets no single answer of it end, replace or reopen a stream."""

    def __init__(self, *, clock: Clock, live_chat: LiveChat, live_streams: LiveStreams | None):
        self._clock = clock
        self._live_chat = live_chat
        self._live_streams = live_streams
        self._missed: dict[str, _Missed] = {}

    async def look(self, broadcaster_ids: Iterable[str], *, round_seconds: float) -> None:
        """Ask which channels are live; a stream ends where it was missed for over two rounds."""
        ids = sorted(broadcaster_ids)
        self._missed = {one: known for one, known in self._missed.items() if one in set(ids)}
        if self._live_streams is None or not ids:
            return
        live = {stream.broadcaster_id: stream for stream in await self._live_streams.list_live(ids)}
        turn = asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(
            *(self._look_at(one, live.get(one), turn, round_seconds=round_seconds) for one in ids)
        )

    async def _look_at(
        self,
        broadcaster_id: str,
        live: LiveStream | None,
        turn: asyncio.Semaphore,
        *,
        round_seconds: float,
    ) -> None:
        async with turn:
            try:
                if live is not None:
                    await self._follow(live)
                else:
                    await self._miss(broadcaster_id, round_seconds)
            except TrussError as error:
                _log.warning("stream.not_followed", channel=broadcaster_id, reason=str(error))

    async def _follow(self, live: LiveStream) -> None:
        self._missed.pop(live.broadcaster_id, None)
        if self._is_late(live):
            _log.info("stream.list_lags", broadcaster_id=live.broadcaster_id)
            return
        await self._live_chat.follow_stream(live)

    def _is_late(self, live: LiveStream) -> bool:
        """Say whether the list still holds a broadcast that is known to be over."""
        known = self._live_chat.find_stream(live.broadcaster_id)
        if known is not None:
            return live.started_at < known.started_at - SAME_START
        last = self._live_chat.find_last_broadcast(live.broadcaster_id)
        if last is None or live.started_at > last[0] + SAME_START:
            return False
        return (self._clock.now() - last[1]).total_seconds() < LAG_SECONDS

    async def _miss(self, broadcaster_id: str, round_seconds: float) -> None:
        if self._live_chat.find_stream(broadcaster_id) is None:
            self._missed.pop(broadcaster_id, None)
            await self._live_chat.end_stream(broadcaster_id)
            return
        now = self._clock.steady_seconds()
        known = self._missed.get(broadcaster_id, _Missed(0, now))
        missed = self._missed[broadcaster_id] = _Missed(known.times + 1, known.since)
        if missed.times >= MISSES_MIN and now - missed.since >= round_seconds * MISSED_ROUNDS:
            del self._missed[broadcaster_id]
            await self._live_chat.end_stream(broadcaster_id)
