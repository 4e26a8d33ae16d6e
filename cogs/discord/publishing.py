"""Publishing: sending clips out, now or later, and looking after what waits."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from cogs.discord.answers import answer
from cogs.discord.autocomplete import PATIENCE_SECONDS, name_clip
from cogs.discord.people import enter_as_team
from cogs.discord.texts.fitting import fit_lines
from cogs.discord.texts.languages import find_say
from cogs.markdown import escape
from cogs.plain_text import clean_text
from cogs.texts.sentences import Say
from core.domain.clips.clip import Clip
from core.domain.people.actor import Actor, Role
from core.domain.publishing.posting_slot import write_slots
from core.domain.publishing.publication import Publication, PublicationStatus
from core.domain.publishing.publish_target import PublishTarget
from core.domain.publishing.wording import Wording, clean_wording
from core.domain.work.ids import ClipId, PublicationId
from core.domain.work.platform import TAKE_CLIPS, Platform
from core.errors import TrussError

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot

PLATFORMS: Final = [
    app_commands.Choice(name=platform.label, value=platform.value) for platform in TAKE_CLIPS
]
CLIP: Final = "words of its title, then choose"
AT: Final = "a time on the creator's clock, as in 2026-11-30 18:00"
CHOICES_MAX: Final = 25
_NAME_LENGTH_MAX: Final = 60
_SAID: Final = {
    PublicationStatus.SCHEDULED: "goes out",
    PublicationStatus.RETRY_AT: "is tried again",
    PublicationStatus.QUOTA_WAIT: "waits for the platform's quota until",
}


@app_commands.guild_only()
class When(commands.GroupCog, group_name="when", group_description="When clips go out"):
    """Answers to whoever types, and to nobody else."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot

    @app_commands.command(name="slots", description="Show or set the posting slots of the week")
    @app_commands.describe(slots="as in Mon 18:00, Fri 20:30 tiktok; none removes them")
    async def slots(
        self,
        interaction: discord.Interaction[Any],
        slots: app_commands.Range[str, 1, 1000] | None = None,
    ) -> None:
        actor = await open_answer(interaction)
        settings = self._bot.app.publishing.settings
        kept = await (settings.set_slots(actor, slots) if slots else settings.get_slots(actor))
        if slots:
            await self._bot.app.cards.laying.lay_waiting(actor)
        text = write_slots(kept.slots)
        await tell(
            interaction, f"Posting slots: {text}." if text else "There are no posting slots."
        )

    @app_commands.command(name="list", description="List what is to go out, and what could not")
    async def list_open(self, interaction: discord.Interaction[Any]) -> None:
        actor = await open_answer(interaction)
        found = await self._bot.app.publishing.scheduling.list_open(actor)
        await tell(interaction, list_lines(found, await find_say(interaction)))

    @app_commands.command(name="move", description="Give what waits another time")
    @app_commands.describe(publication="choose from the list", at=AT)
    async def move(
        self,
        interaction: discord.Interaction[Any],
        publication: str,
        at: app_commands.Range[str, 1, 30],
    ) -> None:
        actor = await open_answer(interaction)
        scheduling = self._bot.app.publishing.scheduling
        moved = await scheduling.reschedule(
            actor, PublicationId(publication), at=await scheduling.read_time(actor, at)
        )
        await tell(interaction, f"It goes out {show_time(moved.due_at)} now.")

    @app_commands.command(name="cancel", description="Call off what has not gone out")
    @app_commands.describe(publication="choose from the list")
    async def cancel(self, interaction: discord.Interaction[Any], publication: str) -> None:
        actor = await open_answer(interaction)
        await self._bot.app.publishing.scheduling.cancel(actor, PublicationId(publication))
        await tell(interaction, "It is called off.")

    @app_commands.command(name="retry", description="Try again now what failed or waits")
    @app_commands.describe(publication="choose from the list")
    async def retry(self, interaction: discord.Interaction[Any], publication: str) -> None:
        actor = await open_answer(interaction)
        await self._bot.app.publishing.scheduling.retry_publication(
            actor, PublicationId(publication)
        )
        await tell(interaction, "It is tried again now.")

    @app_commands.command(name="confirm", description="Say whether a clip is on its platform")
    @app_commands.describe(
        publication="choose from the list",
        is_there="whether you see it there; if not, it goes out once more",
        link="where it can be seen",
    )
    async def confirm(
        self,
        interaction: discord.Interaction[Any],
        publication: str,
        is_there: bool,
        link: app_commands.Range[str, 1, 500] | None = None,
    ) -> None:
        actor = await open_answer(interaction)
        await self._bot.app.publishing.scheduling.confirm(
            actor, PublicationId(publication), is_there=is_there, link=link
        )
        await tell(interaction, "Noted." if is_there else "It goes out once more.")

    @move.autocomplete("publication")
    @cancel.autocomplete("publication")
    @retry.autocomplete("publication")
    @confirm.autocomplete("publication")
    async def complete_publication(
        self, interaction: discord.Interaction[Any], current: str
    ) -> list[app_commands.Choice[str]]:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                found = await _list_open(self._bot, interaction)
                say = await find_say(interaction)
        except (TrussError, TimeoutError):
            return []
        named = [(name_publication(p, clip, say), p.id) for p, clip in found]
        return [
            app_commands.Choice(name=name, value=publication_id)
            for name, publication_id in named
            if current.casefold() in name.casefold()
        ][:CHOICES_MAX]


async def _list_open(
    bot: TrussBot, interaction: discord.Interaction[Any]
) -> tuple[tuple[Publication, Clip], ...]:
    """Return what may be chosen; strangers are offered nothing."""
    actor = await enter_as_team(interaction)
    return () if actor.role is Role.VIEWER else await bot.app.publishing.scheduling.list_open(actor)


async def open_answer(interaction: discord.Interaction[Any]) -> Actor:
    """Return who asks; the answer may take longer from here on."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    return await enter_as_team(interaction)


async def tell(interaction: discord.Interaction[Any], text: str) -> None:
    await answer(interaction, text)


async def schedule_clip(
    bot: TrussBot, actor: Actor, clip_id: str, at: str | None, say: Say = str
) -> str:
    """Let a clip go out at a time that somebody typed, or in the next free slot; say when."""
    scheduling = bot.app.publishing.scheduling
    clip = await bot.app.review.clips.get_clip(actor, ClipId(clip_id))
    when = await scheduling.read_time(actor, at) if at else None
    return describe_sent(clip, await scheduling.schedule_clip(actor, clip.id, at=when), say)


def describe_sent(clip: Clip, sent: Iterable[Publication], say: Say = str) -> str:
    """Return where a clip goes and when."""
    places = ", ".join(f"{say(p.platform.label)} {show_time(p.due_at)}" for p in sent)
    return f"{_name(clip, say)} {say(f'goes to {places}.')}"


def list_lines(found: Iterable[tuple[Publication, Clip]], say: Say = str) -> str:
    """Return a line for each publication, in at most 2,000 characters."""
    return fit_lines(
        (_describe(publication, clip, say) for publication, clip in found), say=say
    ) or say("Nothing waits to go out.")


def name_publication(publication: Publication, clip: Clip, say: Say = str) -> str:
    """Return a publication's name in a list to choose from, of at most 100 characters."""
    status = say(publication.status.replace("_", " "))
    place = say(publication.platform.label)
    return f"{place}: {name_clip(clip, say)[:_NAME_LENGTH_MAX]} ({status})"[:100]


def show_time(at: datetime) -> str:
    """Return a time as Discord shows it to each reader on their own clock."""
    return f"<t:{int(at.timestamp())}:f>"


def _name(clip: Clip, say: Say) -> str:
    return escape(clean_text(clip.title, _NAME_LENGTH_MAX)) or say("The clip")


def _describe(publication: Publication, clip: Clip, say: Say) -> str:
    where = f"to {publication.platform.label}"
    if publication.status in _SAID:
        how = f"{where} {_SAID[publication.status]} {show_time(publication.wakes_at)}"
    else:
        how = f"{where}: {publication.status.replace('_', ' ')}"
    return f"- {_name(clip, say)} {say(how)}"


def read_targets(platform: str | None, account: str | None) -> list[PublishTarget] | None:
    """Return the one account that was named; None for the usual ones."""
    if platform is None:
        return None
    return [PublishTarget(platform=Platform(platform), account_id=account or "")]


def read_wording(clip: Clip, title: str | None, tags: str | None) -> Wording | None:
    if title is None and tags is None:
        return None
    return clean_wording(title=title or clip.title, tags=(tags or "").split(","))


async def setup(bot: TrussBot) -> None:
    await bot.add_cog(When(bot))
