"""Members: Discord users, and their role at a creator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from core.domain.people.actor import Actor, Role
from core.domain.people.guild import GuildBinding
from core.domain.work.ids import CreatorId
from core.errors import InvalidInput

ID_DIGITS_MAX: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A Discord user's role at one creator, whatever server they act in.

    Version 0 means that nothing is stored yet.
    """

    user_id: str
    creator_id: CreatorId
    role: Role
    created_at: datetime
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class GuildPerson:
    """Somebody acting in a server, as Discord describes them.

    `may_manage` is Discord's permission to manage the server; `is_installer` is true for the owner
    of the bot's application.
    """

    user_id: str
    guild_id: str
    role_ids: frozenset[str] = frozenset()
    may_manage: bool = False
    is_installer: bool = False

    @property
    def person_id(self) -> str:
        return f"discord:{self.user_id}"


def check_user_id(text: str) -> None:
    """Raise InvalidInput for what is no id of a person or a role in Discord."""
    if not (text.isascii() and text.isdigit() and len(text) <= ID_DIGITS_MAX):
        raise InvalidInput(
            "An id in Discord is a number of up to 20 digits. With Settings, Advanced, Developer "
            "Mode on, a right click on somebody copies it."
        )


def find_role(person: GuildPerson, binding: GuildBinding, member: Member | None) -> Role:
    """Return a person's role at the server's creator; a stored role takes precedence."""
    if member is not None:
        return member.role
    if person.guild_id != binding.guild_id:
        return Role.VIEWER
    return binding.find_role(person.role_ids) or Role.VIEWER


def find_actor(person: GuildPerson, binding: GuildBinding, member: Member | None) -> Actor:
    """Return the person as who they are at the creator of a server."""
    return Actor(
        person_id=person.person_id,
        creator_id=binding.creator_id,
        role=find_role(person, binding, member),
    )
