"""Token validation: checking tokens with platforms that require it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import structlog

from core.domain.accounts.platform_token import AccountStatus, PlatformToken
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from core.errors import TrussError
from core.ports.accounts import FreshTokens, OAuthClient, TokenStore
from core.ports.paging import collect
from core.ports.people import Directory
from core.ports.work import Clock

_log = structlog.get_logger(__name__)

VALIDATED = frozenset({Platform.TWITCH})
"""Twitch requires each token to be validated at start and once an hour."""
IDLE = timedelta(days=7)
"""Platforms drop access that is unused for months, so tokens are refreshed after a week."""


class TokenValidation:
    """Checks the accounts of all creators, so that lost access is found before it is needed."""

    def __init__(
        self,
        *,
        clock: Clock,
        directory: Directory,
        tokens: TokenStore,
        fresh_tokens: FreshTokens,
        oauth: Mapping[Platform, OAuthClient],
    ) -> None:
        self._clock = clock
        self._directory = directory
        self._tokens = tokens
        self._fresh_tokens = fresh_tokens
        self._oauth = oauth

    async def validate_accounts(self) -> int:
        """Validate every account that requires it; return how many are valid.

        An account of another platform is used once in a week, so that it stays ours.
        """
        if not self._oauth:
            return 0
        count = 0
        for creator_id in await collect(
            lambda cursor: self._directory.list_creators(cursor=cursor, limit=100)
        ):
            for token in await self._list_tokens(creator_id):
                if token.status is AccountStatus.LINKED and token.platform in self._oauth:
                    count += await self._look_after(token)
        return count

    async def _list_tokens(self, creator_id: CreatorId) -> tuple[PlatformToken, ...]:
        """Return a creator's tokens; none if they cannot be decrypted, as with a lost key."""
        try:
            return await self._tokens.list_tokens(creator_id)
        except TrussError as error:
            _log.warning("accounts.unreadable", creator_id=creator_id, reason=str(error))
            return ()

    async def _look_after(self, token: PlatformToken) -> bool:
        is_idle = self._clock.now() - token.updated_at >= IDLE
        return await self._validate(token) if token.platform in VALIDATED or is_idle else False

    async def _validate(self, token: PlatformToken) -> bool:
        """True if the token is valid; else it is refreshed or its owner is asked."""
        try:
            fresh = await self._fresh_tokens.get_fresh_token(
                token.creator_id, token.platform, token.account_id
            )
            if await self._oauth[token.platform].is_valid(fresh):
                return True
            await self._fresh_tokens.replace_refused(fresh)
        except TrussError as error:
            _log.warning("account.not_validated", platform=token.platform.value, reason=str(error))
        return False
