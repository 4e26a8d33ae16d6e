"""Connections to Twitch: its API, if the settings have credentials, and live video."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp

from core.adapters.ffmpeg.supply import FfmpegSupply
from core.adapters.helix import Helix
from core.adapters.live_ring import StreamRings
from core.ports.work import Clock

if TYPE_CHECKING:
    from config.settings import Settings


@asynccontextmanager
async def open_helix(settings: Settings, clock: Clock) -> AsyncIterator[Helix | None]:
    """Yield Twitch's API, or None without credentials, which leaves only IRC."""
    secret = settings.twitch_client_secret.get_secret_value()
    if not (settings.twitch_client_id and secret):
        yield None
        return
    async with aiohttp.ClientSession() as http:
        yield Helix(
            http,
            api_url=settings.twitch_api_url,
            auth_url=settings.twitch_auth_url,
            client_id=settings.twitch_client_id,
            client_secret=secret,
            clock=clock,
        )


@asynccontextmanager
async def open_rings(
    settings: Settings, home: Path, ffmpeg: FfmpegSupply, clock: Clock
) -> AsyncIterator[StreamRings]:
    """Yield the rings of live streams, after removing what an earlier run left."""
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
