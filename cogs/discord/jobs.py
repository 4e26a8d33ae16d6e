"""Jobs: what is being worked on now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from cogs.discord.answers import NOBODY
from cogs.discord.people import describe_caller
from cogs.markdown import escape
from core.domain.job import Job, JobKind

if TYPE_CHECKING:
    from bot.discord_client import TrussBot

JOBS_MAX: Final = 20
_NAMES: Final = {
    JobKind.FETCH_ASSET: "Bringing a video in",
    JobKind.ANALYSE_ASSET: "Understanding a video",
    JobKind.RENDER_CLIP: "Making a clip",
    JobKind.PUBLISH_CLIP: "Publishing a clip",
    JobKind.PUBLISH_TO_DISCORD: "Publishing a clip to Discord",
    JobKind.PUBLISH_TO_TWITCH: "Publishing a clip to Twitch",
    JobKind.POST_CARD: "Showing a clip",
    JobKind.MEASURE_LAG: "Measuring how late chat is",
}


class Jobs(commands.Cog):
    """Answers to whoever types, and to nobody else."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot

    @app_commands.command(description="Show what Truss is working on")
    @app_commands.guild_only()
    async def jobs(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer(ephemeral=True)
        app = self._bot.app
        actor = await app.membership.act_in_guild(describe_caller(interaction))
        text = list_lines(await app.working.list_running(actor))
        await interaction.followup.send(text, ephemeral=True, allowed_mentions=NOBODY)


def list_lines(jobs: tuple[Job, ...]) -> str:
    """Return a line for each job, in at most 2,000 characters."""
    if not jobs:
        return "Nothing is being worked on right now."
    return "\n".join(
        f"- {_NAMES.get(job.kind, job.kind.value.replace('_', ' ').capitalize())}: "
        f"{escape(job.stage[:24]) or 'started'}, {round(100 * job.progress)} %"
        for job in jobs[:JOBS_MAX]
    )


async def setup(bot: TrussBot) -> None:
    await bot.add_cog(Jobs(bot))
