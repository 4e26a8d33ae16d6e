"""Setup: the one command that a server needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from cogs.discord.answers import NOBODY
from cogs.discord.people import describe_caller

if TYPE_CHECKING:
    from bot.discord_client import TrussBot

NEEDED: Final = discord.Permissions(
    view_channel=True,
    send_messages=True,
    attach_files=True,
    add_reactions=True,
    read_message_history=True,
)


class Setup(commands.Cog):
    """Binds a server to its creator."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot

    @app_commands.command(description="Say where clips are laid before whom")
    @app_commands.describe(
        review_channel="where the cards of new clips go",
        moderator_role="who may approve and reject them",
    )
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    async def setup(
        self,
        interaction: discord.Interaction[Any],
        review_channel: discord.TextChannel,
        moderator_role: discord.Role,
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        app, person = self._bot.app, describe_caller(interaction)
        await app.membership.bind_guild(
            person,
            review_channel_id=str(review_channel.id),
            moderator_role_id=str(moderator_role.id),
        )
        text = f"Cards go to {review_channel.mention}, and {moderator_role.mention} decides."
        waiting = await app.carding.post_waiting(await app.membership.act_in_guild(person))
        if waiting:
            text += f" Clips that wait for a decision: {waiting}; their cards follow."
        missing = list_missing(review_channel)
        if missing:
            text += f" There Truss still needs these rights: {', '.join(missing)}."
        await interaction.followup.send(text, ephemeral=True, allowed_mentions=NOBODY)


def list_missing(channel: discord.TextChannel) -> list[str]:
    """Return the rights that the bot lacks in a channel, as Discord's settings name them."""
    allowed = channel.permissions_for(channel.guild.me)
    return [
        name.replace("_", " ")
        for name, is_needed in NEEDED
        if is_needed and not getattr(allowed, name)
    ]


async def setup(bot: TrussBot) -> None:
    await bot.add_cog(Setup(bot))
