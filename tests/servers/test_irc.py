"""The loopback IRC behaves as Twitch's is known to."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.servers.irc import JOINS_MAX, LoopbackIrc, run_irc

Socket = aiohttp.ClientWebSocketResponse


@pytest.fixture
async def irc() -> AsyncIterator[LoopbackIrc]:
    async with run_irc() as server:
        yield server


@pytest.fixture
async def socket(irc: LoopbackIrc) -> AsyncIterator[Socket]:
    async with aiohttp.ClientSession() as http, http.ws_connect(irc.url) as opened:
        await opened.send_str("CAP REQ :twitch.tv/tags twitch.tv/commands\r\n")
        await opened.send_str("NICK justinfan1\r\n")
        await opened.receive_str(timeout=30)
        await opened.receive_str(timeout=30)
        yield opened


async def test_a_line_has_escaped_tags_and_reaches_who_joined(
    irc: LoopbackIrc, socket: Socket
) -> None:
    await socket.send_str("JOIN #streamer\r\n")
    assert "ROOMSTATE #streamer" in await socket.receive_str(timeout=30)

    assert await irc.say("streamer", "Anna", "hello", display_name="An; na") == 1

    line = await socket.receive_str(timeout=30)
    assert "display-name=An\\:\\sna;" in line
    assert line.endswith("PRIVMSG #streamer :hello\r\n")


async def test_a_frame_may_hold_half_a_line(irc: LoopbackIrc, socket: Socket) -> None:
    await socket.send_str("JOIN #streamer\r\n")
    await socket.receive_str(timeout=30)
    irc.splits_frames = True

    await irc.say("streamer", "Anna", "hello")

    first, second = await socket.receive_str(timeout=30), await socket.receive_str(timeout=30)
    assert "\n" not in first
    assert second.endswith(":hello\r\n")


async def test_more_joins_than_twenty_in_ten_seconds_are_passed_over(
    irc: LoopbackIrc, socket: Socket
) -> None:
    for number in range(JOINS_MAX + 1):
        await socket.send_str(f"JOIN #channel{number}\r\n")
    await socket.send_str("PING :done\r\n")
    while "PONG" not in await socket.receive_str(timeout=30):
        pass

    assert len(irc.joined()) == JOINS_MAX
    assert irc.refused_joins == 1


async def test_a_suspended_channel_is_told_by_a_notice(irc: LoopbackIrc, socket: Socket) -> None:
    irc.suspended.add("gone")

    await socket.send_str("JOIN #gone\r\n")

    assert "msg-id=msg_channel_suspended" in await socket.receive_str(timeout=30)
