"""Autocomplete: choices by name, offered wherever a command needs an id."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, ParamSpec

import discord
import structlog
from discord import app_commands

from cogs.discord.people import enter_as_team
from cogs.discord.texts.languages import say_at_once
from cogs.plain_text import clean_text
from cogs.texts.sentences import Say
from core.domain.clips.clip import Clip
from core.domain.people.actor import Role
from core.domain.streams.stream import Stream
from core.errors import TrussError

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot

_log = structlog.get_logger(__name__)

CHOICES_MAX: Final = 25
NAME_LENGTH_MAX: Final = 80
# Discord waits three seconds for choices, and they cannot be deferred.
PATIENCE_SECONDS: Final = 2.5

P = ParamSpec("P")
Choices = list[app_commands.Choice[str]]


def in_time(complete: Callable[P, Awaitable[Choices]]) -> Callable[P, Coroutine[Any, Any, Choices]]:
    """Return an empty list of choices when making it fails or takes too long."""

    @wraps(complete)
    async def complete_in_time(*given: P.args, **named: P.kwargs) -> Choices:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await complete(*given, **named)
        except (TrussError, TimeoutError) as error:
            _log.info("autocomplete.failed", reason=str(error) or "too slow")
            return []

    return complete_in_time


@in_time
async def complete_clip(interaction: discord.Interaction[Any], current: str) -> Choices:
    """Offer the newest clips of this server's creator whose titles contain what was typed."""
    return await _complete(interaction, current, is_for_reviewers=False)


@in_time
async def complete_own_clip(interaction: discord.Interaction[Any], current: str) -> Choices:
    """Offer the same clips to reviewers only."""
    return await _complete(interaction, current, is_for_reviewers=True)


@in_time
async def complete_stream(interaction: discord.Interaction[Any], current: str) -> Choices:
    """Offer the newest streams of this server's creator whose titles contain what was typed."""
    bot: TrussBot = interaction.client
    actor, say = await enter_as_team(interaction), say_at_once(interaction)
    found = await bot.app.chat.reports.search_streams(actor, current, limit=CHOICES_MAX)
    return [app_commands.Choice(name=name_stream(stream, say), value=stream.id) for stream in found]


@in_time
async def complete_lessons(interaction: discord.Interaction[Any], current: str) -> Choices:
    """Offer the names of this creator's channels that Truss has learned something from."""
    bot: TrussBot = interaction.client
    actor = await enter_as_team(interaction)
    names = [channel.name for channel in await bot.app.chat.learning.list_channels(actor)]
    fit = [name for name in names if current.casefold() in name.casefold()]
    return [app_commands.Choice(name=name, value=name) for name in fit[:CHOICES_MAX]]


def name_stream(stream: Stream, say: Say = str) -> str:
    """Return a stream's name for a list of choices, in at most 100 characters."""
    title = clean_text(stream.title, NAME_LENGTH_MAX) or say("Untitled")
    return f"{stream.started_at:%Y-%m-%d} {title}"


def name_clip(clip: Clip, say: Say = str) -> str:
    """Return a clip's name for a list of choices, in at most 100 characters."""
    score = "" if clip.score is None else f"{clip.score.value}: "
    title = clean_text(clip.title, NAME_LENGTH_MAX) or say("Untitled")
    return f"{score}{title}"


async def _complete(
    interaction: discord.Interaction[Any], current: str, *, is_for_reviewers: bool
) -> Choices:
    bot: TrussBot = interaction.client
    actor, say = await enter_as_team(interaction), say_at_once(interaction)
    if is_for_reviewers and actor.role is Role.VIEWER:
        return []
    found = await bot.app.review.clips.search_clips(actor, current, limit=CHOICES_MAX, pages_max=1)
    return [app_commands.Choice(name=name_clip(clip, say), value=clip.id) for clip in found]
