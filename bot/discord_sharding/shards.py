"""Shards: connections to Discord that share its servers, all of one process."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any, Final, Literal

import discord
import yarl
from discord.backoff import ExponentialBackoff

from bot.discord_client import DiscordClient
from core.app import App

CONNECTING: Final = (
    "Truss is connecting shard {shard} of {shards} to Discord; until then what is said on cards in "
    "its servers waits."
)
LOST: Final = (
    "Shard {shard} of {shards} lost its connection to Discord; Truss connects it again by itself, "
    "and until then what was approved by reaction in its servers waits."
)
LOST_LONG: Final = (
    "Shard {shard} of {shards} ({guilds} servers) has no connection to Discord for more than "
    "{seconds:.0f} s, though Truss keeps trying; what was approved by reaction there waits. See "
    "https://discordstatus.com, and start Truss again if Discord is well."
)
IDENTIFY_SECONDS: Final = 5.0
"""How far apart discord.py begins sessions, which is as fast as any bot may."""
_LONGEST_PAUSE_SECONDS: Final = 30.0


class _ShortPauses(ExponentialBackoff[Literal[False]]):
    """Pauses that end: discord.py connects no other shard again while it waits for one."""

    def delay(self) -> float:
        return min(super().delay(), _LONGEST_PAUSE_SECONDS)


class ShardedClient(DiscordClient, discord.AutoShardedClient):
    """The bot with several connections, each of which tells health of itself.

    It is ready as soon as one of them is: one that does not get in holds no other up.
    """

    def __init__(self, app: App, *, shards: int, lost_seconds: float = 75.0, **given: Any) -> None:
        super().__init__(app, shard_count=shards, **given)
        self._shards = shards
        self._lost_seconds = lost_seconds
        self._began: set[int] = set()
        self._is_in = asyncio.Event()
        self._timers: dict[int, asyncio.TimerHandle] = {}

    async def setup_hook(self) -> None:
        await super().setup_hook()
        for shard_id in range(self._shards):
            sentence = CONNECTING.format(shard=shard_id, shards=self._shards)
            self.app.work.health.note_beginning(self._part(shard_id), sentence)
            self._wait_for(shard_id, seconds=self._lost_seconds + shard_id * IDENTIFY_SECONDS)
        # Where nothing gets in, another client is tried after the same time as when all is lost.
        self._is_lost.set()

    async def launch_shard(
        self, gateway: yarl.URL, shard_id: int, *, initial: bool = False
    ) -> None:
        await super().launch_shard(gateway, shard_id, initial=initial)
        shard = self.get_shard(shard_id)
        assert shard is not None  # noqa: S101 - it was launched
        shard._parent._backoff = _ShortPauses()

    def is_ready(self) -> bool:
        return self._is_in.is_set()

    async def wait_until_ready(self) -> None:
        await self._is_in.wait()

    def knows_all_guilds(self) -> bool:
        return len(self._began) == self._shards

    async def on_ready(self) -> None:
        """Leave it to each shard, as the two below."""

    async def on_resumed(self) -> None:
        pass

    async def on_disconnect(self) -> None:
        pass

    async def on_shard_ready(self, shard_id: int) -> None:
        self._began.add(shard_id)
        self._is_in.set()
        await self.begin(shard_id)

    async def on_shard_resumed(self, shard_id: int) -> None:
        self.go_on(shard_id)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        self.note_lost(shard_id)

    def note_heard(self, shard_id: int) -> None:
        if self.is_closed():
            return
        super().note_heard(shard_id)
        self._stop_timers([shard_id])
        self.app.work.health.note_ok(self._part(shard_id))

    def note_lost(self, shard_id: int) -> None:
        super().note_lost(shard_id)
        if not self.is_closed() and shard_id not in self._timers:
            sentence = LOST.format(shard=shard_id, shards=self._shards)
            self.app.work.health.note_trouble(self._part(shard_id), sentence)
            self._wait_for(shard_id, seconds=self._lost_seconds)

    async def close(self) -> None:
        """Close all shards; why there is no connection is told of the whole from then on."""
        self._stop_timers(list(self._timers))
        await super().close()
        for shard_id in range(self._shards):
            self.app.work.health.forget(self._part(shard_id))

    def _wait_for(self, shard_id: int, *, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        self._timers[shard_id] = loop.call_later(seconds, self._note_lost_long, shard_id)

    def _note_lost_long(self, shard_id: int) -> None:
        sentence = LOST_LONG.format(
            shard=shard_id,
            shards=self._shards,
            guilds=sum(guild.shard_id == shard_id for guild in self.guilds),
            seconds=self._lost_seconds,
        )
        self.app.work.health.note_trouble(self._part(shard_id), sentence)

    def _stop_timers(self, shard_ids: Iterable[int]) -> None:
        for shard_id in shard_ids:
            if timer := self._timers.pop(shard_id, None):
                timer.cancel()

    def _part(self, shard_id: int) -> str:
        return f"Discord shard {shard_id}"
