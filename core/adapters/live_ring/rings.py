"""Stream rings: the recordings of all channels, opened, bounded, cut and closed."""

from __future__ import annotations

import asyncio
import random
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import structlog

from core.adapters.ffmpeg.supply import FfmpegSupply
from core.adapters.live_ring.joining import append_segments, join_segments
from core.adapters.live_ring.recorder import Recording, open_recorder
from core.background import spawn
from core.domain.footage.live_ring import RingSegment, choose_segments, list_surplus
from core.errors import ExternalFailure
from core.ports.footage import CaughtVideo

_log = structlog.get_logger(__name__)

WAIT_SECONDS = 0.5
BACKOFF_SECONDS = (1.0, 2.0, 5.0, 10.0, 30.0)


@dataclass(slots=True)
class _Ring:
    """One channel's segments, oldest first."""

    folder: Path
    segments: list[RingSegment] = field(default_factory=list)
    files: asyncio.Lock = field(default_factory=asyncio.Lock)
    task: asyncio.Task[None] | None = None


class StreamRings:
    """Records running streams below `folder`, each in at most `bytes_max` bytes.

    `address` turns a channel's login into the URL for streamlink.
    """

    def __init__(
        self,
        folder: Path,
        *,
        ffmpeg: FfmpegSupply,
        now: Callable[[], datetime],
        bytes_max: int,
        address: str = "https://www.twitch.tv/{login}",
    ) -> None:
        self._folder = folder
        self._ffmpeg = ffmpeg
        self._now = now
        self._bytes_max = bytes_max
        self._address = address
        self._rings: dict[str, _Ring] = {}

    async def remove_leftovers(self) -> None:
        """Delete what an earlier process recorded; its clock times are lost."""
        await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)

    async def open_ring(self, login: str) -> None:
        if login in self._rings:
            return
        ring = _Ring(self._folder / login)
        self._rings[login] = ring
        await asyncio.to_thread(_make_empty, ring.folder)
        ring.task = spawn(self._keep(login, ring), name=f"ring {login}")

    async def close_ring(self, login: str) -> None:
        ring = self._rings.pop(login, None)
        if ring is None or ring.task is None:
            return
        ring.task.cancel()
        await asyncio.gather(ring.task, return_exceptions=True)
        await asyncio.to_thread(shutil.rmtree, ring.folder, ignore_errors=True)

    async def close(self) -> None:
        """Close every ring."""
        for login in tuple(self._rings):
            await self.close_ring(login)

    def reach(self, login: str) -> datetime | None:
        ring = self._rings.get(login)
        return ring.segments[-1].ends_at if ring and ring.segments else None

    @asynccontextmanager
    async def cut(
        self, login: str, *, start_at: datetime, peak_at: datetime, end_at: datetime
    ) -> AsyncIterator[CaughtVideo | None]:
        ring = self._rings.get(login)
        if ring is None:
            yield None
            return
        scratch = Path(await asyncio.to_thread(tempfile.mkdtemp, dir=ring.folder, prefix="cut-"))
        try:
            async with ring.files:
                cut = choose_segments(
                    ring.segments, start_at=start_at, peak_at=peak_at, end_at=end_at
                )
                if cut:
                    await asyncio.to_thread(append_segments, ring.folder, cut, scratch)
            if cut is None:
                yield None
                return
            video = await join_segments(self._ffmpeg, cut, scratch)
            yield CaughtVideo(path=video, starts_at=cut.starts_at, ends_at=cut.ends_at)
        finally:
            await asyncio.to_thread(shutil.rmtree, scratch, ignore_errors=True)

    async def _keep(self, login: str, ring: _Ring) -> None:
        """Read the stream for as long as the ring is open, reconnecting whenever it ends."""
        failures = 0
        for number in range(1_000_000):
            try:
                await self._record(login, ring, number)
                failures = 0
            except ExternalFailure as failure:
                failures += 1
                _log.info("ring.interrupted", login=login, reason=str(failure))
            wait = BACKOFF_SECONDS[min(failures, len(BACKOFF_SECONDS) - 1)]
            await asyncio.sleep(wait * random.uniform(0.8, 1.2))  # noqa: S311 - jitter, no secret

    async def _record(self, login: str, ring: _Ring, number: int) -> None:
        loop = asyncio.get_running_loop()

        def tell(segment: RingSegment) -> None:
            loop.call_soon_threadsafe(self._take, ring, segment)

        recording = Recording(ring.folder, self._now, tell, prefix=f"{number:06d}")
        recorder = await asyncio.to_thread(
            open_recorder, self._address.format(login=login), recording
        )
        try:
            while not await asyncio.to_thread(recorder.wait, WAIT_SECONDS):
                await self._remove_surplus(ring)
        finally:
            await asyncio.shield(asyncio.to_thread(recorder.close))

    def _take(self, ring: _Ring, segment: RingSegment) -> None:
        ring.segments.append(segment)

    async def _remove_surplus(self, ring: _Ring) -> None:
        async with ring.files:
            surplus = list_surplus(ring.segments, bytes_max=self._bytes_max)
            del ring.segments[: len(surplus)]
            heads = {segment.head for segment in ring.segments}
            names = {s.name for s in surplus} | {s.head for s in surplus if s.head not in heads}
            await asyncio.to_thread(_remove, ring.folder, [name for name in names if name])


def _make_empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def _remove(folder: Path, names: list[str]) -> None:
    for name in names:
        (folder / name).unlink(missing_ok=True)
