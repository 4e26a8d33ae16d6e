"""Answers: every failure as one sentence for the person who met it."""

from __future__ import annotations

from typing import Final

import aiohttp
import discord
import structlog
from discord import app_commands

from cogs.markdown import name_people
from core.errors import TrussError

_log = structlog.get_logger(__name__)

NOBODY: Final = discord.AllowedMentions.none()
UNREACHED: Final = (discord.HTTPException, aiohttp.ClientError, OSError)
"""What a request to Discord raises: a refusal, or a connection that broke, which has no status."""
UNFORESEEN: Final = "Something unforeseen went wrong; the log of Truss has it. Try again."


def explain(error: BaseException) -> str:
    """Return the sentence for an error, and log it where nobody foresaw it."""
    cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    match cause:
        case TrussError():
            return name_people(str(cause))
        case app_commands.NoPrivateMessage():
            return "This works in a server only; go to the one that you moderate."
        case app_commands.CheckFailure():
            return "You have not the right to do this here."
        case app_commands.TransformerError():
            return "Discord sent something that cannot be used there; choose from the list."
        case _:
            _log.error("discord.unforeseen", exc_info=cause)
            return UNFORESEEN


async def answer(interaction: discord.Interaction[discord.Client], text: str) -> None:
    """Say something to the caller alone, whether or not they were answered before."""
    if interaction.response.is_done():
        await interaction.followup.send(text, ephemeral=True, allowed_mentions=NOBODY)
    else:
        await interaction.response.send_message(text, ephemeral=True, allowed_mentions=NOBODY)
