"""People: creators and those around them, and how they sign in."""

from __future__ import annotations

from typing import Protocol

from core.domain.people.creator_profile import CreatorProfile
from core.domain.people.guild import GuildBinding
from core.domain.people.member import Member
from core.domain.people.preferences import Preferences
from core.domain.people.sign_in import (
    DeviceCode,
    MagicLink,
    OAuthState,
    WebSession,
)
from core.domain.work.ids import (
    CreatorId,
)
from core.ports.paging import Page


class GuildStore(Protocol):
    """Keeps which server serves which creator."""

    async def find_guild(self, guild_id: str) -> GuildBinding | None: ...

    async def add_guild(self, binding: GuildBinding) -> bool: ...

    async def save_guild(self, binding: GuildBinding) -> GuildBinding: ...

    async def list_guilds(self, creator_id: CreatorId) -> tuple[GuildBinding, ...]:
        """Return the servers of a creator, at most a hundred."""
        ...


class MemberStore(Protocol):
    """Keeps what people are at creators."""

    async def find_member(self, user_id: str, creator_id: CreatorId) -> Member | None: ...

    async def add_member(self, member: Member) -> bool: ...

    async def list_memberships(self, user_id: str) -> tuple[Member, ...]:
        """Return what one person is, creator by creator, at most a hundred."""
        ...


class ProfileStore(Protocol):
    """Keeps what there is to know of each creator."""

    async def get_profile(self, creator_id: CreatorId) -> CreatorProfile:
        """Return the profile; one of defaults where none is stored."""
        ...

    async def save_profile(self, profile: CreatorProfile) -> CreatorProfile: ...


class PreferencesStore(Protocol):
    """Keeps what each person wants."""

    async def get_preferences(self, creator_id: CreatorId, person_id: str) -> Preferences:
        """Return the preferences, with defaults for all that the person has not said."""
        ...

    async def save_preferences(self, preferences: Preferences) -> Preferences: ...


class Directory(Protocol):
    """All creators, and all Twitch channels that are watched, in no order that means anything."""

    async def list_creators(
        self, *, cursor: str | None = None, limit: int = 100
    ) -> Page[CreatorId]: ...

    async def list_twitch_channels(
        self, *, cursor: str | None = None, limit: int = 100
    ) -> Page[str]:
        """List the ids of broadcasters; a page may hold fewer than `limit` and not be the last."""
        ...


class OneTimeSecrets(Protocol):
    """Keeps what a secret opens once; of many who come with it, one gets in."""

    async def add_magic_link(self, token: str, link: MagicLink) -> None: ...

    async def use_magic_link(self, token: str) -> MagicLink | None:
        """Return what the link opens, this once; None where it is used, over or unknown."""
        ...

    async def add_oauth_state(self, state: str, pending: OAuthState) -> None: ...

    async def use_oauth_state(self, state: str) -> OAuthState | None:
        """Return who was sent off with this state, this once; None as for a magic link."""
        ...


class SessionStore(Protocol):
    """Keeps who is signed in, and who is linking from another device."""

    async def add_session(self, token: str, session: WebSession) -> None: ...

    async def find_session(self, token: str) -> WebSession | None: ...

    async def revoke_session(self, token: str) -> bool: ...

    async def add_device_code(self, code: str, pending: DeviceCode) -> None: ...

    async def find_device_code(self, code: str) -> DeviceCode | None: ...

    async def use_device_code(self, code: str) -> DeviceCode | None:
        """Return what the code was for, this once; None where it is used, over or unknown."""
        ...
