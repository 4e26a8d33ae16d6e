"""Card habits: how a server wants its cards, shown and changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from cogs.discord.answers import answer
from cogs.discord.people import describe_caller
from core.domain.people.card_habits import HabitsWish
from core.domain.people.guild import GuildBinding

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot


async def change_habits(
    bot: TrussBot, interaction: discord.Interaction[Any], wish: HabitsWish
) -> None:
    """Show how the server wants its cards, or change that; the answer was deferred before."""
    waiting, person = bot.app.cards.waiting, describe_caller(interaction)
    if wish == HabitsWish():
        await answer(interaction, describe_habits(await waiting.read_habits(person)))
        return
    binding = await waiting.change_habits(person, wish)
    note = _describe_mute(interaction.guild, binding)
    await answer(interaction, "\n".join(filter(None, (describe_habits(binding), note))))


def describe_habits(binding: GuildBinding) -> str:
    """Return a line for each habit."""
    habits = binding.habits
    role = f"<@&{binding.moderator_role_id}>"
    pinged = f"{role} is pinged at most every {habits.ping_minutes} minutes while cards wait."
    hours = f"Quiet from {habits.quiet.from_hour}:00 until {habits.quiet.until_hour}:00."
    return "\n".join(
        (
            f"- Cards go to <#{binding.cards_channel_id}>"
            + (", and a message in the channel says how many wait." if habits.has_digest else "."),
            f"- {pinged}" if habits.ping_minutes else "- Nobody is pinged.",
            f"- {hours}" if habits.quiet else "- No hour is quiet.",
            "- 👍 and 👎 decide, too." if habits.counts_thumbs else "- 👍 and 👎 say nothing.",
        )
    )


def _describe_mute(guild: discord.Guild | None, binding: GuildBinding) -> str:
    """Return what lacks where a ping would reach nobody."""
    role = guild.get_role(int(binding.moderator_role_id)) if guild else None
    if guild is None or role is None or not binding.habits.ping_minutes:
        return ""
    if role.mentionable or guild.me.guild_permissions.mention_everyone:
        return ""
    return "Discord pings nobody until that role may be mentioned: Server Settings, Roles."
