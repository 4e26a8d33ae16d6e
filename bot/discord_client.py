"""The Discord role: discord.py's client, and the jobs of the queue that belongs to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import discord
import structlog
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.discord_board import DiscordBoard
from cogs.discord.answers import NOBODY, UNREACHED, answer, explain
from core.app import App
from core.background import spawn
from core.domain.work.job import Queue
from core.errors import ExternalFailure, InvalidInput

_log = structlog.get_logger(__name__)

CATCH_UP_SECONDS: Final = 30.0

COGS: Final = (
    "cogs.discord.setup",
    "cogs.discord.review",
    "cogs.discord.clips",
    "cogs.discord.clip",
    "cogs.discord.publishing",
    "cogs.discord.targets",
    "cogs.discord.streams",
    "cogs.discord.analytics",
    "cogs.discord.progress_updates",
    "cogs.discord.uploads",
    "cogs.discord.login",
    "cogs.discord.jobs",
    "cogs.discord.settings",
    "cogs.discord.accounts",
    "cogs.discord.analyses",
    "cogs.discord.help",
)


class ExplainingTree(app_commands.CommandTree["TrussBot"]):
    """A command tree whose failures are sentences."""

    async def on_error(
        self, interaction: discord.Interaction[TrussBot], error: app_commands.AppCommandError
    ) -> None:
        try:
            await answer(interaction, explain(error))
        except UNREACHED as failure:
            _log.warning("interaction.unanswered", reason=repr(failure))


class TrussBot(commands.Bot):
    """The bot: it hears reactions, commands and buttons, and reads no messages."""

    def __init__(self, app: App, *, guilds_seconds: float = 2.0) -> None:
        """Make the bot; a server that says nothing of itself is waited for `guilds_seconds`."""
        intents = discord.Intents.none()
        intents.guilds = True
        intents.guild_reactions = True
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=intents,
            allowed_mentions=NOBODY,
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            tree_cls=ExplainingTree,
            guild_ready_timeout=guilds_seconds,
        )
        self.app = app
        self.has_caught_up = asyncio.Event()

    async def setup_hook(self) -> None:
        for cog in COGS:
            await self.load_extension(cog)
        await self.tree.sync()

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        _log.exception("discord.listener_failed", listener=event_method)


def point_at(*, api_url: str, gateway_url: str) -> None:
    """Let discord.py talk to these addresses; it keeps them for the whole process."""
    Route.BASE = api_url.rstrip("/")
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)


@asynccontextmanager
async def run_discord(
    app: App, board: DiscordBoard, *, token: str, guilds_seconds: float = 2.0
) -> AsyncIterator[TrussBot]:
    """Keep the bot connected, and its queue worked on, while the block runs.

    The block begins when what people said meanwhile is picked up, so that nothing goes out that
    they have taken back; where Discord does not come, it is not waited for for ever.

    Raises InvalidInput where Discord refuses the token, and ExternalFailure where it does not
    answer.
    """
    bot = TrussBot(app, guilds_seconds=guilds_seconds)
    board.connect(bot)
    tasks: list[asyncio.Task[None]] = []
    try:
        await _log_in(bot, token)
        await app.work.runner.take_over(Queue.DISCORD)
        tasks = [
            spawn(bot.connect(reconnect=True), name="discord gateway"),
            spawn(app.work.runner.run(Queue.DISCORD), name="discord worker"),
        ]
        await _catch_up(bot, tasks)
        yield bot
    finally:
        await bot.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _catch_up(bot: TrussBot, tasks: list[asyncio.Task[None]]) -> None:
    caught_up = asyncio.ensure_future(bot.has_caught_up.wait())
    await asyncio.wait(
        {caught_up, *tasks}, timeout=CATCH_UP_SECONDS, return_when=asyncio.FIRST_COMPLETED
    )
    if not caught_up.done():
        caught_up.cancel()
        _log.warning("discord.not_caught_up", waited_seconds=CATCH_UP_SECONDS)


async def _log_in(bot: TrussBot, token: str) -> None:
    try:
        await bot.login(token)
    except discord.LoginFailure:
        raise InvalidInput(
            "Discord refuses TRUSS_DISCORD_TOKEN; copy the bot's token anew from the developer "
            "portal."
        ) from None
    except UNREACHED as error:
        raise ExternalFailure(
            f"Discord does not answer at the start ({type(error).__name__}); start again later.",
            retryable=True,
        ) from error
