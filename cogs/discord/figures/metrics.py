"""Metrics: figures of posts from a platform's export, or typed by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from cogs.discord.autocomplete import Choices, in_time
from cogs.discord.people import describe_caller
from cogs.discord.telling import tell
from cogs.discord.texts.languages import find_say
from cogs.figure_lines import describe_entered, describe_plan
from cogs.markdown import escape
from cogs.plain_text import clean_text
from core.domain.learning.exports.import_plan import ImportOptions
from core.domain.learning.figure_file import BYTES_MAX
from core.domain.people.actor import Actor
from core.domain.work.platform import EXPORTED, Platform
from core.errors import InvalidInput
from core.services.learning.figure_entry import Entry, name_post

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot

_NAME_LENGTH_MAX: Final = 90
_NEXT: Final = "Nothing is imported yet: give the same file with do set to True."
EXPORTING: Final = [
    app_commands.Choice(name=platform.label, value=platform.value) for platform in EXPORTED
]


@in_time
async def complete_measured(interaction: discord.Interaction[Any], current: str) -> Choices:
    """Offer the newest posts whose titles contain what was typed."""
    bot: TrussBot = interaction.client
    actor = await bot.app.people.membership.act_in_guild(describe_caller(interaction))
    posts = await bot.app.learning.entry.list_posts(actor, current)
    return [
        app_commands.Choice(
            name=clean_text(
                f"{post.out_at:%m-%d} {post.platform.label}: {post.title or post.post_id or ''}",
                _NAME_LENGTH_MAX,
            ),
            value=name_post(post),
        )
        for post in posts
    ]


@app_commands.guild_only()
class Metrics(
    commands.GroupCog,
    group_name="metrics",
    group_description="Figures of posts that no platform tells by itself",
):
    """Replies privately to the caller."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot

    async def _act(self, interaction: discord.Interaction[Any]) -> Actor:
        await interaction.response.defer(ephemeral=True)
        actor = await self._bot.app.people.membership.act_in_guild(describe_caller(interaction))
        actor.require_editor()
        return actor

    @app_commands.command(name="import", description="Read a platform's export; first on trial")
    @app_commands.describe(
        file="CSV, zip or xlsx as YouTube, TikTok, X, Meta, LinkedIn or Rednote export it",
        platform="whose export it is, if that is not clear",
        as_of="the day of its figures, as in 2026-11-30; else what the file says, or today",
        add_unknown="whether posts that Truss does not know are added",
        do="whether to do it",
    )
    @app_commands.choices(platform=EXPORTING)
    async def read_file(
        self,
        interaction: discord.Interaction[Any],
        file: discord.Attachment | None = None,
        platform: str | None = None,
        as_of: str = "",
        add_unknown: bool = False,
        do: bool = False,
    ) -> None:
        actor = await self._act(interaction)
        if file is None:
            raise InvalidInput("Attach the file as the platform exported it.")
        if file.size > BYTES_MAX:
            raise InvalidInput(
                f"The file is larger than {BYTES_MAX // 1024**2} MB; export fewer posts."
            )
        options = ImportOptions(
            platform=Platform(platform) if platform else None,
            as_of=read_day(as_of),
            adds_unknown=add_unknown,
        )
        imports = self._bot.app.learning.file_import
        plan = await imports.preview(
            actor, await file.read(), file_name=file.filename, options=options
        )
        if do and not plan.ambiguous and plan.lines:
            plan = await imports.import_file(actor, plan.file.digest, options)
        more = [] if plan.is_done or not plan.lines else [_NEXT]
        say = await find_say(interaction)
        lines = describe_plan(plan, say)
        await tell(interaction, "\n".join([lines[0], *more, *lines[1:]]))

    @app_commands.command(name="enter", description="Type in how a post did")
    @app_commands.describe(
        post="words of its title, then choose; or the link of a post that Truss does not know",
        day="the day of these figures, as in 2026-11-30; else today",
        views="how often it was seen",
        likes="how many like it",
        comments="how many comments it has",
        shares="how often it was shared",
        watched="how much of it is watched on average, as in 45% or 0:18",
        title="of a post that is given by its link: its title",
        published="of a post that is given by its link: when it went out",
    )
    @app_commands.autocomplete(post=complete_measured)
    async def enter(  # noqa: PLR0917 - each argument is an option of the command
        self,
        interaction: discord.Interaction[Any],
        post: app_commands.Range[str, 1, 500],
        day: str = "",
        views: str = "",
        likes: str = "",
        comments: str = "",
        shares: str = "",
        watched: str = "",
        title: str = "",
        published: str = "",
    ) -> None:
        actor = await self._act(interaction)
        entry = Entry(
            post=post,
            day=day,
            views=views,
            likes=likes,
            comments=comments,
            shares=shares,
            watched=watched,
            title=title,
            published=published,
        )
        kept = await self._bot.app.learning.entry.enter(actor, entry)
        say = await find_say(interaction)
        await tell(interaction, escape(say(describe_entered(kept))))


def read_day(text: str) -> date | None:
    """Return a day that somebody typed; None for none."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise InvalidInput("Write the day as in 2026-11-30.") from error


async def setup(bot: TrussBot) -> None:
    await bot.add_cog(Metrics(bot))
