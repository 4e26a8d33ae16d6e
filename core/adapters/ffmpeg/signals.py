"""Signal reading: a stretch's loudness and cuts."""

from __future__ import annotations

import asyncio
from pathlib import Path

from core.adapters.audio import read_loudness
from core.adapters.keyframe_cuts import find_cuts
from core.domain.signals.signals import Signals
from core.errors import InvalidInput


class VideoSignalReader:
    """Measures with PyAV, without a process of its own; `is_mixed` hears all sound tracks."""

    def __init__(self, *, is_mixed: bool = False) -> None:
        self.is_mixed = is_mixed

    async def read_signals(
        self, video: Path, *, start_seconds: float, end_seconds: float
    ) -> Signals:
        """Return loudness and cuts of the stretch; InvalidInput if it cannot be read."""
        return await asyncio.to_thread(
            _read_signals, video, start_seconds, end_seconds, self.is_mixed
        )


def _read_signals(video: Path, start_seconds: float, end_seconds: float, is_mixed: bool) -> Signals:
    from av import FFmpegError  # noqa: PLC0415 - only when there is a video to read

    start = max(0.0, start_seconds)
    try:
        return Signals(
            start_seconds=start,
            end_seconds=end_seconds,
            loudness_db=read_loudness(
                video, from_seconds=start, to_seconds=end_seconds, is_mixed=is_mixed
            ),
            cuts_at_seconds=find_cuts(video, from_seconds=start, to_seconds=end_seconds),
        )
    except FFmpegError as error:
        raise InvalidInput(f"{video.name} is not a readable video: give another file.") from error
