"""Roles: what somebody is to a creator at this moment."""

from __future__ import annotations

from typing import Final

from core.domain.people.actor import Role
from core.domain.work.ids import CreatorId
from core.ports.people import GuildStore, MemberStore, Roster

HOME_PERSON: Final = "web"
"""Whoever runs this program: the owner of the creator whose workspace it opens."""
_DISCORD: Final = "discord:"


class Roles:
    """Looks a person's role up each time it is needed; nothing is remembered of it."""

    def __init__(
        self,
        *,
        guilds: GuildStore,
        members: MemberStore,
        roster: Roster,
        home_creator_id: CreatorId,
    ) -> None:
        self._guilds = guilds
        self._members = members
        self._roster = roster
        self._home_creator_id = home_creator_id

    async def find_role(self, person_id: str, creator_id: CreatorId) -> Role | None:
        """Return the role, None for whoever has none; a stored role takes precedence."""
        if person_id == HOME_PERSON:
            return Role.OWNER if creator_id == self._home_creator_id else None
        if not person_id.startswith(_DISCORD):
            return None
        user_id = person_id.removeprefix(_DISCORD)
        member = await self._members.find_member(user_id, creator_id)
        if member is not None:
            return member.role
        found = [
            guild.find_role(await self._roster.find_roles(guild.guild_id, user_id))
            for guild in await self._guilds.list_guilds(creator_id)
        ]
        return min(filter(None, found), key=list(Role).index, default=None)

    async def list_creators(self, person_id: str) -> tuple[CreatorId, ...]:
        """Return the creators at which a person has a stored role."""
        if person_id == HOME_PERSON:
            return (self._home_creator_id,)
        if not person_id.startswith(_DISCORD):
            return ()
        members = await self._members.list_memberships(person_id.removeprefix(_DISCORD))
        return tuple(member.creator_id for member in members)
