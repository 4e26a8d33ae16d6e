"""Asking Discord: what the page has to know of servers while another process is connected."""

from __future__ import annotations

import asyncio
from typing import Final

import discord

from bot.discord_posts.announcements import DiscordAnnouncements
from bot.discord_posts.refusals import translated
from core.errors import ExternalFailure

_LOGIN_SECONDS: Final = 20.0
_STAGE: Final = "roles"
_TEXT_CHANNELS: Final = frozenset({0, 5})
"""Of text, and of news."""
_ID_MAX: Final = 2**63
_REFUSED: Final = (
    "Discord refuses TRUSS_DISCORD_TOKEN; copy the bot's token anew from the developer portal."
)


class DiscordAsking:
    """A client that has the bot's token and no connection, signed in when somebody asks first."""

    def __init__(self, *, token: str) -> None:
        self._token = token
        self._client: discord.Client | None = None
        self._one_at_a_time = asyncio.Lock()

    async def get_client(self) -> discord.Client:
        async with self._one_at_a_time:
            if self._client is None:
                self._client = await self._sign_in()
            return self._client

    async def close(self) -> None:
        if self._client is not None:
            await self._client.close()

    async def _sign_in(self) -> discord.Client:
        client = discord.Client(intents=discord.Intents.none())
        try:
            with translated(stage=_STAGE, thing="to let Truss in", forbidden=_REFUSED):
                async with asyncio.timeout(_LOGIN_SECONDS):
                    await client.login(self._token)
        except BaseException as error:
            await client.close()
            if isinstance(error.__cause__, discord.LoginFailure):
                raise ExternalFailure(_REFUSED, retryable=True, stage=_STAGE) from error
            raise
        return client


class AskedChannels(DiscordAnnouncements):
    """Finds whose a channel is by asking; only the process that is connected announces there."""

    async def find_guild(self, channel_id: str) -> str | None:
        if int(channel_id) >= _ID_MAX:
            return None
        client = await self._asked.get_client()
        with translated(stage=_STAGE, thing="to show a channel", forbidden=""):
            try:
                channel = await client.http.get_channel(int(channel_id))
            except (discord.NotFound, discord.Forbidden):
                return None
        guild_id = channel.get("guild_id")
        return str(guild_id) if channel["type"] in _TEXT_CHANNELS else None
