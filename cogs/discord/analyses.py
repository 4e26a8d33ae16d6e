"""Analyses: analysing a video, after showing what that is expected to cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands, ui
from discord.ext import commands

from cogs.analyses import describe_estimate
from cogs.discord.answers import NOBODY, answer, explain
from cogs.discord.autocomplete import in_time
from cogs.discord.people import describe_caller
from cogs.discord.progress_updates import follow_job
from cogs.markdown import escape
from cogs.plain_text import clean_text
from core.domain.videos.asset import Asset
from core.domain.work.ids import AssetId
from core.domain.work.plain_text import format_offset
from core.services.videos.video_list import VideoReport

if TYPE_CHECKING:
    from bot.discord_client import TrussBot

CHOICES_MAX: Final = 25
# An interaction's token expires after 15 minutes.
OFFER_SECONDS: Final = 14 * 60.0
_TITLE_LENGTH_MAX: Final = 80


class Analyses(commands.Cog):
    """Replies privately to the caller."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot

    @app_commands.command(description="Have a video understood: chapters, moments and clips of it")
    @app_commands.describe(asset="words of the video's title, then choose")
    @app_commands.guild_only()
    async def analyse(self, interaction: discord.Interaction[Any], asset: str) -> None:
        await interaction.response.defer(ephemeral=True)
        app = self._bot.app
        actor = await app.people.membership.act_in_guild(describe_caller(interaction))
        actor.require_reviewer()
        report = await app.videos.list.report_video(actor, AssetId(asset))
        await interaction.followup.send(
            describe_offer(report),
            view=Offer(self._bot, report.asset.id),
            ephemeral=True,
            allowed_mentions=NOBODY,
        )

    @analyse.autocomplete("asset")
    @in_time
    async def complete_asset(
        self, interaction: discord.Interaction[Any], current: str
    ) -> list[app_commands.Choice[str]]:
        app = self._bot.app
        actor = await app.people.membership.act_in_guild(describe_caller(interaction))
        found = await app.videos.list.search_videos(actor, current, limit=CHOICES_MAX)
        return [app_commands.Choice(name=name_video(asset), value=asset.id) for asset in found]


class Offer(ui.View):
    """The `Analyse` button below the expected cost."""

    def __init__(self, bot: TrussBot, asset_id: AssetId) -> None:
        super().__init__(timeout=OFFER_SECONDS)
        self._bot = bot
        self._asset_id = asset_id

    @ui.button(label="Analyse", style=discord.ButtonStyle.primary)
    async def request(
        self, interaction: discord.Interaction[Any], _button: ui.Button[Offer]
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        app = self._bot.app
        actor = await app.people.membership.act_in_guild(describe_caller(interaction))
        job = await app.work.requests.request_analysis(actor, self._asset_id)
        await follow_job(self._bot, interaction, actor, job.id)

    async def on_error(
        self, interaction: discord.Interaction[Any], error: Exception, _item: ui.Item[Any]
    ) -> None:
        await answer(interaction, explain(error))


def describe_offer(report: VideoReport) -> str:
    """Return what is known of a video, and what analysing it would cost."""
    lines = [f"**{escape(name_video(report.asset))}**"]
    if report.analysis:
        found = len(report.analysis.highlights)
        moments = "1 moment" if found == 1 else f"{found} moments"
        when = f"<t:{int(report.analysis.analysed_at.timestamp())}:R>"
        lines.append(f"Analysed {when}: {moments}, {len(report.analysis.chapters)} chapters.")
    lines.append(describe_estimate(report.estimate, model=report.model))
    return "\n".join(lines)


def name_video(asset: Asset) -> str:
    """Return a video's name for a list of choices, in at most 100 characters."""
    title = clean_text(asset.title, _TITLE_LENGTH_MAX) or "Untitled video"
    return f"{title} ({format_offset(asset.facts.duration_seconds)})"


async def setup(bot: TrussBot) -> None:
    await bot.add_cog(Analyses(bot))
