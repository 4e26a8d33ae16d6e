"""Plan: the month's posts, filled, written, moved, and what each platform gets."""

from __future__ import annotations

import asyncio
import io
from calendar import day_name
from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from cogs.discord.autocomplete import Choices, in_time
from cogs.discord.pages import show_pages
from cogs.discord.people import describe_caller
from cogs.discord.plan_texts import PostButtons, PostForm, ask
from cogs.discord.telling import show_form, tell
from cogs.discord.texts.fitting import fit_lines
from cogs.discord.texts.languages import find_say
from cogs.plain_text import clean_text
from cogs.plan_lines import (
    describe_changes,
    describe_filled,
    describe_import,
    describe_post,
    describe_weekly,
    list_board,
    list_month,
    list_variants,
)
from core.domain.people.actor import Actor
from core.domain.plan.month_plan import Recurrence
from core.domain.plan.month_rows import BYTES_MAX
from core.domain.plan.post import ClipWish, PostId, PostStatus
from core.domain.plan.text_conflict import TextConflict
from core.domain.work.platform import TAKE_POSTS, Platform
from core.errors import InvalidInput
from core.services.plan.month_filling import Goals
from core.services.plan.post_writing import NewPost

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot
    from core.app.plan import Plan as PlanServices

_CHOICES_MAX: Final = 25
_NAME_LENGTH_MAX: Final = 80
_PAGE: Final = 20
_MONTH: Final = "as in 2026-11; this month if you say none"
_AT: Final = "on the creator's clock, as in 2026-11-30 18:00; else the next free slot"
_POST: Final = "words of its title, then choose"
PLATFORMS: Final = [
    app_commands.Choice(name=platform.label, value=platform.value) for platform in TAKE_POSTS
]
DAYS: Final = [
    app_commands.Choice(name=str(name), value=str(day)) for day, name in enumerate(day_name)
]
STATUSES: Final = [
    app_commands.Choice(name=status.value, value=status.value) for status in PostStatus
]


@in_time
async def complete_post(interaction: discord.Interaction[Any], current: str) -> Choices:
    """Offer posts of this month and the next whose titles contain what was typed."""
    bot: TrussBot = interaction.client
    actor = await bot.app.people.membership.act_in_guild(describe_caller(interaction))
    found = await bot.app.plan.reading.search(actor, current, limit=_CHOICES_MAX)
    return [
        app_commands.Choice(
            name=clean_text(f"{one.at:%m-%d} {one.title}", _NAME_LENGTH_MAX), value=one.id
        )
        for one in found
    ]


@app_commands.guild_only()
class Plan(
    commands.GroupCog,
    group_name="plan",
    group_description="The month's posts of this server's creator",
):
    """Replies privately to the caller."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot

    @property
    def _plan(self) -> PlanServices:
        return self._bot.app.plan

    async def _act(self, interaction: discord.Interaction[Any]) -> Actor:
        await interaction.response.defer(ephemeral=True)
        return await self._find_actor(interaction)

    async def _find_actor(self, interaction: discord.Interaction[Any]) -> Actor:
        return await self._bot.app.people.membership.act_in_guild(describe_caller(interaction))

    @app_commands.command(name="month", description="Show a month by day")
    @app_commands.describe(month=_MONTH)
    async def show_month(self, interaction: discord.Interaction[Any], month: str = "") -> None:
        actor, say = await self._act(interaction), await find_say(interaction)

        async def read_page(cursor: str | None) -> tuple[str, str | None]:
            page = await self._plan.reading.list_month(actor, month, cursor=cursor, limit=_PAGE)
            return fit_lines(map(say, list_month(page))), page.cursor

        await show_pages(interaction, read_page)

    @app_commands.command(name="fill", description="Draft the next posts, over the month's end")
    @app_commands.describe(count="how many there are to be; 30 if you say none")
    async def fill(
        self,
        interaction: discord.Interaction[Any],
        count: app_commands.Range[int, 1, 100] = 30,
    ) -> None:
        actor = await self._act(interaction)
        filled = await self._plan.filling.fill(actor, count=count)
        if filled.added:
            await self._plan.clip_posts.settle_waiting(actor.creator_id)
        await tell(interaction, describe_filled(filled, await find_say(interaction)))

    @app_commands.command(name="goals", description="Say what a month is to be about")
    @app_commands.describe(
        month=_MONTH,
        niche="what the channel is about",
        goals="what you want to reach, with ; between",
        themes="what posts are to be about, with ; between",
    )
    async def set_goals(
        self,
        interaction: discord.Interaction[Any],
        month: str = "",
        niche: str | None = None,
        goals: str | None = None,
        themes: str | None = None,
    ) -> None:
        actor = await self._act(interaction)
        page = await self._plan.reading.list_month(actor, month, limit=1)
        wanted = Goals(niche=niche, goals=_split(goals), themes=_split(themes))
        plan = await self._plan.filling.set_goals(actor, page.month, wanted)
        said = f"{plan.month}: {len(plan.goals)} goals and {len(plan.themes)} themes are kept."
        await tell(interaction, said)

    @app_commands.command(name="weekly", description="Plan a post for a day of every week")
    @app_commands.describe(
        day="of the week",
        title="such as Clip of the week; leave it out to end it",
        platform="where it goes, else wherever that day's post goes",
        wants_clip="whether an approved clip is to take it",
    )
    @app_commands.choices(day=DAYS, platform=PLATFORMS)
    async def set_weekly(
        self,
        interaction: discord.Interaction[Any],
        day: str,
        title: str = "",
        platform: str | None = None,
        wants_clip: bool = False,
    ) -> None:
        actor = await self._act(interaction)
        page = await self._plan.reading.list_month(actor, "", limit=1)
        place = Platform(platform) if platform else None
        weekly = Recurrence(weekday=int(day), title=title, platform=place, wants_clip=wants_clip)
        plan = await self._plan.filling.set_weekly(
            actor, page.month, int(day), weekly if title else None
        )
        await tell(interaction, describe_weekly(plan))

    @app_commands.command(name="add", description="Plan a post; a form asks for its words")
    @app_commands.describe(
        platform="where it goes", at=_AT, wants_clip="whether an approved clip is to take it"
    )
    @app_commands.choices(platform=PLATFORMS)
    async def add(
        self,
        interaction: discord.Interaction[Any],
        platform: str | None = None,
        at: str | None = None,
        wants_clip: bool = False,
    ) -> None:
        actor, say = await asyncio.gather(self._find_actor(interaction), find_say(interaction))
        actor.require_member()
        when = await self._bot.app.publishing.scheduling.read_time(actor, at) if at else None
        new = NewPost(
            title="",
            platforms=(Platform(platform),) if platform else (),
            at=when,
            wish=ClipWish() if wants_clip else None,
        )
        await show_form(interaction, PostForm(self._bot, new=new), say)

    @app_commands.command(name="show", description="Show a post with its texts and drafts")
    @app_commands.describe(post=_POST)
    @app_commands.autocomplete(post=complete_post)
    async def show(self, interaction: discord.Interaction[Any], post: str) -> None:
        actor = await self._act(interaction)
        whole = await self._plan.reading.get_post(actor, PostId(post))
        await tell(
            interaction, "\n".join(describe_post(whole)), view=PostButtons(self._bot, whole.post)
        )

    @app_commands.command(name="texts", description="Draft a post's missing texts for platforms")
    @app_commands.describe(post=_POST, platform="one more platform")
    @app_commands.choices(platform=PLATFORMS)
    @app_commands.autocomplete(post=complete_post)
    async def draft(
        self, interaction: discord.Interaction[Any], post: str, platform: str | None = None
    ) -> None:
        actor = await self._act(interaction)
        wanted = (Platform(platform),) if platform else ()
        whole = await self._plan.variants.draft(actor, PostId(post), wanted)
        await tell(interaction, "\n".join(describe_post(whole)))

    @app_commands.command(name="move", description="Move a post to another status or time")
    @app_commands.describe(post=_POST, status="where it is to stand", at=_AT)
    @app_commands.choices(status=STATUSES)
    @app_commands.autocomplete(post=complete_post)
    async def move(
        self,
        interaction: discord.Interaction[Any],
        post: str,
        status: str | None = None,
        at: str | None = None,
    ) -> None:
        actor = await self._act(interaction)
        if not status and not at:
            raise InvalidInput("Say a status, or a time, or both.")
        now = (await self._plan.reading.get_post(actor, PostId(post))).post
        if at:
            when = await self._bot.app.publishing.scheduling.read_time(actor, at)
            now = await self._plan.moving.reschedule(actor, now.id, when, seen_version=now.version)
        if status:
            now = await self._plan.moving.move_to(
                actor, now.id, PostStatus(status), seen_version=now.version
            )
        await tell(interaction, f"It is {now.status}, <t:{int(now.planned_at.timestamp())}:f>.")

    @app_commands.command(name="published", description="Say where you have posted a text by hand")
    @app_commands.describe(post=_POST, platform="where it is", link="its whole address")
    @app_commands.choices(platform=PLATFORMS)
    @app_commands.autocomplete(post=complete_post)
    async def mark(
        self, interaction: discord.Interaction[Any], post: str, platform: str, link: str
    ) -> None:
        actor = await self._act(interaction)
        whole = await self._plan.reading.get_post(actor, PostId(post))
        variant = whole.find_variant(Platform(platform))
        now = await self._plan.variants.mark_published(
            actor,
            PostId(post),
            Platform(platform),
            link,
            seen_version=variant.version if variant else 0,
        )
        await tell(interaction, f"Noted; the post is {now.status}.")

    @app_commands.command(name="compare", description="Compare two drafts of a post by words")
    @app_commands.describe(post=_POST, first="a draft's number", second="another one's")
    @app_commands.autocomplete(post=complete_post)
    async def compare(
        self, interaction: discord.Interaction[Any], post: str, first: str, second: str
    ) -> None:
        actor = await self._act(interaction)
        changes = await self._plan.reading.compare(actor, PostId(post), first, second)
        await tell(interaction, describe_changes(changes))

    @app_commands.command(name="restore", description="Make an older draft the text again")
    @app_commands.describe(post=_POST, draft="its number")
    @app_commands.autocomplete(post=complete_post)
    async def restore(self, interaction: discord.Interaction[Any], post: str, draft: str) -> None:
        actor = await self._act(interaction)
        seen = (await self._plan.reading.get_post(actor, PostId(post))).post
        try:
            now = await self._plan.writing.restore(actor, seen.id, draft, seen_version=seen.version)
        except TextConflict as conflict:
            await ask(self._bot, interaction, conflict)
            return
        await tell(interaction, f"Draft {draft} is the text again, as draft {now.drafts}.")

    @app_commands.command(name="board", description="Show posts by status, or a platform's texts")
    @app_commands.describe(status="a column of the board", platform="a platform's texts instead")
    @app_commands.choices(status=STATUSES, platform=PLATFORMS)
    async def board(
        self,
        interaction: discord.Interaction[Any],
        status: str = PostStatus.DRAFTING.value,
        platform: str | None = None,
    ) -> None:
        actor, say = await self._act(interaction), await find_say(interaction)
        reading = self._plan.reading

        async def read_page(cursor: str | None) -> tuple[str, str | None]:
            if platform:
                texts = await reading.list_platform(actor, Platform(platform), cursor=cursor)
                return fit_lines(map(say, list_variants(texts.items))), texts.cursor
            page = await reading.list_status(actor, PostStatus(status), cursor=cursor)
            lines = [f"**{say(status)}**", *map(say, list_board(page.items))]
            return fit_lines(lines), page.cursor

        await show_pages(interaction, read_page)

    @app_commands.command(name="export", description="Get a month as a file")
    @app_commands.describe(month=_MONTH, json="as JSON instead of CSV")
    async def export(
        self, interaction: discord.Interaction[Any], month: str = "", json: bool = False
    ) -> None:
        actor = await self._act(interaction)
        text = await self._plan.exchange.export(actor, month, as_json=json)
        held = io.BytesIO(text.encode() if json else text.encode("utf-8-sig"))
        await tell(
            interaction,
            "The month as it is; /plan import takes it back.",
            files=[discord.File(held, f"plan.{'json' if json else 'csv'}")],
        )

    @app_commands.command(name="import", description="Read a month from a file; first on trial")
    @app_commands.describe(file="CSV or JSON, as /plan export writes it", do="whether to do it")
    async def read_file(
        self,
        interaction: discord.Interaction[Any],
        file: discord.Attachment | None = None,
        do: bool = False,
    ) -> None:
        actor = await self._act(interaction)
        actor.require_editor()
        if file is None:
            raise InvalidInput("Attach the file, as /plan export writes it.")
        if file.size > BYTES_MAX:
            raise InvalidInput("The file is larger than 1 MB: split it.")
        data = await file.read()
        done = await self._plan.exchange.import_month(actor, data, dry_run=not do)
        await tell(interaction, describe_import(done, await find_say(interaction)))


def _split(words: str | None) -> list[str] | None:
    return None if words is None else words.split(";")


async def setup(bot: TrussBot) -> None:
    await bot.add_cog(Plan(bot))
