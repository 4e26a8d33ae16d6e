"""Languages: in which one an answer goes to whoever typed a command or pressed a button."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import discord
import structlog

from cogs.texts.sentences import translate
from core.errors import NotFound, TrussError

if TYPE_CHECKING:
    from bot.discord_client import TrussBot

_log = structlog.get_logger(__name__)

Say = Callable[[str], str]
"""Puts finished English into somebody's language, as far as the catalogue has it."""
PATIENCE_SECONDS: Final = 1.0
"""An answer is due within three seconds, in whatever language."""
_KEPT: Final = "language"


async def find_language(interaction: discord.Interaction[Any]) -> str:
    """Return the language of who acts: their own word, else the creator's, else their Discord's.

    It is read once for an interaction; where it cannot be, Discord's holds.
    """
    known = interaction.extras.get(_KEPT)
    if known is None:
        known = interaction.extras[_KEPT] = await _read(interaction)
    return str(known)


async def find_say(interaction: discord.Interaction[Any]) -> Say:
    """Return what puts a text into the language of who acts."""
    return partial(translate, language=await find_language(interaction))


async def _read(interaction: discord.Interaction[Any]) -> str:
    bot: TrussBot = interaction.client
    own = interaction.locale.value
    if interaction.guild_id is None:
        return own
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            binding = await bot.app.people.membership.get_binding(str(interaction.guild_id))
            return await bot.app.insights.wants.find_language(
                binding.creator_id, f"discord:{interaction.user.id}", otherwise=own
            )
    except NotFound:
        return own
    except (TrussError, TimeoutError) as error:
        _log.warning("language.not_read", guild_id=interaction.guild_id, reason=repr(error))
        return own
