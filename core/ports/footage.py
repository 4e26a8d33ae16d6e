"""Footage: what was seen of a running stream, before anybody knew that it would matter."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from core.domain.ids import CreatorId, StreamId
from core.domain.live_moment import LiveMoment


@dataclass(frozen=True, slots=True, kw_only=True)
class CaughtVideo:
    """A video file, and the wall clock of its first picture and of its end."""

    path: Path
    starts_at: datetime
    ends_at: datetime


class LiveMomentStore(Protocol):
    """Keeps what became of the moments of running streams."""

    async def find_moment(
        self, creator_id: CreatorId, stream_id: StreamId, detected_ms: int
    ) -> LiveMoment | None: ...

    async def save_moment(self, moment: LiveMoment) -> LiveMoment:
        """Save it over the version it has, a new one of version 0; Conflict where it changed."""
        ...

    async def list_moments(
        self, creator_id: CreatorId, stream_id: StreamId
    ) -> tuple[LiveMoment, ...]:
        """Return the moments of a stream in their order."""
        ...

    async def list_newest(self, creator_id: CreatorId, *, limit: int) -> tuple[LiveMoment, ...]:
        """Return the moments of the newest streams, newest first."""
        ...


class VodReader(Protocol):
    """Reads a stretch of a platform's recording."""

    def read(
        self,
        video_id: str,
        *,
        created_at: datetime,
        start_at: datetime,
        peak_at: datetime,
        end_at: datetime,
    ) -> AbstractAsyncContextManager[CaughtVideo | None]:
        """Give a file that covers the window as far as it was recorded, until the block ends.

        `created_at` is the wall clock of the recording's first picture. The edges of the file are
        those of whole segments. None where the peak is not in it, or not yet. ExternalFailure
        where the recording cannot be read.
        """
        ...


class LiveRings(Protocol):
    """Keeps the last minutes of running streams on this machine's disk, bounded in bytes."""

    async def open_ring(self, login: str) -> None:
        """Begin to keep a channel's stream; nothing happens where it is kept already."""
        ...

    async def close_ring(self, login: str) -> None:
        """Stop, and remove what was kept; nothing happens where nothing is."""
        ...

    def reach(self, login: str) -> datetime | None:
        """Return the wall clock up to which the stream is on disk; None where nothing is."""
        ...

    def cut(
        self, login: str, *, start_at: datetime, peak_at: datetime, end_at: datetime
    ) -> AbstractAsyncContextManager[CaughtVideo | None]:
        """Give a file that covers the window as far as it was seen, until the block ends.

        Its edges are those of whole segments. None where the peak was not seen. ExternalFailure
        where the segments cannot be joined.
        """
        ...
