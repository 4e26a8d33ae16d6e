"""Languages: in which one an answer goes to whoever typed a command or pressed a button."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any, Final

import discord
import structlog

from cogs.texts.sentences import Say, translate
from core.app import App
from core.errors import NotFound, TrussError

_log = structlog.get_logger(__name__)

PATIENCE_SECONDS: Final = 1.0
"""An answer is due within three seconds, in whatever language."""
_KEPT: Final = "language"


async def find_language(interaction: discord.Interaction[Any]) -> str:
    """Return the language of who acts: their own word, else the creator's, else their Discord's.

    It is read once for an interaction; where it cannot be, Discord's holds.
    """
    known = interaction.extras.get(_KEPT)
    if known is None:
        known = interaction.extras[_KEPT] = await _read(
            interaction.client.app,
            interaction.guild_id,
            interaction.user.id,
            otherwise=interaction.locale.value,
        )
    return str(known)


async def find_say(interaction: discord.Interaction[Any]) -> Say:
    """Return what puts a text into the language of who acts."""
    return partial(translate, language=await find_language(interaction))


def say_at_once(interaction: discord.Interaction[Any]) -> Say:
    """Return what puts a text into the language of somebody's Discord, where no time is to read."""
    return partial(translate, language=interaction.locale.value)


async def find_language_of(app: App, guild: discord.Guild | None, user_id: int) -> str:
    """Return the language of somebody who reacted, of whom Discord tells none."""
    return await _read(app, guild.id if guild else None, user_id, otherwise="en")


async def _read(app: App, guild_id: int | None, user_id: int, *, otherwise: str) -> str:
    if guild_id is None:
        return otherwise
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            binding = await app.people.membership.get_binding(str(guild_id))
            return await app.insights.wants.find_language(
                binding.creator_id, f"discord:{user_id}", otherwise=otherwise
            )
    except NotFound:
        return otherwise
    except (TrussError, TimeoutError) as error:
        _log.warning("language.not_read", guild_id=guild_id, reason=repr(error))
        return otherwise
