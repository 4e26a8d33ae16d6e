"""Videos: giving Truss a video, having it analysed, and what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from cogs.discord.analyses import complete_video, name_video, offer_analysis
from cogs.discord.answers import answer
from cogs.discord.pages import show_pages
from cogs.discord.people import enter_as_team
from cogs.discord.progress.progress_updates import follow_job
from cogs.discord.texts.languages import find_say
from cogs.discord.uploads import describe_link
from cogs.markdown import escape
from cogs.texts.sentences import Say
from core.domain.videos.asset import Asset
from core.domain.work.ids import AssetId
from core.errors import InvalidInput

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot

PAGE_SIZE: Final = 10


@app_commands.guild_only()
class Videos(
    commands.GroupCog, group_name="video", group_description="The videos that clips are cut from"
):
    """Replies privately to the caller."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot

    @app_commands.command(description="Bring a video; without one, get a link to the upload page")
    @app_commands.describe(
        file="the video itself, as large as Discord takes",
        url="where the video lies on the web",
        title="what the video is to be called here",
    )
    async def upload(
        self,
        interaction: discord.Interaction[Any],
        file: discord.Attachment | None = None,
        url: app_commands.Range[str, 1, 2048] | None = None,
        title: app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        app = self._bot.app
        actor = await enter_as_team(interaction)
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

    @app_commands.command(description="Have a video understood: chapters, moments and clips of it")
    @app_commands.describe(video="words of its title, then choose")
    @app_commands.autocomplete(video=complete_video)
    async def analyse(self, interaction: discord.Interaction[Any], video: str) -> None:
        await interaction.response.defer(ephemeral=True)
        await offer_analysis(self._bot, interaction, AssetId(video))

    @app_commands.command(name="list", description="List the videos, newest first")
    async def list_videos(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer(ephemeral=True)
        actor, say = await enter_as_team(interaction), await find_say(interaction)

        async def read_page(cursor: str | None) -> tuple[str, str | None]:
            page = await self._bot.app.videos.list.list_videos(
                actor, cursor=cursor, limit=PAGE_SIZE
            )
            return list_lines(page.items, say), page.cursor

        await show_pages(interaction, read_page)


def list_lines(videos: tuple[Asset, ...], say: Say = str) -> str:
    """Return a line for each video, in at most 2,000 characters."""
    if not videos:
        return say("There is no video yet; bring one with /video upload.")
    return "\n".join(
        f"- {escape(name_video(video, say))}, <t:{int(video.published_at.timestamp())}:d>"
        for video in videos
    )


async def setup(bot: TrussBot) -> None:
    await bot.add_cog(Videos(bot))
