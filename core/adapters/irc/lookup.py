"""Finds a channel by joining it: without an account, only IRC reveals a channel's id."""

from __future__ import annotations

import asyncio
from typing import Final

import aiohttp

from core.adapters.irc.refusals import REFUSALS
from core.adapters.irc.socket import IrcSocket
from core.domain.streams.twitch_channel import TwitchChannel
from core.errors import ExternalFailure, describe_outage

ANSWER_SECONDS: Final = 8.0


class IrcFinder:
    """A `ChannelFinder` that needs no application registered at Twitch."""

    def __init__(self, *, url: str, answer_seconds: float = ANSWER_SECONDS) -> None:
        self._url = url
        self._answer_seconds = answer_seconds

    async def find_channel(self, login: str) -> TwitchChannel | None:
        try:
            async with aiohttp.ClientSession() as http:
                socket = await IrcSocket.open(http, self._url, silence_seconds=self._answer_seconds)
                try:
                    return await self._ask(socket, login)
                finally:
                    await socket.close()
        except (aiohttp.ClientError, OSError) as error:
            raise ExternalFailure(
                f"Twitch's chat cannot be reached ({describe_outage(error)}); try again later.",
                retryable=True,
            ) from None

    async def _ask(self, socket: IrcSocket, login: str) -> TwitchChannel | None:
        await socket.send(f"JOIN #{login}")
        try:
            async with asyncio.timeout(self._answer_seconds):
                async for line in socket.read():
                    room_id = line.tags.get("room-id", "")
                    if line.command == "ROOMSTATE" and line.channel == login and room_id:
                        return TwitchChannel(broadcaster_id=room_id, login=login, name=login)
                    is_notice = line.command == "NOTICE" and line.channel == login
                    if is_notice and line.tags.get("msg-id", "") in REFUSALS:
                        return None
        except TimeoutError:
            pass
        raise ExternalFailure(
            f"Twitch's chat did not answer for {login}: check the name, and try again later.",
            retryable=True,
        )
