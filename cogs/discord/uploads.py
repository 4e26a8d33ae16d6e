"""Uploads: giving Truss a video to make clips of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from cogs.discord.answers import answer
from cogs.discord.people import describe_caller
from cogs.discord.progress_updates import follow_job
from core.errors import InvalidInput
from core.services.people.sign_in import VisitLink

if TYPE_CHECKING:
    from bot.discord_client import TrussBot


class Uploads(commands.Cog):
    """Replies privately to the caller."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot

    @app_commands.command(description="Bring a video; without one, get a link to the upload page")
    @app_commands.describe(
        file="the video itself, as large as Discord takes",
        url="where the video lies on the web",
        title="what the video is to be called here",
    )
    @app_commands.guild_only()
    async def upload(
        self,
        interaction: discord.Interaction[Any],
        file: discord.Attachment | None = None,
        url: app_commands.Range[str, 1, 2048] | None = None,
        title: app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        app = self._bot.app
        actor = await app.people.membership.act_in_guild(describe_caller(interaction))
        if file is not None and url is not None:
            raise InvalidInput(
                "Give a file or an address, not both; use the command once for each."
            )
        if file is not None:
            intake = await app.videos.fetching.request_attachment(
                actor,
                file.url,
                file_name=file.filename,
                size_bytes=file.size,
                title=title or "",
            )
        elif url is not None:
            intake = await app.videos.fetching.request_address(actor, url, title=title or "")
        else:
            await answer(
                interaction, describe_link(await app.people.sign_in.make_upload_link(actor))
            )
            return
        await follow_job(self._bot, interaction, actor, intake.fetch_job_id)


def describe_link(link: VisitLink) -> str:
    """Return the link and how it works; angle brackets keep Discord from fetching a preview."""
    until = f"<t:{int(link.expires_at.timestamp())}:R>"
    text = (
        f"[Open the upload page](<{link.url}>). The link is for you alone, works once, and "
        f"expires {until}."
    )
    if link.is_local:
        text += (
            " It only works on the machine that runs Truss; to let others use it, whoever runs "
            "Truss sets TRUSS_PUBLIC_URL."
        )
    return text


async def setup(bot: TrussBot) -> None:
    await bot.add_cog(Uploads(bot))
