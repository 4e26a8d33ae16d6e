"""Signing in to the page: a link for whoever types, and for nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from cogs.discord.people import describe_caller
from cogs.discord.telling import tell
from core.services.people.sign_in import VisitLink

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot


class Login(commands.Cog):
    """Answers to whoever types, and to nobody else."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot

    @app_commands.command(description="Get a link that signs you in to the page of Truss")
    @app_commands.guild_only()
    async def login(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer(ephemeral=True)
        people = self._bot.app.people
        actor = await people.membership.act_in_guild(describe_caller(interaction))
        link = await people.sign_in.make_login_link(actor)
        view: ui.View = ui.View()
        view.add_item(ui.Button(label="Sign in", url=link.url))
        await tell(interaction, describe_login(link), view=view)


def describe_login(link: VisitLink) -> str:
    """Return what to do with the button; the link itself is nowhere in the text."""
    until = f"<t:{int(link.expires_at.timestamp())}:R>"
    text = (
        f"The button signs you in to the page of Truss. It is for you alone, works once, and ends "
        f"{until}."
    )
    if link.is_local:
        text += (
            " It leads to the machine that runs Truss; for others, whoever runs it sets "
            "TRUSS_PUBLIC_URL."
        )
    return text


async def setup(bot: TrussBot) -> None:
    await bot.add_cog(Login(bot))
