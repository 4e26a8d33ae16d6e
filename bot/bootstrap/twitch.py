"""How Twitch is reached: with our application where there is one, else as anybody may."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp

from cogs.chat_answers import ChatPhrases
from core.adapters.ffmpeg.supply import FfmpegSupply
from core.adapters.helix import Helix
from core.adapters.irc import IrcFinder, IrcReader
from core.adapters.live_ring import StreamRings, StreamVods
from core.ports.work import Clock

if TYPE_CHECKING:
    from config.settings import Settings


@asynccontextmanager
async def open_twitch(
    settings: Settings, clock: Clock, *, is_local: bool
) -> AsyncIterator[dict[str, Any]]:
    """Give the ports of Twitch by name; without an application of ours, there is IRC alone."""
    url = settings.twitch_irc_url
    ports: dict[str, Any] = {
        "public_chat": IrcReader(url=url, clock=clock),
        "finder": IrcFinder(url=url),
        "live_streams": None,
        "twitch_clips": None,
        "twitch_recordings": None,
        "chat_voice": None,
        "chat_words": ChatPhrases(),
    }
    secret = settings.twitch_client_secret.get_secret_value()
    if is_local or not (settings.twitch_client_id and secret):
        yield ports
        return
    async with aiohttp.ClientSession() as http:
        helix = Helix(
            http,
            api_url=settings.twitch_api_url,
            auth_url=settings.twitch_auth_url,
            client_id=settings.twitch_client_id,
            client_secret=secret,
            clock=clock,
        )
        names = ("finder", "live_streams", "twitch_clips", "twitch_recordings", "chat_voice")
        yield ports | dict.fromkeys(names, helix)


@asynccontextmanager
async def open_rings(
    settings: Settings, home: Path, ffmpeg: FfmpegSupply, clock: Clock
) -> AsyncIterator[StreamRings]:
    """Give the rings of running streams; what an earlier run left of them is removed."""
    rings = StreamRings(
        home / "rings",
        ffmpeg=ffmpeg,
        now=clock.now,
        bytes_max=settings.ring_megabytes * 1024**2,
        address=settings.twitch_stream_address,
    )
    await rings.remove_leftovers()
    try:
        yield rings
    finally:
        await rings.close()


def make_vods(settings: Settings, scratch: Path, ffmpeg: FfmpegSupply) -> StreamVods:
    return StreamVods(scratch, ffmpeg=ffmpeg, address=settings.twitch_video_address)
