"""The client in Discord: discord.py's bot with its cogs."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, Final

import discord
import structlog
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.discord_introduction import TEXT as INTRODUCTION
from bot.discord_introduction import introduce, was_invited_lately
from cogs.command_mentions import mention_commands
from cogs.discord import (
    accounts,
    analytics,
    clip,
    jobs,
    login,
    missed_reactions,
    plan,
    publishing,
    review,
    settings,
    setup,
    streams,
    targets,
    videos,
)
from cogs.discord import help as help_cog
from cogs.discord.answers import NOBODY, UNREACHED, answer, explain
from cogs.discord.asking import ask
from cogs.discord.card import buttons as card_buttons
from cogs.discord.card import menus, words
from cogs.discord.figures import metrics
from cogs.discord.learned import insights, me, tasks
from cogs.discord.progress import progress_updates
from cogs.discord.texts.catalogue import CatalogueTranslator
from cogs.discord_bot import TrussBot
from cogs.texts.sentences import translate
from core.app import App
from core.errors import NotFound, TrussError

_log = structlog.get_logger(__name__)

PART: Final = "Discord"
TWIN_PART: Final = "Discord token"
TWIN: Final = (
    "Another process answers with the same Discord token, so commands and buttons are done by "
    "either; stop one of them, or give it a token of its own (TRUSS_DISCORD_TOKEN)."
)
TWIN_SECONDS: Final = 900.0
"""A process that answers no more is forgotten after this long."""
LOST: Final = (
    "The connection to Discord broke; Truss connects again by itself, and until then what was "
    "approved by reaction waits."
)
COGS: Final = (
    setup,
    review,
    card_buttons,
    menus,
    missed_reactions,
    clip,
    publishing,
    targets,
    plan,
    streams,
    analytics,
    metrics,
    progress_updates,
    videos,
    words,
    login,
    jobs,
    settings,
    me,
    insights,
    tasks,
    accounts,
    ask,
    help_cog,
)


class ExplainingTree(app_commands.CommandTree[TrussBot]):
    """A command tree whose failures are sentences."""

    async def on_error(
        self, interaction: discord.Interaction[TrussBot], error: app_commands.AppCommandError
    ) -> None:
        try:
            await answer(interaction, explain(error))
        except UNREACHED as failure:
            _log.warning("interaction.unanswered", reason=repr(failure))


class DiscordClient(TrussBot):
    """The bot: it hears reactions, commands and buttons, and reads no messages."""

    def __init__(
        self,
        app: App,
        *,
        guilds_seconds: float = 2.0,
        command_ids: dict[str, int] | None = None,
        **more: Any,
    ) -> None:
        """Make the bot; a server that says nothing of itself is waited for `guilds_seconds`.

        Commands are registered unless `command_ids` has those that an earlier client registered.
        """
        # Truss never speaks in a voice channel, so nobody has to install what that takes.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
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
            **more,
        )
        self.app = app
        self._are_registered = command_ids is not None
        self.has_caught_up = asyncio.Event()
        self._heard: set[int] = set()
        self._is_heard = asyncio.Event()
        self._is_lost = asyncio.Event()
        self.app_command_ids = command_ids or {}

    async def setup_hook(self) -> None:
        # Imported with this module: reading files would hold up everything else in the process.
        for cog in COGS:
            await cog.setup(self)
        open_to_members(self.tree)
        await self.tree.set_translator(CatalogueTranslator())
        if not self._are_registered:
            self.app_command_ids = list_ids(await self.tree.sync())

    async def on_ready(self) -> None:
        await self.begin(0)

    async def begin(self, shard_id: int) -> None:
        """Do what each new session of a connection asks for."""
        was_away = not self._heard
        self.note_heard(shard_id)
        self.dispatch("connection_ready", shard_id)
        if was_away:
            await self._lay_missing()
        guilds = [guild for guild in self.guilds if guild.shard_id == shard_id]
        for guild in filter(was_invited_lately, guilds):
            await self.on_guild_join(guild)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Say what Truss is, where it is not set up yet."""
        try:
            await self.app.people.membership.get_binding(str(guild.id))
        except NotFound:
            text = INTRODUCTION.format(setup="/setup here", help="/help")
            text = translate(text, guild.preferred_locale.value)
            await introduce(guild, mention_commands(text, self.app_command_ids))
        except TrussError as error:
            _log.warning("guild.not_greeted", guild_id=guild.id, reason=str(error))

    def note_twin(self) -> None:
        """Take note that another process answers what this one is asked."""
        self.app.work.health.note_trouble(TWIN_PART, TWIN, for_seconds=TWIN_SECONDS)

    async def on_resumed(self) -> None:
        self.go_on(0)

    async def on_disconnect(self) -> None:
        self.note_lost(0)

    def go_on(self, shard_id: int) -> None:
        """Take note that a session was resumed, in which nothing was missed."""
        self.note_heard(shard_id)
        self.dispatch("connection_resumed", shard_id)

    def note_heard(self, shard_id: int) -> None:
        """Take note that a connection works."""
        self._heard.add(shard_id)
        self.app.work.health.note_ok(PART)
        self._is_lost.clear()
        self._is_heard.set()

    def note_lost(self, shard_id: int) -> None:
        """Take note that a connection broke; without any, nothing is heard at all."""
        if self.is_closed():
            return
        self.dispatch("connection_lost", shard_id)
        self._heard.discard(shard_id)
        if not self._heard:
            self.app.work.health.note_trouble(PART, LOST)
            self._is_heard.clear()
            self._is_lost.set()

    async def wait_until_lost(self, *, for_seconds: float) -> None:
        """Wait until the connection broke and did not come back for so long."""
        while True:
            await self._is_lost.wait()
            try:
                await asyncio.wait_for(self._is_heard.wait(), for_seconds)
            except TimeoutError:
                return

    async def on_guild_role_update(self, before: discord.Role, _after: discord.Role) -> None:
        """Try again where somebody may have given back the rights that were missing."""
        await self._lay_refused(before.guild)

    async def on_guild_channel_update(
        self, before: discord.abc.GuildChannel, _after: discord.abc.GuildChannel
    ) -> None:
        await self._lay_refused(before.guild)

    async def _lay_refused(self, guild: discord.Guild) -> None:
        troubles = self.app.cards.troubles
        if any(troubles.is_refused(str(channel.id)) for channel in guild.channels):
            await self._lay_missing()

    async def _lay_missing(self) -> None:
        """Lay the cards that are missing; a timer makes up for a look that failed."""
        try:
            await self.app.cards.laying.lay_missing()
        except TrussError as error:
            _log.warning("cards.not_laid", reason=str(error))

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        _log.exception("discord.listener_failed", listener=event_method)


def list_ids(registered: Sequence[app_commands.AppCommand]) -> dict[str, int]:
    """Return the ids by which commands are mentioned, a group's with each of its commands."""
    found: dict[str, int] = {}
    for command in registered:
        if command.type is not discord.AppCommandType.chat_input:
            continue
        inner = [o for o in command.options if isinstance(o, app_commands.AppCommandGroup)]
        names = [f"{command.name} {each.name}" for each in inner] or [command.name]
        found |= dict.fromkeys(names, command.id)
    return found


def open_to_members(tree: app_commands.CommandTree[Any]) -> None:
    """Let each command be seen in servers by whoever may type commands, unless it says otherwise.

    Who may do what is for the creator's roles to say; a server can narrow each command itself.
    """
    for command in tree.get_commands():
        if command.default_permissions is None:
            command.default_permissions = discord.Permissions(use_application_commands=True)
        command.allowed_contexts = app_commands.AppCommandContext(guild=True)
        command.allowed_installs = app_commands.AppInstallationType(guild=True)


def point_at(*, api_url: str, gateway_url: str) -> None:
    """Let discord.py talk to these addresses; it keeps them for the whole process."""
    Route.BASE = api_url.rstrip("/")
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
