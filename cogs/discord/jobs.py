"""Jobs: showing running jobs, cancelling them, and retrying failed ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from cogs.discord.autocomplete import in_time
from cogs.discord.people import enter_as_team
from cogs.discord.telling import tell
from cogs.discord.texts.languages import find_say
from cogs.job_lines import name_job
from cogs.markdown import escape
from cogs.texts.sentences import Say
from core.domain.work.ids import JobId
from core.domain.work.job import Job, JobKind, JobStatus
from core.services.videos.video_list import OPEN
from core.services.work.job_requests import CANCELLABLE, RETRYABLE

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot

JOBS_MAX: Final = 15
CHOICES_MAX: Final = 25
CHOICE_LENGTH_MAX: Final = 100


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
        say = await find_say(interaction)
        text = "\n".join((*done, list_lines(running, say)))
        await tell(interaction, text)

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
        actor, say = await enter_as_team(interaction), await find_say(interaction)
        found = [
            app_commands.Choice(name=say(name_job(job))[:CHOICE_LENGTH_MAX], value=job.id)
            for job in await app.videos.list.list_jobs(actor, *statuses)
            if job.kind in kinds
        ]
        return [one for one in found if current.lower() in one.name.lower()][:CHOICES_MAX]


def list_lines(jobs: tuple[Job, ...], say: Say = str) -> str:
    """Return a line for each job, in at most 2,000 characters."""
    if not jobs:
        return "Nothing is being worked on right now."
    return "\n".join(f"- {escape(say(name_job(job)))}" for job in jobs[:JOBS_MAX])


async def setup(bot: TrussBot) -> None:
    await bot.add_cog(Jobs(bot))
