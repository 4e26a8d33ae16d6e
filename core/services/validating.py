"""Validating: asking platforms that want it whether they still take our access."""

from __future__ import annotations

from collections.abc import Mapping

import structlog

from core.domain.platform import Platform
from core.domain.platform_token import AccountStatus, PlatformToken
from core.errors import TrussError
from core.ports.accounts import FreshTokens, OAuthClient, TokenStore
from core.ports.creators import Directory
from core.ports.stores import collect

_log = structlog.get_logger(__name__)

VALIDATED = frozenset({Platform.TWITCH})
"""Twitch wants each of its tokens validated at the start and once an hour."""


class Validating:
    """Walks the accounts of all creators; what is dead is found before it is needed."""

    def __init__(
        self,
        *,
        directory: Directory,
        tokens: TokenStore,
        fresh_tokens: FreshTokens,
        oauth: Mapping[Platform, OAuthClient],
    ) -> None:
        self._directory = directory
        self._tokens = tokens
        self._fresh_tokens = fresh_tokens
        self._oauth = oauth

    async def validate_accounts(self) -> int:
        """Validate every account that has to be; return how many were taken as they are."""
        if not VALIDATED & set(self._oauth):
            return 0
        count = 0
        for creator_id in await collect(
            lambda cursor: self._directory.list_creators(cursor=cursor, limit=100)
        ):
            for token in await self._tokens.list_tokens(creator_id):
                if token.platform in VALIDATED and token.status is AccountStatus.LINKED:
                    count += await self._validate(token)
        return count

    async def _validate(self, token: PlatformToken) -> bool:
        """Say whether the access is good; where it is not, it is replaced or its owner is asked."""
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
