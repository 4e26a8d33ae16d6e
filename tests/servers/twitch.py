"""Twitch on loopback: Helix, id and EventSub on one port, and what happens on its channels.

It keeps to what `twitchdev/twitch-cli` and Twitch's documents say; with the OpenAPI file at hand,
each request and answer is checked against it, and `faults` names what does not fit.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.servers.openapi import OpenApi
from tests.servers.twitch_events import (
    make_announcement,
    make_chat_message,
    make_gift_notice,
    make_hype_train,
    make_notification,
    make_raid_notice,
)
from tests.servers.twitch_eventsub import EventSub
from tests.servers.twitch_helix import Helix
from tests.servers.twitch_id import IdServer
from tests.servers.twitch_state import Channel, LoopbackVideo, TwitchState, stamp

BOT_SCOPES = frozenset({"user:read:chat", "user:write:chat", "user:bot"})
CREATOR_SCOPES = frozenset(
    {
        "channel:bot",
        "clips:edit",
        "channel:manage:clips",
        "channel:manage:broadcast",
        "channel:read:hype_train",
        "bits:read",
    }
)


class LoopbackTwitch(TwitchState):
    """All parts of Twitch that the bot uses."""

    def __init__(self, openapi: OpenApi | None = None) -> None:
        super().__init__(openapi)
        self.id = IdServer(self)
        self.helix = Helix(self)
        self.eventsub = EventSub(self)

    @property
    def api_url(self) -> str:
        return f"{self.url}/helix"

    @property
    def auth_url(self) -> str:
        return f"{self.url}/oauth2"

    @property
    def eventsub_url(self) -> str:
        return self.eventsub.socket_url

    def make_app(self) -> web.Application:
        app = web.Application()
        app.add_routes(self.id.routes())
        app.add_routes(self.helix.routes())
        app.add_routes(self.eventsub.routes(self.helix))
        return app

    async def say(
        self, channel: Channel, chatter: str, text: str, *, copies: int = 1, **given: Any
    ) -> int:
        """Send a chat line; return how many sockets got it."""
        message_id = given.pop("message_id", "") or f"line-{next(self.ids)}"
        at = given.pop("at", "")
        event = make_chat_message(
            channel,
            chatter,
            text,
            message_id=message_id,
            chatter_id=given.pop("chatter_id", f"u{chatter.lower()}"),
            **given,
        )
        kind = "channel.chat.message"
        return await self.eventsub.emit(
            kind, channel.id, event, message_id=f"m-{message_id}", copies=copies, at=at
        )

    async def go_live(self, channel: Channel, *, started_at: datetime | None = None) -> None:
        """Begin a stream, with a VOD that grows."""
        channel.is_live = True
        channel.started_at = started_at or self.now()
        channel.stream_id = str(next(self.ids))
        video_id = str(next(self.ids))
        self.videos[video_id] = LoopbackVideo(
            id=video_id,
            user_id=channel.id,
            stream_id=channel.stream_id,
            created_at=channel.started_at,
        )
        event = {
            "id": channel.stream_id,
            **channel.as_broadcaster(),
            "type": "live",
            "started_at": stamp(channel.started_at),
        }
        await self.eventsub.emit("stream.online", channel.id, event)

    async def go_offline(self, channel: Channel) -> None:
        channel.is_live = False
        await self.eventsub.emit("stream.offline", channel.id, channel.as_broadcaster())

    async def retitle(self, channel: Channel, title: str, category: str) -> None:
        channel.title, channel.category = title, category
        event = {
            **channel.as_broadcaster(),
            "title": title,
            "language": "en",
            "category_id": channel.category_id,
            "category_name": category,
            "content_classification_labels": [],
        }
        await self.eventsub.emit("channel.update", channel.id, event)

    async def raid(self, channel: Channel, raider: Channel, viewers: int) -> None:
        """Start a raid: it is announced in chat and to subscribers of raids."""
        notice = make_raid_notice(raider, viewers)
        await self._notify(channel, "raid", notice)
        event = {
            **raider.as_broadcaster("from_broadcaster_user"),
            **channel.as_broadcaster("to_broadcaster_user"),
            "viewers": viewers,
        }
        await self.eventsub.emit("channel.raid", channel.id, event)

    async def gift_subs(self, channel: Channel, total: int) -> None:
        await self._notify(channel, "community_sub_gift", make_gift_notice(total))

    async def announce(self, channel: Channel) -> None:
        await self._notify(channel, "announcement", make_announcement())

    async def raid_elsewhere(self, channel: Channel, raider: Channel) -> None:
        """Start a raid on another channel of a shared chat."""
        await self._notify(channel, "raid", make_raid_notice(raider, 500), shared=True)

    async def start_hype_train(self, channel: Channel) -> None:
        event = make_hype_train(channel, at=self.now())
        await self.eventsub.emit("channel.hype_train.begin", channel.id, event)

    async def delete_message(self, channel: Channel, chatter: str, message_id: str) -> None:
        event = {**channel.as_broadcaster(), **_target(chatter), "message_id": message_id}
        await self.eventsub.emit("channel.chat.message_delete", channel.id, event)

    async def ban(self, channel: Channel, chatter: str) -> None:
        """Ban somebody or time them out, which removes their messages."""
        event = {**channel.as_broadcaster(), **_target(chatter)}
        await self.eventsub.emit("channel.chat.clear_user_messages", channel.id, event)

    async def _notify(
        self, channel: Channel, kind: str, inner: dict[str, Any], *, shared: bool = False
    ) -> None:
        event = make_notification(
            channel, kind, inner, message_id=f"notice-{next(self.ids)}", shared=shared
        )
        await self.eventsub.emit("channel.chat.notification", channel.id, event)


def _target(chatter: str) -> dict[str, str]:
    return {
        "target_user_id": f"u{chatter.lower()}",
        "target_user_login": chatter.lower(),
        "target_user_name": chatter,
    }


@asynccontextmanager
async def run_twitch(openapi: OpenApi | None = None) -> AsyncIterator[LoopbackTwitch]:
    """Serve Twitch on a free port until the block ends."""
    twitch = LoopbackTwitch(openapi)
    server = TestServer(twitch.make_app())
    await server.start_server()
    twitch.url = str(server.make_url("")).rstrip("/")
    try:
        yield twitch
    finally:
        await twitch.eventsub.stop()
        await server.close()
