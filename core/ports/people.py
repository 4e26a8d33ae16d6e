"""People: creators and those around them, and how they sign in."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from core.domain.people.creator_profile import CreatorProfile
from core.domain.people.email_address import EmailAddress
from core.domain.people.guild import GuildBinding
from core.domain.people.member import Member
from core.domain.people.preferences import Preferences
from core.domain.people.sign_in import DeviceCode, MagicLink, OAuthState, WebSession
from core.domain.work.ids import CreatorId
from core.ports.paging import Page


class GuildStore(Protocol):
    """Keeps which creator each server serves."""

    async def find_guild(self, guild_id: str) -> GuildBinding | None: ...

    async def find_guilds(self, guild_ids: Collection[str]) -> tuple[GuildBinding, ...]:
        """Return those that are set up, each as it is or was a moment ago."""
        ...

    async def add_guild(self, binding: GuildBinding) -> bool: ...

    async def save_guild(self, binding: GuildBinding) -> GuildBinding: ...

    async def remove_guild(self, binding: GuildBinding) -> None:
        """Forget a server as it was seen; Conflict where it was changed meanwhile."""
        ...

    async def list_guilds(
        self, creator_id: CreatorId, *, may_lag: bool = False
    ) -> tuple[GuildBinding, ...]:
        """Return a creator's servers, at most a hundred.

        With `may_lag` they may be as they were a moment ago, at half the price.
        """
        ...


class MemberStore(Protocol):
    """Keeps people's roles at creators."""

    async def find_member(self, user_id: str, creator_id: CreatorId) -> Member | None: ...

    async def add_member(self, member: Member) -> bool: ...

    async def save_members(self, *members: Member) -> None:
        """Store members of one creator together, or none of them.

        Conflict where one was changed since it was seen.
        """
        ...

    async def remove_member(self, member: Member) -> None:
        """Take a stored role away; Conflict where it was changed since it was seen."""
        ...

    async def list_members(self, creator_id: CreatorId) -> tuple[Member, ...]:
        """Return whoever has a stored role at a creator, at most a hundred."""
        ...

    async def list_memberships(self, user_id: str) -> tuple[Member, ...]:
        """Return one person's roles, creator by creator, at most a hundred."""
        ...


class EmailStore(Protocol):
    """Keeps at which address each person gets links: one a person, one person an address."""

    async def find_email(self, address: str) -> EmailAddress | None: ...

    async def find_email_of(self, person_id: str) -> EmailAddress | None: ...

    async def put_email(self, email: EmailAddress) -> None:
        """Store an address in place of the person's former one, whoever had it before."""
        ...

    async def delete_email_of(self, person_id: str) -> bool: ...


class ProfileStore(Protocol):
    """Keeps each creator's profile."""

    async def get_profile(self, creator_id: CreatorId) -> CreatorProfile:
        """Return the profile; the defaults if none is stored."""
        ...

    async def save_profile(self, profile: CreatorProfile) -> CreatorProfile: ...


class PreferencesStore(Protocol):
    """Keeps what each person prefers."""

    async def get_preferences(self, creator_id: CreatorId, person_id: str) -> Preferences:
        """Return the preferences, with defaults for anything not chosen."""
        ...

    async def save_preferences(self, preferences: Preferences) -> Preferences: ...


class Directory(Protocol):
    """All creators, and all watched Twitch channels, in no particular order."""

    async def list_creators(
        self, *, cursor: str | None = None, limit: int = 100
    ) -> Page[CreatorId]: ...

    async def list_twitch_channels(
        self, *, cursor: str | None = None, limit: int = 100
    ) -> Page[str]:
        """List broadcaster ids; a page may hold fewer than `limit` and not be the last."""
        ...


class OneTimeSecrets(Protocol):
    """Keeps what a secret grants once; of many who present it, one succeeds."""

    async def add_magic_link(self, token: str, link: MagicLink) -> None: ...

    async def use_magic_link(self, token: str) -> MagicLink | None:
        """Return what the link grants, once; None if it is used, expired or unknown."""
        ...

    async def add_oauth_state(self, state: str, pending: OAuthState) -> None: ...

    async def use_oauth_state(self, state: str) -> OAuthState | None:
        """Return who was sent off with this state, once; None as for a magic link."""
        ...


class SessionStore(Protocol):
    """Keeps who is signed in, and who is linking from another device."""

    async def add_session(self, session: WebSession) -> None: ...

    async def find_session(self, digest: str) -> WebSession | None: ...

    async def save_session(self, session: WebSession) -> bool:
        """Replace a session; False, and nothing is stored, if it was revoked meanwhile."""
        ...

    async def revoke_session(self, session: WebSession) -> bool: ...

    async def list_sessions(self, person_id: str) -> tuple[WebSession, ...]:
        """Return a person's sessions, newest first, at most a hundred."""
        ...

    async def add_device_code(self, code: str, pending: DeviceCode) -> None: ...

    async def find_device_code(self, code: str) -> DeviceCode | None: ...

    async def use_device_code(self, code: str) -> DeviceCode | None:
        """Return what the code was for, once; None if it is used, expired or unknown."""
        ...


class Roster(Protocol):
    """Tells which roles somebody has in a server at this moment."""

    async def find_roles(self, guild_id: str, user_id: str) -> frozenset[str]:
        """Return the ids of the roles; none for whoever is not in the server.

        Raises ExternalFailure where nobody can tell.
        """
        ...


class MailSender(Protocol):
    """Sends e-mail."""

    async def send(self, *, to: str, subject: str, text: str) -> None:
        """Hand a message over; ExternalFailure, with what to do, if it is not taken."""
        ...
