"""Team: who works for a creator, by person and by Discord role, and whose the creator is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import structlog

from core.domain.people.actor import Actor, Role
from core.domain.people.guild import GuildBinding, check_role
from core.domain.people.member import GuildPerson, Member
from core.errors import Forbidden, InvalidInput
from core.ports.people import GuildStore, MemberStore
from core.ports.work import Clock
from core.services.people.membership import Membership
from core.services.work.save_again import change_stored

_log = structlog.get_logger(__name__)

MEMBERS_MAX: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamNow:
    """Who works for a creator: people with a role of their own, and a server's roles."""

    binding: GuildBinding
    members: tuple[Member, ...]


class Team:
    """Changes who works for a creator; only its owner may."""

    def __init__(
        self, *, clock: Clock, guilds: GuildStore, members: MemberStore, membership: Membership
    ) -> None:
        self._clock = clock
        self._guilds = guilds
        self._members = members
        self._membership = membership

    async def read_team(self, person: GuildPerson) -> TeamNow:
        """Return the team of a server's creator, the owner first."""
        binding, actor = await self._membership.enter_guild(person)
        actor.require_team()
        return await self._read(binding)

    async def set_person(self, person: GuildPerson, user_id: str, role: Role | None) -> TeamNow:
        """Make somebody an editor or a moderator, or take their own role away with None."""
        binding, actor = await self._enter(person)
        if role is Role.OWNER:
            raise InvalidInput("A creator has one owner; hand the ownership over instead.")
        stored = await self._members.find_member(user_id, actor.creator_id)
        if stored is not None and stored.role is Role.OWNER:
            raise InvalidInput(
                "The owner keeps their role until they hand it over: "
                "/setup team with somebody else as owner."
            )
        if role is None:
            if stored is not None:
                await self._members.remove_member(stored)
        elif stored is None or stored.role is not role:
            await self._check_room(actor, stored)
            await self._members.save_members(
                replace(stored or self._make(actor, user_id), role=role)
            )
        _log.info("team.changed", creator_id=actor.creator_id, user_id=user_id, role=role)
        return await self._read(binding)

    async def set_role(self, person: GuildPerson, role_id: str, role: Role | None) -> TeamNow:
        """Make a server's Discord role that of its editors or its moderators, or neither."""
        await self._enter(person)
        check_role(person.guild_id, role_id)
        if role is Role.OWNER:
            raise InvalidInput("A creator has one owner, who is a person; choose a person.")

        async def load() -> GuildBinding:
            return await self._membership.get_binding(person.guild_id)

        def change(binding: GuildBinding) -> GuildBinding:
            return _give(binding, role_id, role)

        binding = await change_stored(load, change, self._guilds.save_guild)
        _log.info("team.role_changed", guild_id=person.guild_id, role_id=role_id, role=role)
        return await self._read(binding)

    async def hand_over(self, person: GuildPerson, user_id: str) -> TeamNow:
        """Make somebody else the owner; who was it until now becomes an editor."""
        binding, actor = await self._enter(person)
        if user_id == person.user_id:
            raise InvalidInput("You are the owner already.")
        owner = await self._members.find_member(person.user_id, actor.creator_id)
        if owner is None:
            raise Forbidden("Only the creator may do this; ask them.")
        heir = await self._members.find_member(user_id, actor.creator_id)
        await self._members.save_members(
            replace(owner, role=Role.EDITOR),
            replace(heir or self._make(actor, user_id), role=Role.OWNER),
        )
        _log.info("team.handed_over", creator_id=actor.creator_id, user_id=user_id)
        return await self._read(binding)

    async def require_owner(self, person: GuildPerson) -> Actor:
        """Return the creator of a server; Forbidden for anybody else."""
        _, actor = await self._enter(person)
        return actor

    async def _enter(self, person: GuildPerson) -> tuple[GuildBinding, Actor]:
        # In the demo everybody may act, but nobody takes it over.
        binding, actor = await self._membership.enter_guild(person)
        if actor.role is not Role.OWNER:
            raise Forbidden("Only the creator may do this; ask them.")
        return binding, actor

    async def _check_room(self, actor: Actor, stored: Member | None) -> None:
        members = await self._members.list_members(actor.creator_id)
        if stored is None and len(members) >= MEMBERS_MAX:
            raise InvalidInput(
                f"A team has at most {MEMBERS_MAX} people by name; give the rest a Discord role."
            )

    def _make(self, actor: Actor, user_id: str) -> Member:
        return Member(
            user_id=user_id,
            creator_id=actor.creator_id,
            role=Role.VIEWER,
            created_at=self._clock.now(),
            version=0,
        )

    async def _read(self, binding: GuildBinding) -> TeamNow:
        members = await self._members.list_members(binding.creator_id)
        ranks = list(Role)
        ordered = sorted(members, key=lambda each: (ranks.index(each.role), each.user_id))
        return TeamNow(binding=binding, members=tuple(ordered))


def _give(binding: GuildBinding, role_id: str, role: Role | None) -> GuildBinding:
    """Return a server whose Discord role makes editors, moderators or nobody."""
    if role_id == binding.moderator_role_id and role is not Role.MODERATOR:
        raise InvalidInput(
            "Cards need a role that decides; choose another one for that first: /setup here."
        )
    if role is Role.EDITOR:
        return replace(binding, editor_role_id=role_id)
    is_editors = role_id == binding.editor_role_id
    freed = replace(binding, editor_role_id="") if is_editors else binding
    return freed if role is None else replace(freed, moderator_role_id=role_id)
