"""Introduction: what Truss says of itself in a server that has just invited it, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import discord
import structlog

from cogs.discord.answers import NOBODY, UNREACHED

_log = structlog.get_logger(__name__)

TEXT: Final = (
    "**Hello, I am Truss.** I listen to a stream's chat, cut a clip whenever it erupts, and lay it "
    "before your moderators as a card; what they approve goes out.\n"
    "Whoever manages this server types {setup}: it asks where cards go and who decides, and says "
    "what comes next. {help} lists everything."
)
NEW: Final = timedelta(days=1)
"""Where Truss was away when it was invited, it introduces itself for this long afterwards."""
_LOOKED_AT: Final = 50


def choose_channel(guild: discord.Guild) -> discord.TextChannel | None:
    """Return where newcomers are greeted, else the first channel that may be written in."""
    system = [guild.system_channel] if guild.system_channel else []
    for channel in (*system, *guild.text_channels):
        may = channel.permissions_for(guild.me)
        if may.view_channel and may.send_messages:
            return channel
    return None


def was_invited_lately(guild: discord.Guild) -> bool:
    joined_at = guild.me.joined_at if guild.me else None
    return joined_at is not None and discord.utils.utcnow() - joined_at < NEW


async def introduce(guild: discord.Guild, text: str) -> bool:
    """Post the introduction where it is not there yet; its failure is nobody's trouble."""
    channel = choose_channel(guild)
    if channel is None:
        return False
    try:
        async for message in channel.history(limit=_LOOKED_AT):
            if message.author.id == guild.me.id:
                return False
        await channel.send(text, nonce=f"intro-{guild.id}"[:25], allowed_mentions=NOBODY)
    except UNREACHED as error:
        _log.warning("guild.not_greeted", guild_id=guild.id, reason=repr(error))
        return False
    return True
