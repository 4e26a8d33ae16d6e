"""Analytics: the chat of the last days, in words and as a picture."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from cogs.discord.people import enter_as_team
from cogs.discord.telling import tell
from core.domain.learning.daily_chat_counts import CALLS, CHATTERS, MESSAGES, SPIKES
from core.domain.learning.metrics import DayCounts

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot

_SUMMED: Final = (MESSAGES, SPIKES, CALLS)


class Analytics(commands.Cog):
    """Replies privately to the caller."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot

    @app_commands.command(description="Show what was heard in the last 30 days, with a picture")
    @app_commands.guild_only()
    async def analytics(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer(ephemeral=True)
        app = self._bot.app
        actor = await enter_as_team(interaction)
        picture = await app.chat.reports.picture_days(actor)
        await tell(
            interaction,
            describe_days(picture.days),
            files=[discord.File(io.BytesIO(picture.png), "analytics.png")],
        )


def describe_days(days: tuple[DayCounts, ...]) -> str:
    """Return the totals of the days, and the busiest day, in sentences."""
    if not any(day.counts.get(MESSAGES) for day in days):
        return f"No chat was heard in the last {len(days)} days."
    sums = {name: sum(day.counts.get(name, 0) for day in days) for name in _SUMMED}
    busiest = max(days, key=lambda day: day.counts.get(MESSAGES, 0))
    return (
        f"In the last {len(days)} days (UTC): {sums[MESSAGES]:,} {MESSAGES}, {SPIKES}: "
        f"{sums[SPIKES]:,}, {CALLS}: {sums[CALLS]:,}.\n"
        f"The busiest day was {busiest.on:%d %B}, with {busiest.counts[MESSAGES]:,} {MESSAGES} "
        f"by {busiest.counts.get(CHATTERS, 0):,} {CHATTERS}."
    )


async def setup(bot: TrussBot) -> None:
    await bot.add_cog(Analytics(bot))
