"""Finding our own messages in Discord: those of a card, and those that nobody wrote down."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import discord

from cogs.cards.message import (
    list_button_ids,
    list_buttons_of,
)
from core.domain.review.review_card import PostedCard, name_cut
from core.ports.review import CardNews

_HISTORY_MAX: Final = 1000
_SKEW: Final = timedelta(minutes=5)
"""How far Discord's clock and ours may be apart."""


async def fetch_card(client: discord.Client, card: PostedCard) -> discord.Message | None:
    channel = client.get_partial_messageable(int(card.channel_id), guild_id=int(card.guild_id))
    try:
        return await channel.get_partial_message(int(card.message_id)).fetch()
    except discord.NotFound:
        return None


async def look_for_card(
    client: discord.Client,
    channel: discord.PartialMessageable,
    news: CardNews,
    *,
    since: datetime,
) -> discord.Message | None:
    """Return our message of this very cut, which somebody posted and did not write down."""
    clip = news.clip
    ours = list_button_ids(clip.id, name_cut(clip))
    async for message in channel.history(limit=_HISTORY_MAX, after=since - _SKEW):
        is_mine = client.user is not None and message.author.id == client.user.id
        if is_mine and ours & set(list_buttons_of(message)):
            return message
    return None


async def is_asked(
    client: discord.Client, channel: discord.PartialMessageable, custom_id: str
) -> bool:
    """Say whether this very question was posted by somebody who did not write it down."""
    async for message in channel.history(limit=_HISTORY_MAX):
        is_mine = client.user is not None and message.author.id == client.user.id
        if is_mine and custom_id in list_buttons_of(message):
            return True
    return False
