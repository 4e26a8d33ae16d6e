"""Validating: asking platforms that want it whether they still take our access."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import structlog

from core.domain.accounts.platform_token import (
    AccountStatus,
    PlatformToken,
)
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from core.errors import TrussError
from core.ports.accounts import (
    FreshTokens,
    OAuthClient,
    TokenStore,
)
from core.ports.paging import collect
from core.ports.people import Directory
from core.ports.work import Clock

_log = structlog.get_logger(__name__)

VALIDATED = frozenset({Platform.TWITCH})
"""Twitch wants each of its tokens validated at the start and once an hour."""
IDLE = timedelta(days=7)
"""Platforms let go of accounts that nobody uses for months; a week unused is a refresh."""


class TokenValidation:
    """Walks the accounts of all creators; what is dead is found before it is needed."""

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
        """Validate every account that has to be; return how many were taken as they are.

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
        """Return a creator's tokens; none where they cannot be opened, for a lost key say."""
        try:
            return await self._tokens.list_tokens(creator_id)
        except TrussError as error:
            _log.warning("accounts.unreadable", creator_id=creator_id, reason=str(error))
            return ()

    async def _look_after(self, token: PlatformToken) -> bool:
        is_idle = self._clock.now() - token.updated_at >= IDLE
        return await self._validate(token) if token.platform in VALIDATED or is_idle else False

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
