"""Accounts: what creators' accounts on platforms let us do."""

from __future__ import annotations

from typing import Protocol

from core.domain.ids import CreatorId
from core.domain.platform import Platform
from core.domain.platform_token import PlatformToken


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

    async def save_token(self, token: PlatformToken) -> PlatformToken:
        """Save what was refreshed; whoever comes second gets Conflict with the newer token."""
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
