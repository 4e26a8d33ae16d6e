"""One anonymous socket to Twitch's IRC, which turns frames into lines."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from typing import Final

import aiohttp

from core.adapters.irc_lines import LINE_CHARACTERS_MAX, IrcLine, read_irc_line

FRAME_BYTES_MAX: Final = 1024 * 1024
CONNECT_SECONDS: Final = 15.0
_CAPABILITIES: Final = "twitch.tv/tags twitch.tv/commands"


class SilentSocket(OSError):
    """Nothing arrived through a socket, not even the answer to a PING."""


class IrcSocket:
    """Sends commands, answers PINGs, and yields the lines that arrive."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, *, silence_seconds: float) -> None:
        self._socket = socket
        self._silence_seconds = silence_seconds
        self._rest = ""

    @classmethod
    async def open(
        cls, http: aiohttp.ClientSession, url: str, *, silence_seconds: float
    ) -> IrcSocket:
        """Connect anonymously; raises OSError or aiohttp's ClientError if that fails."""
        async with asyncio.timeout(CONNECT_SECONDS):
            socket = await http.ws_connect(url, max_msg_size=FRAME_BYTES_MAX, autoping=True)
        opened = cls(socket, silence_seconds=silence_seconds)
        await opened.send(f"CAP REQ :{_CAPABILITIES}")
        await opened.send(f"NICK justinfan{secrets.randbelow(80_000) + 1_000}")
        return opened

    async def send(self, line: str) -> None:
        await self._socket.send_str(f"{line}\r\n")

    async def close(self) -> None:
        await self._socket.close()

    async def read(self) -> AsyncIterator[IrcLine]:
        """Yield lines until the socket closes; SilentSocket if nothing arrives for too long."""
        while True:
            message = await self._receive()
            if message.type is not aiohttp.WSMsgType.TEXT:
                return
            for written in self._split(message.data):
                line = read_irc_line(written)
                if line is None:
                    continue
                if line.command == "PING":
                    await self.send(f"PONG :{line.text or ''}")
                else:
                    yield line

    async def _receive(self) -> aiohttp.WSMessage:
        try:
            return await self._socket.receive(timeout=self._silence_seconds)
        except TimeoutError:
            await self.send("PING :are you there")
        try:
            return await self._socket.receive(timeout=self._silence_seconds / 2)
        except TimeoutError:
            raise SilentSocket("nothing arrived, not even an answer") from None

    def _split(self, frame: str) -> list[str]:
        """Return the complete lines of a frame; an incomplete one waits for its rest."""
        *lines, rest = (self._rest + frame).split("\n")
        self._rest = rest if len(rest) <= LINE_CHARACTERS_MAX else ""
        return [line.rstrip("\r") for line in lines]
