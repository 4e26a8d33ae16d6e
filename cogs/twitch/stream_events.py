"""Stream events: a channel goes live, changes its title, or goes offline."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

import twitchio
from twitchio.ext import commands

from core.domain.chat.live_chat import LiveStream

if TYPE_CHECKING:
    from cogs.twitch_bot import TrussTwitchBot


class StreamEvents(commands.Component):
    """Tells LiveChat when a stream starts, ends or changes its title."""

    def __init__(self, bot: TrussTwitchBot) -> None:
        self._bot = bot

    @commands.Component.listener()
    async def event_stream_online(self, payload: twitchio.StreamOnline) -> None:
        await self._bot.app.chat.live.follow_stream(
            LiveStream(
                broadcaster_id=payload.broadcaster.id,
                started_at=payload.started_at.astimezone(UTC),
            )
        )

    @commands.Component.listener()
    async def event_stream_offline(self, payload: twitchio.StreamOffline) -> None:
        await self._bot.app.chat.live.end_stream(payload.broadcaster.id)

    @commands.Component.listener()
    async def event_channel_update(self, payload: twitchio.ChannelUpdate) -> None:
        await self._bot.app.chat.live.note_title(
            payload.broadcaster.id, title=payload.title, category=payload.category_name
        )


async def setup(bot: Any) -> None:
    await bot.add_component(StreamEvents(bot))
