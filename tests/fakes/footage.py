"""Rings whose streams a test wrote itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from core.ports.footage import CaughtVideo, LiveRings


class FakeRings:
    """Keeps what a test put into `videos`, by login; `opened` are the rings that are open."""

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


_: type[LiveRings] = FakeRings
