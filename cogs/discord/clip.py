"""Clip: what can be done with one clip, chosen by its title."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from cogs.discord.answers import NOBODY
from cogs.discord.autocomplete import complete_own_clip
from cogs.discord.people import describe_caller
from cogs.discord.publishing import AT, describe_sent, schedule_clip
from cogs.markdown import escape
from core.domain.clips.clip import Clip
from core.domain.clips.edit_plan import Layout
from core.domain.people.actor import Actor
from core.domain.work.ids import ClipId
from core.domain.work.plain_text import format_offset

if TYPE_CHECKING:
    from bot.discord_client import TrussBot

Seconds = app_commands.Range[float, -60.0, 60.0]
LAYOUTS: Final = [
    app_commands.Choice(name="facecam above the picture", value=Layout.STACK.value),
    app_commands.Choice(name="follow what moves", value=Layout.FOLLOW.value),
    app_commands.Choice(name="whole picture on a blurred fill", value=Layout.FIT.value),
    app_commands.Choice(name="the middle of the picture", value=Layout.CENTRE.value),
]
_CLIP: Final = "words of its title, then choose"


@app_commands.guild_only()
class ClipGroup(commands.GroupCog, group_name="clip", group_description="Change one clip"):
    """Changes a clip for a moderator, and replies privately to them."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot

    @app_commands.command(description="Let a clip start or end some seconds earlier or later")
    @app_commands.describe(
        clip=_CLIP,
        start="seconds that the start moves; below zero is earlier",
        end="seconds that the end moves; below zero is earlier",
    )
    @app_commands.autocomplete(clip=complete_own_clip)
    async def trim(
        self,
        interaction: discord.Interaction[Any],
        clip: str,
        start: Seconds = 0.0,
        end: Seconds = 0.0,
    ) -> None:
        actor, seen = await self._open(interaction, clip)
        cut = await self._bot.app.review.editing.trim_clip(
            actor,
            seen.id,
            seen_version=seen.version,
            start_by_seconds=start,
            end_by_seconds=end,
        )
        window = f"{format_offset(cut.start_seconds)} to {format_offset(cut.end_seconds)}"
        await _tell(interaction, f"The clip now runs from {window}; its new card follows.")

    @app_commands.command(description="Give a clip another title")
    @app_commands.describe(clip=_CLIP, title="its new title")
    @app_commands.autocomplete(clip=complete_own_clip)
    async def title(
        self,
        interaction: discord.Interaction[Any],
        clip: str,
        title: app_commands.Range[str, 1, 100],
    ) -> None:
        actor, seen = await self._open(interaction, clip)
        named = await self._bot.app.review.editing.retitle_clip(
            actor, seen.id, title, seen_version=seen.version
        )
        await _tell(interaction, f"The clip is now called {escape(named.title)}.")

    @app_commands.command(description="Make a clip again, in another layout")
    @app_commands.describe(clip=_CLIP, layout="how the picture fills the clip; else Truss chooses")
    @app_commands.choices(layout=LAYOUTS)
    @app_commands.autocomplete(clip=complete_own_clip)
    async def rerender(
        self, interaction: discord.Interaction[Any], clip: str, layout: str | None = None
    ) -> None:
        actor, seen = await self._open(interaction, clip)
        await self._bot.app.review.editing.rerender_clip(
            actor,
            seen.id,
            seen_version=seen.version,
            layout=Layout(layout) if layout else None,
        )
        await _tell(interaction, "The clip is being made again; its new card follows.")

    @app_commands.command(description="Publish a clip now, to the usual accounts")
    @app_commands.describe(clip=_CLIP)
    @app_commands.autocomplete(clip=complete_own_clip)
    async def publish(self, interaction: discord.Interaction[Any], clip: str) -> None:
        actor, seen = await self._open(interaction, clip)
        sent = await self._bot.app.publishing.scheduling.publish_clip(actor, seen.id)
        await _tell(interaction, describe_sent(seen, sent))

    @app_commands.command(description="Let a clip go out at a time, or in the next free slot")
    @app_commands.describe(clip=_CLIP, at=AT)
    @app_commands.autocomplete(clip=complete_own_clip)
    async def schedule(
        self,
        interaction: discord.Interaction[Any],
        clip: str,
        at: app_commands.Range[str, 1, 30] | None = None,
    ) -> None:
        actor, seen = await self._open(interaction, clip)
        await _tell(interaction, await schedule_clip(self._bot, actor, seen.id, at))

    async def _open(
        self, interaction: discord.Interaction[Any], clip_id: str
    ) -> tuple[Actor, Clip]:
        """Defer the answer, and return the caller and the clip as it is now."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        app = self._bot.app
        actor = await app.people.membership.act_in_guild(describe_caller(interaction))
        return actor, await app.review.clips.get_clip(actor, ClipId(clip_id))


async def _tell(interaction: discord.Interaction[Any], text: str) -> None:
    await interaction.followup.send(text, ephemeral=True, allowed_mentions=NOBODY)


async def setup(bot: TrussBot) -> None:
    await bot.add_cog(ClipGroup(bot))
