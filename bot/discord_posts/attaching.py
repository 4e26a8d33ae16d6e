"""Attaching files to messages: which a server takes, and how one is opened for Discord."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import discord

FILE_BYTES_MAX: Final = 10 * 1024 * 1024


def list_fitting(videos: tuple[Path, ...], limit: int) -> list[Path]:
    """Return the videos that a server with this limit of bytes takes, the best first."""
    return [video for video in videos if video.stat().st_size <= limit]


@asynccontextmanager
async def opened(path: Path, filename: str) -> AsyncIterator[discord.File]:
    file = await asyncio.to_thread(discord.File, path, filename=filename)
    try:
        yield file
    finally:
        await asyncio.to_thread(file.close)
