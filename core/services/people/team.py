"""Team: who works for a creator, by person and by Discord role, and whose the creator is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import structlog

from core.domain.people.actor import Actor, Role
from core.domain.people.guild import GuildBinding, check_role
from core.domain.people.member import GuildPerson, Member, check_user_id
from core.domain.work.ids import CreatorId
from core.errors import Forbidden, InvalidInput, NotFound
from core.ports.people import GuildStore, MemberStore
from core.ports.work import Clock
from core.services.people.membership import Membership
from core.services.people.roles import HOME_PERSON
from core.services.work.save_again import change_stored

_log = structlog.get_logger(__name__)

MEMBERS_MAX: Final = 50
_ONLY_OWNER: Final = "Only the creator may do this; ask them."


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

    async def list_members(self, actor: Actor) -> tuple[Member, ...]:
        """Return who has a role by name at the actor's creator, the owner first."""
        actor.require_team()
        return await self._list(actor.creator_id)

    async def set_person(self, person: GuildPerson, user_id: str, role: Role | None) -> TeamNow:
        """Make somebody an editor or a moderator, or take their own role away with None."""
        binding, actor = await self._enter(person)
        await self.set_member(actor, user_id, role)
        return await self._read(binding)

    async def set_member(self, actor: Actor, user_id: str, role: Role | None) -> None:
        """Do so as the creator, wherever they are."""
        _require_owner(actor)
        check_user_id(user_id)
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

    async def set_role(self, person: GuildPerson, role_id: str, role: Role | None) -> TeamNow:
        """Make a server's Discord role that of its editors or its moderators, or neither."""
        _, actor = await self._enter(person)
        return await self._read(await self.set_guild_role(actor, person.guild_id, role_id, role))

    async def set_guild_role(
        self, actor: Actor, guild_id: str, role_id: str, role: Role | None
    ) -> GuildBinding:
        """Do so as the creator whom the server serves."""
        _require_owner(actor)
        check_user_id(role_id)
        check_role(guild_id, role_id)
        if role is Role.OWNER:
            raise InvalidInput("A creator has one owner, who is a person; choose a person.")

        async def load() -> GuildBinding:
            binding = await self._membership.get_binding(guild_id)
            if binding.creator_id != actor.creator_id:
                raise NotFound("There is no such server; choose another one.")
            return binding

        def change(binding: GuildBinding) -> GuildBinding:
            return _give(binding, role_id, role)

        binding = await change_stored(load, change, self._guilds.save_guild)
        _log.info("team.role_changed", guild_id=guild_id, role_id=role_id, role=role)
        return binding

    async def hand_over(self, person: GuildPerson, user_id: str) -> TeamNow:
        """Make somebody else the owner; who was it until now becomes an editor."""
        binding, actor = await self._enter(person)
        await self.pass_on(actor, user_id)
        return await self._read(binding)

    async def pass_on(self, actor: Actor, user_id: str) -> None:
        """Do so as the creator, wherever they are.

        Whoever runs this program has no role by name: the owner by name becomes an editor then.
        """
        _require_owner(actor)
        check_user_id(user_id)
        owner = await self._find_owner(actor)
        if owner is not None and owner.user_id == user_id:
            is_own = actor.person_id == f"discord:{user_id}"
            raise InvalidInput("You are the owner already." if is_own else "They own it already.")
        heir = await self._members.find_member(user_id, actor.creator_id)
        await self._members.save_members(
            *([replace(owner, role=Role.EDITOR)] if owner is not None else []),
            replace(heir or self._make(actor, user_id), role=Role.OWNER),
        )
        _log.info("team.handed_over", creator_id=actor.creator_id, user_id=user_id)

    async def require_owner(self, person: GuildPerson) -> Actor:
        """Return the creator of a server; Forbidden for anybody else."""
        _, actor = await self._enter(person)
        return actor

    async def _enter(self, person: GuildPerson) -> tuple[GuildBinding, Actor]:
        binding, actor = await self._membership.enter_guild(person)
        _require_owner(actor)
        return binding, actor

    async def _find_owner(self, actor: Actor) -> Member | None:
        """Return the owner by name, who is the actor; None if only this program's runner is."""
        owners = [m for m in await self._list(actor.creator_id) if m.role is Role.OWNER]
        if actor.person_id == HOME_PERSON:
            return owners[0] if owners else None
        own = [m for m in owners if actor.person_id == f"discord:{m.user_id}"]
        if not own:
            raise Forbidden(_ONLY_OWNER)
        return own[0]

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
        return TeamNow(binding=binding, members=await self._list(binding.creator_id))

    async def _list(self, creator_id: CreatorId) -> tuple[Member, ...]:
        members, ranks = await self._members.list_members(creator_id), list(Role)
        return tuple(sorted(members, key=lambda each: (ranks.index(each.role), each.user_id)))


def _require_owner(actor: Actor) -> None:
    # In the demo everybody may act, but nobody takes it over.
    if actor.role is not Role.OWNER:
        raise Forbidden(_ONLY_OWNER)


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
