"""Streams: what was heard, and how often chat erupted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from cogs.discord.listing import show_pages
from cogs.discord.people import describe_caller
from cogs.markdown import escape
from cogs.plain_text import clean_text
from core.domain.clip_title import format_offset
from core.domain.stream import Stream, StreamStatus

if TYPE_CHECKING:
    from bot.discord_client import TrussBot

PAGE_SIZE: Final = 10
_TITLE_LENGTH_MAX: Final = 60


@app_commands.guild_only()
class Streams(
    commands.GroupCog,
    group_name="streams",
    group_description="The streams of this server's creator",
):
    """Answers to whoever types, and to nobody else."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot

    @app_commands.command(name="list", description="List the streams that were heard, newest first")
    async def list_streams(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer(ephemeral=True)
        app = self._bot.app
        actor = await app.membership.act_in_guild(describe_caller(interaction))

        async def read_page(cursor: str | None) -> tuple[str, str | None]:
            page = await app.reporting.list_streams(actor, cursor=cursor, limit=PAGE_SIZE)
            return list_lines(page.items), page.cursor

        await show_pages(interaction, read_page)


def list_lines(streams: tuple[Stream, ...]) -> str:
    """Return a line for each stream, in at most 2,000 characters."""
    if not streams:
        return "No stream was heard yet."
    return "\n".join(_describe(stream) for stream in streams)


def _describe(stream: Stream) -> str:
    title = escape(clean_text(stream.title, _TITLE_LENGTH_MAX)[:_TITLE_LENGTH_MAX])
    when = f"<t:{int(stream.started_at.timestamp())}:f>"
    if stream.status is StreamStatus.LIVE:
        return f"- {title}, live since {when}"
    length = format_offset(stream.duration_seconds or 0.0)
    return f"- {title}, {when}, {length} long"


async def setup(bot: TrussBot) -> None:
    await bot.add_cog(Streams(bot))
