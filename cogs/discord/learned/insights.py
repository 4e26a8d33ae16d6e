"""Insights: what posts have taught, in words, and the score's check as a picture."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from cogs.discord.answers import NOBODY
from cogs.discord.people import enter_as_team
from cogs.discord.texts.fitting import fit_lines
from cogs.discord.texts.languages import find_language
from cogs.insight_lines import list_lessons
from cogs.texts.sentences import translate
from core.domain.learning.telling.tones import Occasion, remark

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot


class Insights(commands.Cog):
    """Replies privately to the caller."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot

    @app_commands.command(description="Show what your posts have taught, and how good scores are")
    @app_commands.guild_only()
    async def insights(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer(ephemeral=True)
        insights = self._bot.app.insights
        actor = await enter_as_team(interaction)
        lessons = await insights.lessons.read(actor)
        wants = await insights.wants.read(actor)
        occasion = Occasion.LEARNED if lessons.claims else Occasion.NOTHING_LEARNED
        language = await find_language(interaction)
        lines = [
            translate(remark(wants.tone, occasion), language),
            *list_lessons(lessons, language),
        ]
        files = [
            discord.File(io.BytesIO(await insights.picture.paint(check)), "score.png")
            for check in lessons.checks[:1]
        ]
        await interaction.followup.send(
            fit_lines(lines), files=files, ephemeral=True, allowed_mentions=NOBODY
        )


async def setup(bot: TrussBot) -> None:
    await bot.add_cog(Insights(bot))
