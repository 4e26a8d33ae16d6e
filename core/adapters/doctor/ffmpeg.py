"""ffmpeg: whether there is one, and whether it can do what clips need."""

from __future__ import annotations

import asyncio
from typing import Final

from core.adapters.ffmpeg.supply import choose_executable
from core.domain.work.finding import Finding, explain
from core.errors import InvalidInput

CHECK: Final = "ffmpeg"


async def look_at_ffmpeg(setting: str) -> list[Finding]:
    """Return what ffmpeg lacks; without one, no clip is made."""
    try:
        await asyncio.to_thread(choose_executable, setting)
    except InvalidInput as error:
        return [explain(CHECK, error)]
    return []
