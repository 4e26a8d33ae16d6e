"""The connection: whoever knows the client that Discord lets in."""

from __future__ import annotations

from typing import Protocol

import discord


class HasClient(Protocol):
    """Whoever has a client that Discord lets in; ExternalFailure where there is none now."""

    async def get_client(self) -> discord.Client: ...
