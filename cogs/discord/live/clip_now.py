"""Clip now: a clip of the last seconds, for whoever decides on clips."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from cogs.discord.answers import answer
from cogs.discord.autocomplete import CHOICES_MAX, Choices, in_time
from cogs.discord.people import enter_as_team
from cogs.markdown import escape
from cogs.plain_text import clean_text
from core.services.chat.live_clip import AskedClip

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot

_NAME_LENGTH_MAX = 32


async def ask_now(
    bot: TrussBot, interaction: discord.Interaction[Any], *, seconds: int, channel: str | None
) -> None:
    """Ask for the last seconds of the stream that runs; the answer was deferred before."""
    actor = await enter_as_team(interaction)
    name = clean_text(interaction.user.display_name, _NAME_LENGTH_MAX)
    name = name or "a moderator"
    asked = await bot.app.chat.clip_now.clip_now(
        actor, seconds=seconds, asked_by=name, channel=channel
    )
    await answer(interaction, describe_asked(asked, seconds=seconds, name=name))


def describe_asked(asked: AskedClip, *, seconds: int, name: str) -> str:
    """Return what is cut, from where, and what follows."""
    if asked.is_joined:
        first = clean_text(asked.spike.asked_by or "", _NAME_LENGTH_MAX)
        by = "called by you" if first == name else f"called by **{escape(first)}**"
        return f"One clip of this moment is on its way already; its card says that it was {by}."
    what = f"The last {seconds} s of {escape(asked.login)} become a clip; its card follows."
    if asked.keeps_footage:
        return what
    return f"{what} Its video is asked of Twitch, which takes longer than /stream record."


@in_time
async def complete_watched(interaction: discord.Interaction[Any], current: str) -> Choices:
    """Offer the channels that are watched for this creator."""
    bot: TrussBot = interaction.client
    actor = await enter_as_team(interaction)
    names = [each.login for each in await bot.app.streams.connections.list_channels(actor)]
    fit = [name for name in names if current.casefold() in name]
    return [discord.app_commands.Choice(name=n, value=n) for n in sorted(fit)[:CHOICES_MAX]]
