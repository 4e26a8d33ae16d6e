"""Card menus: what can be done with a clip from the menu of its message, beside the buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands

from cogs.discord.answers import answer
from cogs.discord.card.form import ClipForm
from cogs.discord.card.why import tell_why
from cogs.discord.people import describe_caller
from cogs.discord.publishing import describe_sent
from cogs.discord.texts.languages import find_say
from core.errors import NotFound
from core.services.review.decisions import Shown

if TYPE_CHECKING:
    from bot.discord_client import TrussBot

NO_CARD: Final = "This message is not the card of a clip; choose one in the review channel."


async def publish_now(interaction: discord.Interaction[Any], message: discord.Message) -> None:
    """Publish the cut that the card shows, to the usual places."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    bot: TrussBot = interaction.client
    shown = await _look_at(bot, interaction, message)
    sent = await bot.app.publishing.scheduling.publish_clip(shown.actor, shown.clip.id, None)
    await answer(interaction, describe_sent(shown.clip, sent, await find_say(interaction)))


async def edit(interaction: discord.Interaction[Any], message: discord.Message) -> None:
    """Open the form with title, start, end and layout."""
    bot: TrussBot = interaction.client
    shown = await _look_at(bot, interaction, message)
    say = await find_say(interaction)
    await interaction.response.send_modal(ClipForm(bot, shown.clip, say))


async def why(interaction: discord.Interaction[Any], message: discord.Message) -> None:
    """Tell all that speaks for the clip."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    bot: TrussBot = interaction.client
    await tell_why(bot, interaction, await _look_at(bot, interaction, message))


async def _look_at(
    bot: TrussBot, interaction: discord.Interaction[Any], message: discord.Message
) -> Shown:
    person = describe_caller(interaction)
    if await bot.app.review.decisions.find_card(str(message.id)) is None:
        raise NotFound(NO_CARD)
    return await bot.app.review.decisions.look_at(person, str(message.id))


async def setup(bot: TrussBot) -> None:
    for name, callback in (("Publish now", publish_now), ("Edit", edit), ("Why", why)):
        bot.tree.add_command(app_commands.ContextMenu(name=name, callback=callback))
