"""Chat commands of viewers, except `!clip`, which is read with the other lines of chat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from twitchio.ext import commands

from cogs.chat_answers import describe_clips, describe_latest, describe_truss
from core.domain.chat.chat_answer import ClipLink

if TYPE_CHECKING:
    from cogs.twitch_bot import TrussTwitchBot

CLIPS_SHOWN = 3


class Commands(commands.Component):
    """Answers in the channel where the command was written, unless it is silent."""

    def __init__(self, bot: TrussTwitchBot) -> None:
        self._bot = bot

    @commands.command(name="clips")
    async def list_clips(self, context: commands.Context[Any]) -> None:
        await self._say(context, describe_clips(await self._find(context, CLIPS_SHOWN)))

    @commands.command(name="lastclip")
    async def show_latest(self, context: commands.Context[Any]) -> None:
        await self._say(context, describe_latest(await self._find(context, 1)))

    @commands.command(name="truss")
    async def explain(self, context: commands.Context[Any]) -> None:
        await self._say(context, describe_truss())

    async def _find(self, context: commands.Context[Any], limit: int) -> Sequence[ClipLink]:
        channel = self._bot.app.chat.live.find_channel(context.channel.id)
        return await self._bot.app.chat.answers.list_links(channel, limit=limit) if channel else ()

    async def _say(self, context: commands.Context[Any], text: str) -> None:
        asked = context.message.id if context.message else ""
        await self._bot.app.chat.sending.say(context.channel.id, text, reply_to=asked)


async def setup(bot: Any) -> None:
    await bot.add_component(Commands(bot))
