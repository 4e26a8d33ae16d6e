from __future__ import annotations

import aiohttp
import pytest

from core.adapters.irc.socket import IrcSocket, SilentSocket
from core.adapters.irc_lines import LINE_CHARACTERS_MAX
from tests.servers.irc import run_irc


async def test_a_line_without_an_end_is_not_kept_for_ever() -> None:
    """Whatever the other side sends, memory stays bounded."""
    async with run_irc() as irc, aiohttp.ClientSession() as http:
        socket = await IrcSocket.open(http, irc.url, silence_seconds=1.0)

        lines = socket._split("x" * (LINE_CHARACTERS_MAX + 1))
        lines += socket._split("y\r\nPING :z\r\n")

        assert lines == ["y", "PING :z"]
        await socket.close()


async def test_a_socket_that_does_not_even_answer_is_said_to_be_silent() -> None:
    async with run_irc() as irc, aiohttp.ClientSession() as http:
        socket = await IrcSocket.open(http, irc.url, silence_seconds=0.1)
        lines = socket.read()
        assert (await anext(lines)).command == "CAP"
        irc.fall_silent()

        with pytest.raises(SilentSocket):
            async for _ in lines:
                pass
        await socket.close()
