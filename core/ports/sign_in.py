"""Signing in: what a secret opens. Stores see secrets only to hash them."""

from __future__ import annotations

from typing import Protocol

from core.domain.sign_in import DeviceCode, MagicLink, OAuthState, WebSession


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
