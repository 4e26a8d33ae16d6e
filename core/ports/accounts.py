"""Accounts: what creators' accounts on platforms let us do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from core.domain.ids import CreatorId
from core.domain.job import Job
from core.domain.platform import Platform
from core.domain.platform_token import Grant, PlatformToken


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

    async def refresh(self, token: PlatformToken) -> Grant:
        """Exchange the refresh token for new access; a rotating one is used up by this."""
        ...
