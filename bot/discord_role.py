"""The Discord role: connected whenever Discord lets it be, and the jobs of its queue."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import discord

from bot.discord_client import PART, DiscordClient
from bot.discord_posts.board import DiscordBoard
from bot.discord_sharding.shards import ShardedClient
from cogs.discord.answers import UNREACHED, describe_unreached
from core.app import App
from core.background import spawn, stop
from core.domain.work.job import Queue
from core.errors import ExternalFailure, TrussError
from core.services.work.health import Health
from core.services.work.patience import Patience, SparseLog, repeat
from core.services.work.supervision import supervise

WAITS: Final = "Until then cards wait, and so does what was approved by reaction."
REFUSED_TOKEN: Final = (
    "Discord refuses TRUSS_DISCORD_TOKEN; copy the bot's token anew from the developer portal and "
    f"start Truss again. {WAITS}"
)
REFUSED_INTENTS: Final = (
    "Discord refuses the intents that Truss asks for ({code}); look at Privileged Gateway Intents "
    f"on the bot's page of the developer portal. {WAITS}"
)
TOO_MANY_SERVERS: Final = (
    "Discord asks this bot for more connections, because it is in too many servers for those that "
    f"Truss makes (4011); set TRUSS_DISCORD_SHARDS to {{needed}} and start Truss again. {WAITS}"
)
REFUSED_SHARD: Final = (
    "Discord knows no shard such as Truss asks for (4010); set TRUSS_DISCORD_SHARDS to {needed} "
    f"and start Truss again. {WAITS}"
)
UNREACHABLE: Final = "Discord cannot be reached ({reason}); Truss tries again by itself. " + WAITS
CONNECTING: Final = f"Truss is connecting to Discord. {WAITS}"
UNFORESEEN: Final = "Discord: something unforeseen went wrong; the log has it. " + WAITS
SESSIONS_USED: Final = "This bot's sessions of the day are used up"
TOO_MANY_SESSIONS: Final = (
    f"{SESSIONS_USED}: Discord allows {{total}}, again in {{hours:.1f}} h. Another process keeps "
    f"connecting with the same token; stop it. {WAITS}"
)
SESSIONS_MIN: Final = 5
"""Some are left to whoever looks into it."""
_AUTHENTICATION_FAILED: Final = 4004
_INVALID_SHARD: Final = 4010
_SHARDING_REQUIRED: Final = 4011
_SHARDING: Final = {_INVALID_SHARD: REFUSED_SHARD, _SHARDING_REQUIRED: TOO_MANY_SERVERS}
_INTENTS: Final = frozenset({4013, 4014})
_FIRST_SECONDS: Final = 1.0
_IDLE_SECONDS: Final = 0.2
_LOGIN_SECONDS: Final = 60.0
_STEADY_SECONDS: Final = 60.0
_LONGEST_SECONDS: Final = 60.0
LOST_SECONDS: Final = 75.0
"""How long discord.py may try to reconnect. Its pauses double up to a quarter of an hour, in which
nothing would be heard though Discord is back; a new client asks at least once a minute."""


class _Connection:
    """Tells health why there is no connection; that there is one, the client says itself."""

    def __init__(self, health: Health) -> None:
        self._health = health

    def note_ok(self) -> None:
        pass

    def note_failure(self, error: BaseException) -> None:
        is_foreseen = isinstance(error, TrussError)
        self._health.note_trouble(PART, str(error) if is_foreseen else UNFORESEEN)


class DiscordRole:
    """Connects with a new client after each one that ended, and works while there is one."""

    def __init__(
        self,
        app: App,
        board: DiscordBoard,
        *,
        token: str,
        shards: int = 0,
        guilds_seconds: float = 2.0,
        lost_seconds: float = LOST_SECONDS,
    ) -> None:
        self._app = app
        self._board = board
        self._token = token
        self._shards = shards
        self._needed = 0
        self._guilds_seconds = guilds_seconds
        self._lost_seconds = lost_seconds
        self._command_ids: dict[str, int] | None = None
        self._has_taken_over = False
        self._bot: DiscordClient | None = None
        self._is_there = asyncio.Condition()

    async def wait_until_caught_up(self) -> DiscordClient:
        """Return the client once it is connected and what was said meanwhile is picked up."""
        while True:
            async with self._is_there:
                await self._is_there.wait_for(lambda: self._bot is not None)
                bot = self._bot
            assert bot is not None  # noqa: S101 - it was waited for
            await bot.has_caught_up.wait()
            return bot

    async def keep_connected(self, *, first_seconds: float = _FIRST_SECONDS) -> None:
        """Connect, and again after growing pauses; health says why there is no connection."""
        self._app.work.health.note_beginning(PART, CONNECTING)
        await supervise(
            self._connect,
            part=_Connection(self._app.work.health),
            clock=self._app.ports.clock,
            first_seconds=first_seconds,
            steady_seconds=_STEADY_SECONDS,
            longest_seconds=_LONGEST_SECONDS,
        )

    async def work(self) -> None:
        """Work on the queue while there is a connection; jobs wait where there is none."""
        clock = self._app.ports.clock
        patience = Patience(SparseLog("worker.stumbled", clock), first_seconds=_IDLE_SECONDS)
        await repeat(self._work_until_idle, every_seconds=_IDLE_SECONDS, patience=patience)

    async def _work_until_idle(self) -> None:
        if not self._has_taken_over:
            await self._app.work.runner.take_over(Queue.DISCORD)
            self._has_taken_over = True
        while (
            self._bot is not None
            and self._bot.is_ready()
            and await self._app.work.runner.work_once(Queue.DISCORD)
        ):
            pass

    async def _connect(self) -> None:
        """Be connected until discord.py gives up; raises why."""
        try:
            await self._be_connected()
        except Exception as error:
            # The traceback of what was foreseen helps nobody.
            sentence = describe_end(error, needed=max(self._needed, self._shards + 1, 2))
            if sentence == UNFORESEEN:
                raise
            raise ExternalFailure(sentence, retryable=True) from error

    async def _be_connected(self) -> None:
        bot = self._make_client()
        try:
            async with asyncio.timeout(_LOGIN_SECONDS):
                await bot.login(self._token)
                self._needed = await check_sessions(bot, beginning=max(self._shards, 1))
            self._command_ids = bot.app_command_ids
            self._board.connect(bot, find_language=self._app.insights.wants.find_language)
            await self._hand_out(bot)
            await self._stay_connected(bot)
        finally:
            self._board.disconnect()
            self._app.publishing.gate.disconnect()
            await self._hand_out(None)
            await bot.close()
        raise ExternalFailure("Discord has closed the connection.", retryable=True)

    def _make_client(self) -> DiscordClient:
        ids, seconds = self._command_ids, self._guilds_seconds
        if not self._shards:
            return DiscordClient(self._app, guilds_seconds=seconds, command_ids=ids)
        return ShardedClient(
            self._app,
            shards=self._shards,
            guilds_seconds=seconds,
            command_ids=ids,
            lost_seconds=self._lost_seconds,
        )

    async def _stay_connected(self, bot: DiscordClient) -> None:
        """Be connected until discord.py ends, or has waited for too long to connect again."""
        try:
            async with asyncio.timeout(None) as patience:
                loss = spawn(self._end_when_lost(bot, patience), name="discord loss")
                try:
                    await bot.connect(reconnect=True)
                finally:
                    await stop([loss])
        except TimeoutError:
            if not patience.expired():
                raise

    async def _end_when_lost(self, bot: DiscordClient, patience: asyncio.Timeout) -> None:
        await bot.wait_until_lost(for_seconds=self._lost_seconds)
        patience.reschedule(asyncio.get_running_loop().time())

    async def _hand_out(self, bot: DiscordClient | None) -> None:
        async with self._is_there:
            self._bot = bot
            self._is_there.notify_all()


async def check_sessions(bot: DiscordClient, *, beginning: int = 1) -> int:
    """Return how many shards Discord wants, 0 if unknown.

    Raise ExternalFailure before `beginning` sessions use up the last ones of the day: Discord takes
    the token away from whoever begins more than it allows.
    """
    try:
        wanted, _, limit = await bot.http.get_bot_gateway()
    except discord.GatewayNotFound:
        return 0
    if limit["remaining"] < SESSIONS_MIN + beginning - 1:
        hours = limit["reset_after"] / 3_600_000
        raise ExternalFailure(
            TOO_MANY_SESSIONS.format(total=limit["total"], hours=hours), retryable=True
        )
    return wanted


def describe_end(error: BaseException, *, needed: int = 2) -> str:
    """Return why there is no connection, with what to do about it.

    `needed` is how many shards Discord probably takes.
    """
    # discord.py stumbles over its own state where the gateway never let it in; why, stands behind.
    if isinstance(error, AttributeError) and error.__context__ is not None:
        error = error.__context__
    code = error.code if isinstance(error, discord.ConnectionClosed) else None
    if code in _SHARDING:
        return _SHARDING[code].format(needed=needed)
    if isinstance(error, discord.LoginFailure) or code == _AUTHENTICATION_FAILED:
        return REFUSED_TOKEN
    if isinstance(error, discord.PrivilegedIntentsRequired):
        return REFUSED_INTENTS.format(code=4014)
    if code in _INTENTS:
        return REFUSED_INTENTS.format(code=code)
    if isinstance(error, ExternalFailure) and str(error).startswith(SESSIONS_USED):
        return str(error)
    if isinstance(error, (discord.DiscordException, TrussError, *UNREACHED)):
        return UNREACHABLE.format(reason=describe_unreached(error))
    return UNFORESEEN


@asynccontextmanager
async def run_discord(
    app: App,
    board: DiscordBoard,
    *,
    token: str,
    shards: int = 0,
    guilds_seconds: float = 2.0,
    lost_seconds: float = LOST_SECONDS,
) -> AsyncIterator[DiscordRole]:
    """Be in Discord while the block runs, as soon and as long as Discord lets Truss in.

    `shards` are connections that share the servers; 0 is one that has them all. From the start on
    nothing goes out whose approval may have been taken back unheard.
    """
    app.publishing.gate.watch(connections=max(shards, 1))
    role = DiscordRole(
        app,
        board,
        token=token,
        shards=shards,
        guilds_seconds=guilds_seconds,
        lost_seconds=lost_seconds,
    )
    tasks = [
        spawn(role.keep_connected(), name="discord connection"),
        spawn(role.work(), name="discord worker"),
    ]
    try:
        yield role
    finally:
        await stop(tasks)
