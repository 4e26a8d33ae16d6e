"""Which roles somebody has in a Discord server, asked of Discord and believed for seconds."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Final

import discord

from bot.discord_posts.connection import HasClient
from bot.discord_posts.refusals import translated

BELIEVED_SECONDS: Final = 5.0
"""A page asks for several things at once; whoever loses a role has lost it after this time."""
_KNOWN_MAX: Final = 1000


@dataclass(slots=True)
class _Known:
    """What Discord said of one person in one server, and until when it is believed."""

    roles: frozenset[str] = frozenset()
    until: float = 0.0
    asking: asyncio.Lock = field(default_factory=asyncio.Lock)


class DiscordRoster:
    """Asks for single members, which needs no privileged intent."""

    def __init__(self, asked: HasClient) -> None:
        self._asked = asked
        self._known: dict[tuple[str, str], _Known] = {}

    async def find_roles(self, guild_id: str, user_id: str) -> frozenset[str]:
        known = self._remember(guild_id, user_id)
        clock = asyncio.get_running_loop().time
        async with known.asking:
            if known.until <= clock():
                known.roles = await self._ask(guild_id, user_id)
                known.until = clock() + BELIEVED_SECONDS
            return known.roles

    def _remember(self, guild_id: str, user_id: str) -> _Known:
        if len(self._known) >= _KNOWN_MAX:
            self._known.clear()
        return self._known.setdefault((guild_id, user_id), _Known())

    async def _ask(self, guild_id: str, user_id: str) -> frozenset[str]:
        client = await self._asked.get_client()
        with translated(
            stage="roles",
            thing="to say who is in the server",
            forbidden="Truss cannot see who is in its server; invite it again.",
        ):
            try:
                member = await client.http.get_member(int(guild_id), int(user_id))
            except discord.NotFound:
                return frozenset()
        return frozenset(str(role) for role in member["roles"])
