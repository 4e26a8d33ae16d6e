"""Accounts: what creators' accounts on platforms let us do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from core.domain.accounts.platform_token import (
    AccountOwner,
    Grant,
    PlatformToken,
)
from core.domain.work.ids import CreatorId
from core.domain.work.job import Job
from core.domain.work.platform import Platform
from core.errors import Forbidden


class DevicePending(Enum):
    """What a platform says while nobody has typed the code."""

    WAIT = "wait"
    SLOW_DOWN = "slow_down"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceOffer:
    """A code for people (`user_code`) and one for us; ask every `interval_seconds`."""

    device_code: str = field(repr=False)
    user_code: str
    verification_uri: str
    interval_seconds: float
    expires_seconds: float


class TokenStore(Protocol):
    """Keeps platform tokens, sealed, each bound to its creator and row."""

    async def link_account(self, token: PlatformToken) -> PlatformToken:
        """Store the token of an account; an older one of the same account is replaced."""
        ...

    async def get_token(
        self, creator_id: CreatorId, platform: Platform, account_id: str = ""
    ) -> PlatformToken:
        """Return the token of an account; of the platform's first where no account is named."""
        ...

    async def save_token(self, token: PlatformToken, *, jobs: Sequence[Job] = ()) -> PlatformToken:
        """Save what was refreshed, with jobs in the same transaction.

        Whoever comes second gets Conflict with the newer token, and adds no job.
        """
        ...

    async def list_tokens(self, creator_id: CreatorId) -> tuple[PlatformToken, ...]: ...

    async def unlink_account(
        self, creator_id: CreatorId, platform: Platform, account_id: str
    ) -> bool:
        """Forget the token; False where there is none."""
        ...


class FreshTokens(Protocol):
    """Gives access to accounts."""

    async def get_fresh_token(
        self, creator_id: CreatorId, platform: Platform, account_id: str = ""
    ) -> PlatformToken:
        """Return a token that is good for some minutes, refreshed where it has to be.

        However many ask at once, an account is refreshed once. NotFound where there is no such
        account; ReconnectRequired where only its owner can mend it; a retryable ExternalFailure
        where the platform does not answer.
        """
        ...

    async def replace_refused(self, refused: PlatformToken) -> PlatformToken:
        """Return a token for one that the platform did not take before its time (a 401).

        Ask once and try once more with what comes; however many were refused, the account is
        refreshed once. Errors as for `get_fresh_token`.
        """
        ...


class OAuthClient(Protocol):
    """Speaks a platform's sign-in.

    ReconnectRequired where the platform's no is final; a retryable ExternalFailure where it does
    not answer; another ExternalFailure where our own application is refused.
    """

    @property
    def has_page(self) -> bool:
        """Whether people can be sent to the platform and back; else there are device codes."""
        ...

    @property
    def has_device_codes(self) -> bool: ...

    def make_address(self, *, state: str, redirect_uri: str, code_verifier: str) -> str:
        """Return the platform's page of consent; who agrees comes back to `redirect_uri`."""
        ...

    async def redeem_code(self, code: str, *, redirect_uri: str, code_verifier: str) -> Grant:
        """Exchange what somebody came back with; Forbidden where the platform does not take it."""
        ...

    async def start_device(self) -> DeviceOffer:
        """Return a code that is typed at the platform, on any device."""
        ...

    async def poll_device(self, device_code: str) -> Grant | DevicePending:
        """Ask whether the code was typed; Forbidden where it is over, used or refused."""
        ...

    async def find_owner(self, grant: Grant) -> AccountOwner:
        """Return whose account was granted; Forbidden where nothing can be published to it."""
        ...

    async def is_valid(self, token: PlatformToken) -> bool:
        """Say whether the platform still takes the access token."""
        ...

    async def revoke(self, token: PlatformToken) -> None:
        """Give the access back; a token that is dead already is as good as given back."""
        ...

    async def refresh(self, token: PlatformToken) -> Grant:
        """Exchange the refresh token for new access; a rotating one is used up by this."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A secret as it is stored: base64 text, beside the id of the key that it was sealed with."""

    key_id: str
    text: str = field(repr=False)


class SealBroken(Forbidden):
    """What was sealed was changed or moved to another row, or its key is gone."""


class Cipher(Protocol):
    """Seals secrets, each bound to the row of the table that holds it."""

    async def seal(self, secret: str, *, pk: str, sk: str) -> Sealed:
        """Seal the secret for the row `pk`, `sk`; sealing it again gives another text."""
        ...

    async def unseal(self, sealed: Sealed, *, pk: str, sk: str) -> str:
        """Return the secret; SealBroken where it was sealed for another row."""
        ...

    def is_current(self, sealed: Sealed) -> bool:
        """Say whether it is sealed with the newest key; if not, seal it anew when it is saved."""
        ...
