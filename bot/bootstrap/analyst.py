"""The models that watch videos and answer questions: Gemini, if the settings have a key."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.adapters.ffmpeg.supply import FfmpegSupply
from core.ports.asking import AskModel
from core.ports.understanding import VideoAnalyst

if TYPE_CHECKING:
    from config.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """What a key opens: a model that watches, and one that answers."""

    analyst: VideoAnalyst | None = None
    ask_model: AskModel | None = None


@asynccontextmanager
async def open_models(
    settings: Settings, ffmpeg: FfmpegSupply, scratch: Path
) -> AsyncIterator[Models]:
    """Yield the models, none of them without a key."""
    key = settings.gemini_api_key.get_secret_value()
    if not key:
        yield Models()
        return
    from core.adapters.analysts.gemini import GeminiAnalyst, GeminiAskModel, open_client

    address, tuning = settings.gemini_api_url, settings.gemini
    async with open_client(api_key=key, base_url=address, tuning=tuning) as client:
        yield Models(
            analyst=GeminiAnalyst(
                client=client,
                ffmpeg=ffmpeg,
                scratch=scratch,
                tuning=tuning,
                is_mixed=settings.mix_sound_tracks,
            ),
            ask_model=GeminiAskModel(client=client, tuning=tuning),
        )
