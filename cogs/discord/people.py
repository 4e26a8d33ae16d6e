"""People: members of a server, as the services need to know them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from core.domain.people.actor import Actor
from core.domain.people.member import GuildPerson
from core.errors import InvalidInput

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot


def describe_member(member: discord.Member, *, installer_id: int | None) -> GuildPerson:
    """Return a member of a server with their roles."""
    return GuildPerson(
        user_id=str(member.id),
        guild_id=str(member.guild.id),
        role_ids=frozenset(str(role.id) for role in member.roles),
        may_manage=member.guild.owner_id == member.id,
        is_installer=member.id == installer_id,
    )


def describe_caller(interaction: discord.Interaction[discord.Client]) -> GuildPerson:
    """Return who typed a command or pressed a button; InvalidInput outside a server."""
    member, guild_id = interaction.user, interaction.guild_id
    if not isinstance(member, discord.Member) or guild_id is None:
        raise InvalidInput("This only works in a server; use it in the one that you moderate.")
    return GuildPerson(
        user_id=str(member.id),
        guild_id=str(guild_id),
        role_ids=frozenset(str(role.id) for role in member.roles),
        may_manage=interaction.permissions.manage_guild or member.guild.owner_id == member.id,
        is_installer=member.id == find_installer(interaction.client),
    )


def find_installer(client: discord.Client) -> int | None:
    """Return the user who owns this bot's application; for a team, the team's owner."""
    application = client.application
    if application is None:
        return None
    return application.team.owner_id if application.team else application.owner.id


async def enter_as_team(interaction: discord.Interaction[Any]) -> Actor:
    """Return the caller in their role; Forbidden for whoever has none at this creator.

    What is not published yet is nobody else's to read.
    """
    bot: TrussBot = interaction.client
    person = describe_caller(interaction)
    actor = await bot.app.people.membership.act_in_guild(person)
    actor.require_team()
    return actor
