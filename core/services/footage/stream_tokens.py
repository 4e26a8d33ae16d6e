"""Stream tokens: with whose token Twitch is asked for something of a stream."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from core.domain.accounts.platform_token import PlatformToken
from core.domain.streams.stream import Stream
from core.domain.work.platform import Platform
from core.errors import NotFound, TokenRefused
from core.ports.accounts import FreshTokens

T = TypeVar("T")


class StreamTokens:
    """Finds the token of a stream's channel, and replaces one that is refused."""

    def __init__(self, *, tokens: FreshTokens) -> None:
        self._tokens = tokens

    async def get_token(self, stream: Stream) -> PlatformToken:
        """Return the token of the channel's own account, else of another account of the creator."""
        try:
            return await self._tokens.get_fresh_token(
                stream.creator_id, Platform.TWITCH, stream.broadcaster_id or ""
            )
        except NotFound:
            return await self._tokens.get_fresh_token(stream.creator_id, Platform.TWITCH)

    async def use(
        self,
        stream: Stream,
        call: Callable[[PlatformToken], Awaitable[T]],
        *,
        token: PlatformToken | None = None,
    ) -> T:
        """Call something with a token, and again with a newer one if that is refused.

        A call that was refused has done nothing.
        """
        token = token or await self.get_token(stream)
        try:
            return await call(token)
        except TokenRefused:
            return await call(await self._tokens.replace_refused(token))
