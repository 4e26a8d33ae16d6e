"""Announcements in Discord: clips as messages in a channel of the creator's own server."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Final

import discord

from bot.discord_posts.attaching import opened
from bot.discord_posts.connection import HasClient
from bot.discord_posts.refusals import translated
from cogs.discord.answers import NOBODY
from cogs.discord_bot import TrussBot
from cogs.markdown import escape
from core.errors import ExternalFailure, Forbidden
from core.ports.review import Announced, Announcement

_TEXT_LENGTH_MAX: Final = 2000
_HISTORY_MAX: Final = 1000


class DiscordAnnouncements:
    """Posts with the client that is connected, and finds what was posted."""

    def __init__(self, asked: HasClient) -> None:
        self._asked = asked

    async def announce(
        self, announcement: Announcement, video: Path, *, guild_ids: frozenset[str], nonce: str
    ) -> Announced:
        channel = await self._find_channel(announcement, guild_ids)
        with _translated():
            async with opened(video, announcement.filename) as file:
                message = await channel.send(
                    write_text(announcement), file=file, nonce=nonce, allowed_mentions=NOBODY
                )
        return Announced(message_id=str(message.id), link=message.jump_url)

    async def find_guild(self, channel_id: str) -> str | None:
        client = await self._asked.get_client()
        channel = _get_channel(client, channel_id)
        return str(channel.guild.id) if isinstance(channel, discord.TextChannel) else None

    async def find_announced(
        self, announcement: Announcement, *, guild_ids: frozenset[str], since: datetime
    ) -> Announced | None:
        channel = await self._find_channel(announcement, guild_ids)
        own_id = channel.guild.me.id
        with _translated():
            async for message in channel.history(limit=_HISTORY_MAX, after=since):
                names = {attachment.filename for attachment in message.attachments}
                if message.author.id == own_id and announcement.filename in names:
                    return Announced(message_id=str(message.id), link=message.jump_url)
        return None

    async def _find_channel(
        self, announcement: Announcement, guild_ids: frozenset[str]
    ) -> discord.TextChannel:
        """Return the channel; Forbidden where it is in nobody's server but the creator's own."""
        client = await self._asked.get_client()
        channel = _get_channel(client, announcement.channel_id)
        if not isinstance(channel, discord.TextChannel) or str(channel.guild.id) not in guild_ids:
            raise Forbidden("The channel that clips go to is gone; choose another one.")
        return channel


def _get_channel(client: discord.Client, channel_id: str) -> object:
    """Return a channel, None where there is none; ExternalFailure while that is not known yet."""
    channel = client.get_channel(int(channel_id))
    if channel is None and isinstance(client, TrussBot) and not client.knows_all_guilds():
        raise ExternalFailure(
            "A part of Discord is not connected yet; try again in a minute.",
            retryable=True,
            stage="announce",
        )
    return channel


def write_text(announcement: Announcement) -> str:
    """Return the message's text, in which a stranger's words mention and format nothing."""
    head = f"**{escape(announcement.title)}**"
    parts = (head, escape(announcement.text), escape(announcement.hashtags))
    text = "\n".join(part for part in parts if part.strip("*"))
    if len(text) <= _TEXT_LENGTH_MAX:
        return text
    return head[:_TEXT_LENGTH_MAX]


def _translated() -> AbstractContextManager[None]:
    return translated(
        stage="announce",
        thing="the clip",
        forbidden="Truss may not write in the channel that clips go to; give it the rights to view "
        "it, send messages, attach files and read the history there.",
    )
