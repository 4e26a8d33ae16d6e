"""Clip: what can be done with one clip, chosen by its title."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from cogs.discord.accounts import complete_place
from cogs.discord.autocomplete import complete_clip, complete_own_clip
from cogs.discord.card.form import LAYOUTS, ClipForm, edit_clip
from cogs.discord.clip_lines import read_clips, search_clips, show_clip
from cogs.discord.live.clip_now import ask_now, complete_watched
from cogs.discord.pages import show_pages
from cogs.discord.people import enter_as_team
from cogs.discord.publishing import (
    AT,
    PLATFORMS,
    describe_sent,
    open_answer,
    read_targets,
    read_wording,
    schedule_clip,
    tell,
)
from cogs.discord.texts.languages import find_say
from core.domain.clips.clip import Clip, ClipStatus
from core.domain.clips.edit_plan import Layout
from core.domain.people.actor import Actor
from core.domain.work.ids import ClipId
from core.services.chat.live_clip import SECONDS_MAX, SECONDS_MIN
from core.services.publishing.publication_creation import Posting
from core.services.review.clip_editing import EditWish

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot

Seconds = app_commands.Range[float, -60.0, 60.0]
_CLIP: Final = "words of its title, then choose"
_STATUSES: Final = [
    app_commands.Choice(name=status.replace("_", " "), value=status.value) for status in ClipStatus
]
_STRENGTH = "strength"
_ORDERS = [
    app_commands.Choice(name="the newest first", value="newest"),
    app_commands.Choice(name="the strongest first", value=_STRENGTH),
]


@app_commands.guild_only()
class ClipGroup(
    commands.GroupCog, group_name="clip", group_description="The clips of this server's creator"
):
    """Answers to whoever types, and to nobody else."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot

    @app_commands.command(name="list", description="List clips, the newest or the best first")
    @app_commands.describe(
        text="only those with these words in their titles",
        status="only those that are at this point",
        score="only those of at least this score",
        order="the newest first, or those at which chat erupted the most",
    )
    @app_commands.choices(status=_STATUSES, order=_ORDERS)
    async def list_clips(
        self,
        interaction: discord.Interaction[Any],
        text: app_commands.Range[str, 1, 100] | None = None,
        status: str | None = None,
        score: app_commands.Range[int, 0, 100] | None = None,
        order: str | None = None,
    ) -> None:
        actor = await open_answer(interaction)
        wanted = ClipStatus(status) if status else None
        say = await find_say(interaction)
        if text:
            told = await search_clips(self._bot, actor, text, status=wanted, score=score, say=say)
            await tell(interaction, told)
            return

        async def read_page(cursor: str | None) -> tuple[str, str | None]:
            return await read_clips(
                self._bot,
                actor,
                status=wanted,
                score=score,
                cursor=cursor,
                by_strength=order == _STRENGTH,
                say=say,
            )

        await show_pages(interaction, read_page)

    @app_commands.command(description="Make a clip of the last seconds of a stream that runs")
    @app_commands.describe(
        seconds="how many seconds, up to this moment (30 unless said)",
        twitch_channel="which channel, if several are live",
    )
    @app_commands.autocomplete(twitch_channel=complete_watched)
    async def now(
        self,
        interaction: discord.Interaction[Any],
        seconds: app_commands.Range[int, SECONDS_MIN, SECONDS_MAX] = SECONDS_MAX,
        twitch_channel: app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        await ask_now(self._bot, interaction, seconds=seconds, channel=twitch_channel)

    @app_commands.command(description="Show one clip, with its score and its evidence")
    @app_commands.describe(clip=_CLIP)
    @app_commands.autocomplete(clip=complete_clip)
    async def show(self, interaction: discord.Interaction[Any], clip: str) -> None:
        _, found = await self._open(interaction, clip)
        await show_clip(self._bot, interaction, found)

    @app_commands.command(description="Change a clip; without options, a form asks")
    @app_commands.describe(
        clip=_CLIP,
        title="its new title",
        start="seconds that the start moves; below zero is earlier",
        end="seconds that the end moves; below zero is earlier",
        layout="how the picture fills the clip",
    )
    @app_commands.choices(layout=LAYOUTS)
    @app_commands.autocomplete(clip=complete_own_clip)
    async def edit(
        self,
        interaction: discord.Interaction[Any],
        clip: str,
        *,
        title: app_commands.Range[str, 1, 100] | None = None,
        start: Seconds = 0.0,
        end: Seconds = 0.0,
        layout: str | None = None,
    ) -> None:
        wish = EditWish(
            title=title,
            start_by_seconds=start,
            end_by_seconds=end,
            layout=Layout(layout) if layout else None,
        )
        if wish == EditWish():
            actor = await enter_as_team(interaction)
            actor.require_reviewer()
            seen = await self._bot.app.review.clips.get_clip(actor, ClipId(clip))
            say = await find_say(interaction)
            await interaction.response.send_modal(ClipForm(self._bot, seen, say))
            return
        _, seen = await self._open(interaction, clip)
        await edit_clip(self._bot, interaction, seen, wish)

    @app_commands.command(description="Make a clip again, in another layout or once more")
    @app_commands.describe(clip=_CLIP, layout="how the picture fills the clip; else Truss chooses")
    @app_commands.choices(layout=LAYOUTS)
    @app_commands.autocomplete(clip=complete_own_clip)
    async def again(
        self, interaction: discord.Interaction[Any], clip: str, layout: str | None = None
    ) -> None:
        actor, seen = await self._open(interaction, clip)
        await self._bot.app.review.editing.rerender_clip(
            actor,
            seen.id,
            seen_version=seen.version,
            layout=Layout(layout) if layout else None,
        )
        await tell(interaction, "The clip is being made again; its new card follows.")

    @app_commands.command(description="Publish a clip now, to the usual accounts or to one")
    @app_commands.describe(
        clip=_CLIP,
        platform="to this platform alone",
        account="which account or channel there, if there are several",
        title="another title than the clip's",
        tags="with commas between them",
    )
    @app_commands.choices(platform=PLATFORMS)
    @app_commands.autocomplete(clip=complete_own_clip, account=complete_place)
    async def publish(
        self,
        interaction: discord.Interaction[Any],
        clip: str,
        *,
        platform: str | None = None,
        account: app_commands.Range[str, 1, 64] | None = None,
        title: app_commands.Range[str, 1, 100] | None = None,
        tags: app_commands.Range[str, 1, 400] | None = None,
    ) -> None:
        actor, seen = await self._open(interaction, clip)
        posting = Posting(wording=read_wording(seen, title, tags))
        sent = await self._bot.app.publishing.scheduling.publish_clip(
            actor, seen.id, read_targets(platform, account), posting
        )
        await tell(interaction, describe_sent(seen, sent, await find_say(interaction)))

    @app_commands.command(description="Let a clip go out at a time, or in the next free slot")
    @app_commands.describe(clip=_CLIP, at=f"{AT}; else the next free posting slot")
    @app_commands.autocomplete(clip=complete_own_clip)
    async def schedule(
        self,
        interaction: discord.Interaction[Any],
        clip: str,
        at: app_commands.Range[str, 1, 30] | None = None,
    ) -> None:
        actor, seen = await self._open(interaction, clip)
        say = await find_say(interaction)
        await tell(interaction, await schedule_clip(self._bot, actor, seen.id, at, say))

    async def _open(
        self, interaction: discord.Interaction[Any], clip_id: str
    ) -> tuple[Actor, Clip]:
        """Defer the answer, and return the caller and the clip as it is now."""
        actor = await open_answer(interaction)
        return actor, await self._bot.app.review.clips.get_clip(actor, ClipId(clip_id))


async def setup(bot: TrussBot) -> None:
    await bot.add_cog(ClipGroup(bot))
