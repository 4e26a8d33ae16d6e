"""Clips: listing, searching and showing clips."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from cogs.card_message import make_layout
from cogs.cards import make_card
from cogs.discord.answers import NOBODY
from cogs.discord.autocomplete import NAME_LENGTH_MAX, complete_clip, name_clip
from cogs.discord.pages import show_pages
from cogs.discord.people import describe_caller
from cogs.markdown import escape
from core.domain.clips.clip import Clip, ClipStatus
from core.domain.work.ids import ClipId

if TYPE_CHECKING:
    from bot.discord_client import TrussBot

PAGE_SIZE: Final = 10
_STATUSES: Final = [
    app_commands.Choice(name=status.replace("_", " "), value=status.value) for status in ClipStatus
]


@app_commands.guild_only()
class Clips(
    commands.GroupCog, group_name="clips", group_description="The clips of this server's creator"
):
    """Replies privately to the caller."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot

    @app_commands.command(name="list", description="List clips, the newest or the best first")
    @app_commands.describe(
        status="only those that are at this point", score="only those of at least this score"
    )
    @app_commands.choices(status=_STATUSES)
    async def list_clips(
        self,
        interaction: discord.Interaction[Any],
        status: str | None = None,
        score: app_commands.Range[int, 0, 100] | None = None,
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        app = self._bot.app
        actor = await app.people.membership.act_in_guild(describe_caller(interaction))

        async def read_page(cursor: str | None) -> tuple[str, str | None]:
            page = await app.review.clips.list_clips(
                actor,
                status=ClipStatus(status) if status else None,
                score_at_least=score,
                cursor=cursor,
                limit=PAGE_SIZE,
            )
            return list_lines(page.items), page.cursor

        await show_pages(interaction, read_page)

    @app_commands.command(name="search", description="Find clips by what their titles say")
    @app_commands.describe(text="words of the title")
    async def search(
        self, interaction: discord.Interaction[Any], text: app_commands.Range[str, 1, 100]
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        app = self._bot.app
        actor = await app.people.membership.act_in_guild(describe_caller(interaction))
        found = await app.review.clips.search_clips(actor, text, limit=PAGE_SIZE)
        await interaction.followup.send(list_lines(found), ephemeral=True, allowed_mentions=NOBODY)

    @app_commands.command(name="show", description="Show one clip, with its score and its evidence")
    @app_commands.describe(clip="words of its title, then choose")
    @app_commands.autocomplete(clip=complete_clip)
    async def show(self, interaction: discord.Interaction[Any], clip: str) -> None:
        await interaction.response.defer(ephemeral=True)
        app = self._bot.app
        actor = await app.people.membership.act_in_guild(describe_caller(interaction))
        found = await app.review.clips.get_clip(actor, ClipId(clip))
        own = await app.review.decisions.list_publications(found)
        metrics = await app.learning.measurement.find_figures(own)
        card = make_card(found, publications=own, metrics=metrics, may_review=False)
        links = await app.review.decisions.list_links(found, guild_id=str(interaction.guild_id))
        note = f"Decide on its card: {links[-1]}" if links else ""
        layout = make_layout(card, media=None, note=note, with_buttons=False)
        await interaction.followup.send(view=layout, ephemeral=True, allowed_mentions=NOBODY)


def list_lines(clips: tuple[Clip, ...]) -> str:
    """Return a line for each clip, in at most 2,000 characters."""
    if not clips:
        return "No clip matches; try fewer words, another status or a lower score."
    return "\n".join(
        f"- {escape(name_clip(clip)[:NAME_LENGTH_MAX])} ({clip.status.replace('_', ' ')})"
        for clip in clips
    )


async def setup(bot: TrussBot) -> None:
    await bot.add_cog(Clips(bot))
