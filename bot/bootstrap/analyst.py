"""The analyst that watches videos: Gemini, if the settings have a key for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from core.adapters.ffmpeg.supply import FfmpegSupply
from core.ports.understanding import VideoAnalyst

if TYPE_CHECKING:
    from config.settings import Settings


@asynccontextmanager
async def open_analyst(
    settings: Settings, ffmpeg: FfmpegSupply, scratch: Path
) -> AsyncIterator[VideoAnalyst | None]:
    """Yield the analyst, or None without a key."""
    key = settings.gemini_api_key.get_secret_value()
    if not key:
        yield None
        return
    from core.adapters.analysts.gemini import GeminiAnalyst, open_client

    address, tuning = settings.gemini_api_url, settings.gemini
    async with open_client(api_key=key, base_url=address, tuning=tuning) as client:
        yield GeminiAnalyst(
            client=client,
            ffmpeg=ffmpeg,
            scratch=scratch,
            tuning=tuning,
            is_mixed=settings.mix_sound_tracks,
        )
