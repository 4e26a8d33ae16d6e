"""Jobs: showing running jobs, cancelling them, and retrying failed ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from cogs.discord.answers import NOBODY
from cogs.discord.autocomplete import in_time
from cogs.discord.people import enter_as_team
from cogs.markdown import escape
from cogs.plain_text import clean_text
from core.domain.work.ids import JobId
from core.domain.work.job import Job, JobKind, JobStatus
from core.services.videos.video_list import OPEN
from core.services.work.job_requests import CANCELLABLE, RETRYABLE

if TYPE_CHECKING:
    from bot.discord_client import TrussBot

JOBS_MAX: Final = 15
CHOICES_MAX: Final = 25
NAME_LENGTH_MAX: Final = 100
_WAITING: Final = JobStatus.QUEUED
_NAMES: Final = {
    JobKind.FETCH_ASSET: "Fetching a video",
    JobKind.ANALYSE_ASSET: "Analysing a video",
    JobKind.JUDGE_CLIP: "Having the model judge a clip",
    JobKind.RENDER_CLIP: "Making a clip",
    JobKind.PUBLISH_CLIP: "Publishing a clip",
    JobKind.PUBLISH_TO_DISCORD: "Publishing a clip to Discord",
    JobKind.PUBLISH_TO_TWITCH: "Publishing a clip to Twitch",
    JobKind.PUBLISH_TO_YOUTUBE: "Publishing a clip to YouTube",
    JobKind.PUBLISH_TO_TIKTOK: "Publishing a clip to TikTok",
    JobKind.POST_CARD: "Posting a card",
    JobKind.SHOW_FIGURES: "Showing figures on cards",
    JobKind.CATCH_FOOTAGE: "Looking for a moment's video",
    JobKind.MEASURE_LAG: "Measuring how late chat is",
}


class Jobs(commands.Cog):
    """Replies privately to the caller."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot

    @app_commands.command(description="Show what Truss is working on; call it off, or try it again")
    @app_commands.describe(cancel="work to call off", retry="work that failed and is to begin anew")
    @app_commands.guild_only()
    async def jobs(
        self,
        interaction: discord.Interaction[Any],
        cancel: str | None = None,
        retry: str | None = None,
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        app = self._bot.app
        actor = await enter_as_team(interaction)
        done = []
        if cancel:
            job = await app.work.requests.cancel_job(actor, JobId(cancel))
            done.append(f"Called off: {name_job(job)}.")
        if retry:
            job = await app.work.requests.retry_job(actor, JobId(retry))
            done.append(f"Started again: {name_job(job)}.")
        running = await app.videos.list.list_jobs(actor, *OPEN)
        text = "\n".join((*done, list_lines(running)))
        await interaction.followup.send(text, ephemeral=True, allowed_mentions=NOBODY)

    @jobs.autocomplete("cancel")
    @in_time
    async def complete_cancel(
        self, interaction: discord.Interaction[Any], current: str
    ) -> list[app_commands.Choice[str]]:
        return await self._offer(interaction, current, CANCELLABLE, *OPEN)

    @jobs.autocomplete("retry")
    @in_time
    async def complete_retry(
        self, interaction: discord.Interaction[Any], current: str
    ) -> list[app_commands.Choice[str]]:
        return await self._offer(interaction, current, RETRYABLE, JobStatus.FAILED)

    async def _offer(
        self,
        interaction: discord.Interaction[Any],
        current: str,
        kinds: frozenset[JobKind],
        *statuses: JobStatus,
    ) -> list[app_commands.Choice[str]]:
        app = self._bot.app
        actor = await enter_as_team(interaction)
        found = [
            app_commands.Choice(name=name_job(job), value=job.id)
            for job in await app.videos.list.list_jobs(actor, *statuses)
            if job.kind in kinds
        ]
        return [one for one in found if current.lower() in one.name.lower()][:CHOICES_MAX]


def name_job(job: Job) -> str:
    """Return what a job does and how far it is, in at most 100 characters."""
    what = _NAMES.get(job.kind, job.kind.value.replace("_", " ").capitalize())
    if job.status is JobStatus.FAILED:
        return clean_text(f"{what}: {job.reason or 'failed'}", NAME_LENGTH_MAX)
    stage = clean_text(job.stage, 24) or ("waiting" if job.status is _WAITING else "started")
    return f"{what}: {stage}, {round(100 * job.progress)} %"


def list_lines(jobs: tuple[Job, ...]) -> str:
    """Return a line for each job, in at most 2,000 characters."""
    if not jobs:
        return "Nothing is being worked on right now."
    return "\n".join(f"- {escape(name_job(job))}" for job in jobs[:JOBS_MAX])


async def setup(bot: TrussBot) -> None:
    await bot.add_cog(Jobs(bot))
