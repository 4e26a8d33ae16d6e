"""Membership: which creator a server serves, and what a person may do there."""

from __future__ import annotations

from dataclasses import replace

import structlog

from core.domain.people.actor import Actor, Role
from core.domain.people.guild import GuildBinding, check_approvals, check_role
from core.domain.people.member import GuildPerson, Member, find_actor
from core.domain.work.ids import CreatorId
from core.errors import Conflict, Forbidden, NotFound
from core.ports.people import GuildStore, MemberStore
from core.ports.work import Clock

_log = structlog.get_logger(__name__)


class Membership:
    """Binds servers to creators, and finds the role in which a person acts there."""

    def __init__(
        self,
        *,
        clock: Clock,
        guilds: GuildStore,
        members: MemberStore,
        home_creator_id: CreatorId,
    ) -> None:
        self._clock = clock
        self._guilds = guilds
        self._members = members
        self._home_creator_id = home_creator_id

    async def bind_guild(
        self,
        person: GuildPerson,
        *,
        review_channel_id: str,
        moderator_role_id: str,
        approvals_needed: int | None = None,
    ) -> GuildBinding:
        """Set up a server for the person's own creator, or change its setup.

        `approvals_needed` stays as it is where none are given; at first one is enough.

        The bot's installer owns the creator whose workspace this program opens; anybody else who
        sets a server up gets a workspace of their own.
        """
        if not person.may_manage:
            raise Forbidden("Only somebody who may manage this server can set Truss up in it.")
        check_role(person.guild_id, moderator_role_id)
        if approvals_needed is not None:
            check_approvals(approvals_needed)
        now = self._clock.now()
        known = await self._guilds.find_guild(person.guild_id)
        if known is not None:
            await self._require_owner(person, known)
            changed = replace(
                known,
                review_channel_id=review_channel_id,
                moderator_role_id=moderator_role_id,
                approvals_needed=approvals_needed or known.approvals_needed,
                digest_thread_id=_keep_thread(known, review_channel_id),
                updated_at=now,
            )
            return await self._guilds.save_guild(changed)
        creator_id = await self._choose_creator(person)
        binding = GuildBinding(
            guild_id=person.guild_id,
            creator_id=creator_id,
            review_channel_id=review_channel_id,
            moderator_role_id=moderator_role_id,
            approvals_needed=approvals_needed or 1,
            created_at=now,
            updated_at=now,
        )
        owner = Member(
            user_id=person.user_id, creator_id=creator_id, role=Role.OWNER, created_at=now
        )
        await self._members.add_member(owner)
        if not await self._guilds.add_guild(binding):
            raise Conflict("Somebody else has just set this server up; look at it and try again.")
        _log.info("guild.bound", guild_id=person.guild_id, creator_id=creator_id)
        return binding

    async def move_cards(self, person: GuildPerson, *, review_channel_id: str) -> GuildBinding:
        """Let a server's cards go to another channel; who decides there stays."""
        known = await self.get_binding(person.guild_id)
        return await self.bind_guild(
            person,
            review_channel_id=review_channel_id,
            moderator_role_id=known.moderator_role_id,
        )

    async def release_guild(self, person: GuildPerson) -> None:
        """Forget a server, for its creator or whoever may manage it; all else of theirs stays."""
        known = await self.get_binding(person.guild_id)
        if not person.may_manage:
            await self._require_owner(person, known)
        await self._guilds.remove_guild(known)
        _log.info("guild.released", guild_id=person.guild_id, creator_id=known.creator_id)

    async def get_binding(self, guild_id: str) -> GuildBinding:
        """Return the setup of a server; NotFound, with what to do, if it has none."""
        binding = await self._guilds.find_guild(guild_id)
        if binding is None:
            raise NotFound("This server is not set up yet; whoever manages it types /setup.")
        return binding

    async def list_guilds(self, actor: Actor) -> tuple[GuildBinding, ...]:
        """Return the servers of the actor's creator."""
        actor.require_team()
        return await self._guilds.list_guilds(actor.creator_id)

    async def act_in_guild(self, person: GuildPerson) -> Actor:
        """Return the person in their role at the server's creator, and at no other."""
        _, actor = await self.enter_guild(person)
        return actor

    async def enter_guild(self, person: GuildPerson) -> tuple[GuildBinding, Actor]:
        """Return the setup of the server, and the person in their role there."""
        binding = await self.get_binding(person.guild_id)
        member = await self._members.find_member(person.user_id, binding.creator_id)
        return binding, find_actor(person, binding, member)

    def is_operator(self, actor: Actor) -> bool:
        """Say whether somebody runs this program: they own the workspace it was started with."""
        return actor.role is Role.OWNER and actor.creator_id == self._home_creator_id

    def require_operator(self, actor: Actor) -> None:
        """Raise Forbidden to whoever does not run this program."""
        if not self.is_operator(actor):
            raise Forbidden("Only whoever runs this Truss may see how it is set up; ask them.")

    async def _require_owner(self, person: GuildPerson, binding: GuildBinding) -> None:
        member = await self._members.find_member(person.user_id, binding.creator_id)
        if member is None or member.role is not Role.OWNER:
            raise Forbidden("This server serves another creator; only they can change its setup.")

    async def _may_own(self, person: GuildPerson, creator_id: CreatorId) -> bool:
        """Say whether a creator is this person's, or nobody's yet; it may have been handed over."""
        owners = [m for m in await self._members.list_members(creator_id) if m.role is Role.OWNER]
        return not owners or any(owner.user_id == person.user_id for owner in owners)

    async def _choose_creator(self, person: GuildPerson) -> CreatorId:
        if person.is_installer and await self._may_own(person, self._home_creator_id):
            return self._home_creator_id
        memberships = await self._members.list_memberships(person.user_id)
        owned = [member.creator_id for member in memberships if member.role is Role.OWNER]
        return owned[0] if owned else await self._find_free(CreatorId(f"discord-{person.user_id}"))

    async def _find_free(self, first: CreatorId) -> CreatorId:
        """Return a workspace of nobody; whoever has handed theirs over begins another one."""
        creator_id, number = first, 1
        while await self._members.list_members(creator_id):
            number += 1
            creator_id = CreatorId(f"{first}-{number}")
        return creator_id


def _keep_thread(known: GuildBinding, review_channel_id: str) -> str:
    """Return the thread of the digest, which lies in the channel where it was opened."""
    return known.digest_thread_id if review_channel_id == known.review_channel_id else ""
