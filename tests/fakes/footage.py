"""Rings of streams that a test wrote itself, and live moments in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from core.domain.footage.live_moment import LiveMoment
from core.domain.work.ids import CreatorId, StreamId
from core.errors import ExternalFailure
from core.ports.footage import CaughtVideo, LiveMomentStore, LiveRings, VodReader
from tests.fakes.kept import Kept
from tests.fakes.stores import Memory


class FakeLiveMoments:
    def __init__(self, memory: Memory) -> None:
        self._kept: Kept[LiveMoment] = Kept(
            memory, lambda m: (m.creator_id, m.stream_id, str(m.detected_ms)), days=90
        )

    async def find_moment(
        self, creator_id: CreatorId, stream_id: StreamId, detected_ms: int
    ) -> LiveMoment | None:
        return self._kept.find(creator_id, stream_id, str(detected_ms))

    async def save_moment(self, moment: LiveMoment) -> LiveMoment:
        return self._kept.save(moment)

    async def list_moments(
        self, creator_id: CreatorId, stream_id: StreamId, *, may_lag: bool = True
    ) -> tuple[LiveMoment, ...]:
        del may_lag
        found = self._kept.list(creator_id, stream_id)
        return tuple(sorted(found, key=lambda moment: moment.detected_ms))

    async def list_newest(self, creator_id: CreatorId, *, limit: int) -> tuple[LiveMoment, ...]:
        found = self._kept.list(creator_id)
        newest = sorted(found, key=lambda m: (m.stream_id, m.detected_ms), reverse=True)
        return tuple(newest[:limit])


class FakeRings:
    """Cuts from what a test put into `videos`, by login; `opened` are the open rings."""

    def __init__(self) -> None:
        self.opened: set[str] = set()
        self.videos: dict[str, CaughtVideo] = {}

    async def open_ring(self, login: str) -> None:
        self.opened.add(login)

    async def close_ring(self, login: str) -> None:
        self.opened.discard(login)

    def reach(self, login: str) -> datetime | None:
        video = self.videos.get(login)
        return video.ends_at if video else None

    @asynccontextmanager
    async def cut(
        self, login: str, *, start_at: datetime, peak_at: datetime, end_at: datetime
    ) -> AsyncIterator[CaughtVideo | None]:
        video = self.videos.get(login)
        yield video if video and video.starts_at <= peak_at < video.ends_at else None


class FakeVods:
    """Returns what a test put into `videos`, by id, if it shows the peak; `failing` is raised."""

    def __init__(self) -> None:
        self.videos: dict[str, CaughtVideo] = {}
        self.asked: list[str] = []
        self.failing: ExternalFailure | None = None

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
        self.asked.append(video_id)
        if self.failing:
            raise self.failing
        video = self.videos.get(video_id)
        yield video if video and video.starts_at <= peak_at < video.ends_at else None


_vods: type[VodReader] = FakeVods
_rings: type[LiveRings] = FakeRings
_moments: type[LiveMomentStore] = FakeLiveMoments
