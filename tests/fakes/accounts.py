"""Access to accounts that is always fresh, but for what a test takes away."""

from __future__ import annotations

from core.domain.ids import CreatorId
from core.domain.platform import Platform
from core.domain.platform_token import PlatformToken
from core.errors import NotFound
from core.ports.accounts import FreshTokens


class FakeFreshTokens:
    """Gives the tokens that it was given; `failing` raises what a test put there instead."""

    def __init__(self, *tokens: PlatformToken) -> None:
        self.tokens = list(tokens)
        self.failing: Exception | None = None

    async def get_fresh_token(
        self, creator_id: CreatorId, platform: Platform, account_id: str = ""
    ) -> PlatformToken:
        if self.failing:
            raise self.failing
        for token in self.tokens:
            is_account = not account_id or token.account_id == account_id
            if (token.creator_id, token.platform) == (creator_id, platform) and is_account:
                return token
        raise NotFound(f"No {platform} account is linked.")


_: type[FreshTokens] = FakeFreshTokens
