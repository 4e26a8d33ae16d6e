"""Ask: a question in words, answered privately."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from cogs.asking_words import translate_answer
from cogs.discord.asking.answer_message import AnswerButtons, AnswerMessage, write_answer
from cogs.discord.publishing import open_answer
from cogs.discord.telling import translate_view
from cogs.discord.texts.languages import find_language, find_say
from core.domain.asking.question import QUESTION_CHARACTERS_MAX

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot


class Ask(commands.Cog):
    """Replies privately to the caller, who may show it to the channel."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot

    @app_commands.command(description="Ask in words about clips, streams, figures and the plan")
    @app_commands.describe(question="as in: which clips did best this week, and why?")
    @app_commands.guild_only()
    async def ask(
        self,
        interaction: discord.Interaction[Any],
        question: app_commands.Range[str, 1, QUESTION_CHARACTERS_MAX],
    ) -> None:
        actor = await open_answer(interaction)
        app = self._bot.app
        message = AnswerMessage(interaction, app.ports.clock)
        language, say = await find_language(interaction), await find_say(interaction)
        told = translate_answer(
            await app.asking.questions.ask(actor, question, on_text=message.show, language=language)
        )
        text = write_answer(told, page_url=app.asking.page_url, say=say)
        view = AnswerButtons(self._bot, question, told, text)
        translate_view(view, say)
        await message.finish(text, view)


async def setup(bot: TrussBot) -> None:
    await bot.add_cog(Ask(bot))
