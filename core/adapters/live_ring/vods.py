"""VODs: the segments of a platform's recording around a moment, located by their durations."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from core.adapters.ffmpeg.supply import FfmpegSupply
from core.adapters.live_ring.joining import append_segments, join_segments
from core.adapters.live_ring.recorder import Recording, open_recorder
from core.domain.footage.live_ring import RingSegment, choose_segments
from core.errors import ExternalFailure
from core.ports.footage import CaughtVideo

READ_SECONDS = 120.0
BYTES_MAX = 500 * 1024**2
WAIT_SECONDS = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    """The wanted part of a playlist whose first picture is of `created_at`."""

    created_at: datetime
    start_at: datetime
    end_at: datetime

    def choose(self, segments: Sequence[Any]) -> list[Any]:
        """Return the segments that lie in the stretch, each with its wall clock.

        That is the playlist's own clock if it has one, else the sum of the durations before.
        """
        at, chosen = self.created_at, []
        for segment in segments:
            at = segment.date.astimezone(UTC) if segment.date else at
            ends_at = at + timedelta(seconds=float(segment.duration))
            if ends_at > self.start_at and at < self.end_at:
                segment.date = at
                chosen.append(segment)
            at = ends_at
        return chosen


class StreamVods:
    """Reads recordings below `folder`; `address` turns a video's id into the URL for streamlink."""

    def __init__(
        self,
        folder: Path,
        *,
        ffmpeg: FfmpegSupply,
        address: str = "https://www.twitch.tv/videos/{video_id}",
        bytes_max: int = BYTES_MAX,
        read_seconds: float = READ_SECONDS,
    ) -> None:
        self._folder = folder
        self._ffmpeg = ffmpeg
        self._address = address
        self._bytes_max = bytes_max
        self._read_seconds = read_seconds

    @asynccontextmanager
    async def read(
        self,
        video_id: str,
        *,
        created_at: datetime,
        start_at: datetime,
        peak_at: datetime,
        end_at: datetime,
    ) -> AsyncIterator[CaughtVideo | None]:
        scratch = await asyncio.to_thread(_make_scratch, self._folder)
        try:
            stretch = _Stretch(created_at=created_at, start_at=start_at, end_at=end_at)
            segments = await self._record(video_id, stretch, scratch)
            cut = choose_segments(segments, start_at=start_at, peak_at=peak_at, end_at=end_at)
            if cut is None:
                yield None
                return
            await asyncio.to_thread(append_segments, scratch, cut, scratch)
            video = await join_segments(self._ffmpeg, cut, scratch)
            yield CaughtVideo(path=video, starts_at=cut.starts_at, ends_at=cut.ends_at)
        finally:
            await asyncio.to_thread(shutil.rmtree, scratch, ignore_errors=True)

    async def _record(
        self, video_id: str, stretch: _Stretch, scratch: Path
    ) -> tuple[RingSegment, ...]:
        """Return the segments of the stretch that are available; their files are in `scratch`."""
        segments: list[RingSegment] = []
        recording = Recording(scratch, lambda: stretch.end_at, segments.append, prefix="vod")
        url = self._address.format(video_id=video_id)
        recorder = await asyncio.to_thread(open_recorder, url, recording, stretch.choose)
        try:
            for _ in range(max(1, int(self._read_seconds / WAIT_SECONDS))):
                has_ended = await asyncio.to_thread(recorder.wait, WAIT_SECONDS)
                if recording.written_bytes > self._bytes_max:
                    raise ExternalFailure("The recording of the stream is too large to read.")
                if has_ended:
                    return tuple(segments)
        finally:
            await asyncio.shield(asyncio.to_thread(recorder.close))
        raise ExternalFailure(
            "The recording of the stream downloads too slowly; it may work later.", retryable=True
        )


def _make_scratch(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(dir=folder, prefix="vod-"))
