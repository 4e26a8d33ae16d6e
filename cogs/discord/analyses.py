"""Analyses: analysing a video, after showing what that is expected to cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands, ui

from cogs.analyses import describe_estimate
from cogs.discord.answers import answer, explain
from cogs.discord.autocomplete import in_time
from cogs.discord.people import enter_as_team
from cogs.discord.progress.progress_updates import follow_job
from cogs.discord.telling import tell
from cogs.discord.texts.languages import find_say
from cogs.markdown import escape
from cogs.plain_text import clean_text
from cogs.texts.sentences import Say
from core.domain.videos.asset import Asset
from core.domain.work.ids import AssetId
from core.domain.work.plain_text import format_offset
from core.services.videos.video_list import VideoReport

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot

CHOICES_MAX: Final = 25
# An interaction's token expires after 15 minutes.
OFFER_SECONDS: Final = 14 * 60.0
_TITLE_LENGTH_MAX: Final = 80


async def offer_analysis(
    bot: TrussBot, interaction: discord.Interaction[Any], asset_id: AssetId
) -> None:
    """Show what analysing a video would cost, with a button that begins; it was deferred before."""
    actor = await enter_as_team(interaction)
    actor.require_reviewer()
    report = await bot.app.videos.list.report_video(actor, asset_id)
    await tell(interaction, describe_offer(report), view=Offer(bot, report.asset.id))


@in_time
async def complete_video(
    interaction: discord.Interaction[Any], current: str
) -> list[app_commands.Choice[str]]:
    """Offer the newest videos whose titles contain what was typed."""
    bot: TrussBot = interaction.client
    actor, say = await enter_as_team(interaction), await find_say(interaction)
    found = await bot.app.videos.list.search_videos(actor, current, limit=CHOICES_MAX)
    return [app_commands.Choice(name=name_video(video, say), value=video.id) for video in found]


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
        actor = await enter_as_team(interaction)
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


def name_video(asset: Asset, say: Say = str) -> str:
    """Return a video's name for a list of choices, in at most 100 characters."""
    title = clean_text(asset.title, _TITLE_LENGTH_MAX) or say("Untitled video")
    return f"{title} ({format_offset(asset.facts.duration_seconds)})"
