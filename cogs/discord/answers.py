"""Answers: every failure as one sentence for the person it happened to."""

from __future__ import annotations

from typing import Any, Final

import aiohttp
import discord
import structlog
from discord import app_commands

from cogs.command_mentions import mention_commands
from cogs.discord.texts.languages import find_language
from cogs.markdown import name_people
from cogs.texts.sentences import translate
from core.errors import TrussError, describe_outage

_log = structlog.get_logger(__name__)

NOBODY: Final = discord.AllowedMentions.none()
UNREACHED: Final = (discord.HTTPException, aiohttp.ClientError, OSError)
"""What a request to Discord raises: a refusal, or a broken connection, which has no status."""
ACKNOWLEDGED: Final = 40060
"""Discord's answer to whoever answers an interaction second."""
TWICE: Final = "Another process of Truss has answered this already."
_LENGTH_MAX: Final = 2000
UNEXPECTED: Final = "Something went wrong on our side; the log of Truss has details. Try again."


def describe_unreached(error: BaseException) -> str:
    """Say in a few words what kept a request from reaching Discord, or Discord from doing it."""
    status = getattr(error, "status", None) or getattr(error, "code", None)
    return f"it answers {status}" if isinstance(status, int) else describe_outage(error)


def explain(error: BaseException) -> str:
    """Return the sentence for an error; an unexpected one is logged too."""
    cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    match cause:
        case TrussError():
            return name_people(str(cause))
        case app_commands.NoPrivateMessage():
            return "This only works in a server; use it in the one that you moderate."
        case app_commands.CheckFailure():
            return "You are not allowed to do this here."
        case app_commands.TransformerError():
            return "That value cannot be used there; choose one from the list."
        case discord.HTTPException(code=code) if code == ACKNOWLEDGED:
            return TWICE
        case _:
            _log.error("discord.unexpected_error", exc_info=cause)
            return UNEXPECTED


async def answer(interaction: discord.Interaction[discord.Client], text: str) -> None:
    """Reply privately to the caller in their language, whether or not they had an answer already.

    A list that quotes titles is put into it by whoever writes it; what is in it stays as it is.
    """
    ids = getattr(interaction.client, "app_command_ids", {})
    text = translate(text, await find_language(interaction))
    text = mention_commands(text, ids)[:_LENGTH_MAX]
    try:
        await _send(interaction, text)
    except discord.HTTPException as error:
        if error.code != ACKNOWLEDGED:
            raise
        note_twin(interaction)


def note_twin(interaction: discord.Interaction[Any]) -> None:
    """Let the bot know that somebody else has answered what it was asked."""
    note = getattr(interaction.client, "note_twin", None)
    if note is not None:
        note()


async def _send(interaction: discord.Interaction[Any], text: str) -> None:
    if interaction.response.is_done():
        await interaction.followup.send(text, ephemeral=True, allowed_mentions=NOBODY)
    else:
        await interaction.response.send_message(text, ephemeral=True, allowed_mentions=NOBODY)
