"""Accounts: platform tokens, and how they are obtained, refreshed and sealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from core.domain.accounts.platform_token import AccountOwner, Grant, PlatformToken
from core.domain.work.ids import CreatorId
from core.domain.work.job import Job
from core.domain.work.platform import Platform
from core.errors import Forbidden


class DevicePending(Enum):
    """What a platform answers while nobody has typed the code yet."""

    WAIT = "wait"
    SLOW_DOWN = "slow_down"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceOffer:
    """A code for people (`user_code`) and one for us; poll every `interval_seconds`."""

    device_code: str = field(repr=False)
    user_code: str
    verification_uri: str
    interval_seconds: float
    expires_seconds: float


class TokenStore(Protocol):
    """Keeps platform tokens, sealed, each bound to its creator and row."""

    async def link_account(self, token: PlatformToken) -> PlatformToken:
        """Store the token of an account, replacing an older one of the same account."""
        ...

    async def get_token(
        self, creator_id: CreatorId, platform: Platform, account_id: str = ""
    ) -> PlatformToken:
        """Return the token of an account, or of the platform's first if none is named."""
        ...

    async def save_token(self, token: PlatformToken, *, jobs: Sequence[Job] = ()) -> PlatformToken:
        """Save a refreshed token, with jobs in the same transaction.

        The second of two writers gets Conflict with the newer token, and adds no job.
        """
        ...

    async def list_tokens(self, creator_id: CreatorId) -> tuple[PlatformToken, ...]: ...

    async def unlink_account(
        self, creator_id: CreatorId, platform: Platform, account_id: str
    ) -> bool:
        """Delete the token; False if there is none."""
        ...


class FreshTokens(Protocol):
    """Provides tokens that are valid now."""

    async def get_fresh_token(
        self, creator_id: CreatorId, platform: Platform, account_id: str = ""
    ) -> PlatformToken:
        """Return a token that is valid for some minutes, refreshed if necessary.

        However many ask at once, an account is refreshed once. NotFound if there is no such
        account; ReconnectRequired if only its owner can repair it; a retryable ExternalFailure if
        the platform does not answer.
        """
        ...

    async def replace_refused(self, refused: PlatformToken) -> PlatformToken:
        """Return a replacement for a token that the platform refused before it expired (a 401).

        Ask once and retry once with the result; however many were refused, the account is refreshed
        once. Errors as for `get_fresh_token`.
        """
        ...


class OAuthClient(Protocol):
    """Speaks a platform's OAuth.

    ReconnectRequired if the platform's refusal is final; a retryable ExternalFailure if it does not
    answer; another ExternalFailure if our own application is refused.
    """

    @property
    def has_page(self) -> bool:
        """Whether people can be sent to the platform and back; otherwise there are device codes."""
        ...

    @property
    def has_device_codes(self) -> bool: ...

    def make_address(self, *, state: str, redirect_uri: str, code_verifier: str) -> str:
        """Return the platform's consent page, which sends people back to `redirect_uri`."""
        ...

    async def redeem_code(self, code: str, *, redirect_uri: str, code_verifier: str) -> Grant:
        """Exchange the code somebody came back with; Forbidden if the platform rejects it."""
        ...

    async def start_device(self) -> DeviceOffer:
        """Return a code to be typed at the platform, on any device."""
        ...

    async def poll_device(self, device_code: str) -> Grant | DevicePending:
        """Ask whether the code was typed; Forbidden if it expired, was used or was refused."""
        ...

    async def find_owner(self, grant: Grant) -> AccountOwner:
        """Return whose account was granted; Forbidden if nothing can be published to it."""
        ...

    async def is_valid(self, token: PlatformToken) -> bool:
        """Return whether the platform still accepts the access token."""
        ...

    async def revoke(self, token: PlatformToken) -> None:
        """Revoke the access; a token that is already dead counts as revoked."""
        ...

    async def refresh(self, token: PlatformToken) -> Grant:
        """Exchange the refresh token for new access; a rotating one is used up by this."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A secret as stored: base64 text, with the id of the key that sealed it."""

    key_id: str
    text: str = field(repr=False)


class SealBroken(Forbidden):
    """A sealed secret was changed or moved to another row, or its key is gone."""


class Cipher(Protocol):
    """Seals secrets, each bound to the row of the table that holds it."""

    async def seal(self, secret: str, *, pk: str, sk: str) -> Sealed:
        """Seal the secret for the row `pk`, `sk`; sealing it again gives a different text."""
        ...

    async def unseal(self, sealed: Sealed, *, pk: str, sk: str) -> str:
        """Return the secret; SealBroken if it was sealed for another row."""
        ...

    def is_current(self, sealed: Sealed) -> bool:
        """Return whether it is sealed with the newest key; if not, seal it again when saving."""
        ...
