"""Me: what one person wants to be called, told and reminded of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from cogs.discord.autocomplete import in_time
from cogs.discord.people import enter_as_team
from cogs.discord.telling import tell
from cogs.insight_lines import list_wants
from core.domain.learning.telling.tones import Occasion, remark
from core.domain.people.preferences import DAILY_MAX, EVERYBODY, MONTHLY_MAX, Digest
from core.domain.people.voice import Tone
from core.services.people.personal_preferences import PersonalWish

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot

CHOICES_MAX: Final = 25
_RESETTABLE: Final = {
    "name": "display_name",
    "tone": "tone",
    "daily": "daily_clips",
    "monthly": "monthly_clips",
    "digest": "own_digest",
    "hour": "digest_hour",
    "quiet": "quiet_hours",
    "language": "own_language",
    "time_zone": "time_zone",
}


def _choices(*names: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=name, value=name) for name in names]


class Me(commands.Cog):
    """Replies privately to the caller."""

    def __init__(self, bot: TrussBot) -> None:
        self._bot = bot

    @app_commands.command(description="Show how Truss talks to you and your streak, or change it")
    @app_commands.describe(
        name="what you want to be called",
        tone="how Truss talks to you; it never touches a score or a post",
        daily="how many clips a day you want to publish; 0 for no goal",
        monthly="how many a month; 0 for no target",
        digest="how often you get a summary in a message of your own",
        hour="at which hour of your day",
        quiet="when nothing is sent to you, as in 22-7",
        language="of what a model writes to you, as in en or pt-BR",
        time_zone="where you live, as in Europe/Berlin; days of a streak are days there",
        for_everybody="keep this for all here who said nothing themselves; owner and editors",
        reset="what is to follow the creator's settings again",
    )
    @app_commands.choices(
        tone=_choices(*(tone.value for tone in Tone)),
        digest=_choices(*(digest.value for digest in Digest)),
        reset=_choices(*_RESETTABLE),
    )
    @app_commands.guild_only()
    async def me(
        self,
        interaction: discord.Interaction[Any],
        *,
        name: app_commands.Range[str, 1, 80] | None = None,
        tone: str | None = None,
        daily: app_commands.Range[int, 0, DAILY_MAX] | None = None,
        monthly: app_commands.Range[int, 0, MONTHLY_MAX] | None = None,
        digest: str | None = None,
        hour: app_commands.Range[int, 0, 23] | None = None,
        quiet: app_commands.Range[str, 1, 20] | None = None,
        language: app_commands.Range[str, 1, 20] | None = None,
        time_zone: app_commands.Range[str, 1, 60] | None = None,
        for_everybody: bool = False,
        reset: str | None = None,
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        insights = self._bot.app.insights
        actor = await enter_as_team(interaction)
        wish = PersonalWish(
            display_name=name,
            tone=Tone(tone) if tone else None,
            language=language,
            time_zone=time_zone,
            daily_clips=daily,
            monthly_clips=monthly,
            digest=Digest(digest) if digest else None,
            digest_hour=hour,
            quiet_hours=quiet,
            forgotten=frozenset({_RESETTABLE[reset]} if reset else ()),
        )
        is_change = wish != PersonalWish()
        wants = await insights.wants.read(actor)
        if is_change:
            wants = await insights.wants.change(actor, wish, for_all=for_everybody)
            person = EVERYBODY if for_everybody else actor.person_id
            await insights.digests.arrange_digest(actor.creator_id, person)
        if is_change and for_everybody and (wish.language or wish.forgotten):
            await self._bot.app.cards.laying.lay_waiting(actor)
        streak = await insights.weeks.measure_streak(actor.creator_id, wants)
        said = [remark(wants.tone, Occasion.SAVED, wants.display_name)] if is_change else []
        lines = [*said, *list_wants(wants, streak)]
        await tell(interaction, "\n".join(lines))

    @me.autocomplete("time_zone")
    @in_time
    async def complete_zone(
        self, _interaction: discord.Interaction[Any], current: str
    ) -> list[app_commands.Choice[str]]:
        found = await self._bot.app.people.settings.search_zones(current, limit=CHOICES_MAX)
        return _choices(*found)


async def setup(bot: TrussBot) -> None:
    await bot.add_cog(Me(bot))
