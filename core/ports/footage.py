"""Footage: what was seen of a running stream, before anybody knew that it would matter."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from core.domain.accounts.platform_token import PlatformToken
from core.domain.footage.live_moment import LiveMoment
from core.domain.footage.twitch_clip import (
    TwitchClip,
    TwitchClipWish,
)
from core.domain.footage.twitch_recording import TwitchRecording
from core.domain.work.ids import (
    CreatorId,
    StreamId,
)


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


class TwitchClips(Protocol):
    """Makes and finds Twitch's own clips.

    TokenRefused where the token was not taken, ReconnectRequired where it may not do this, NotFound
    where the channel is not live, Forbidden where it allows no clips.
    """

    async def create_clip(self, token: PlatformToken, wish: TwitchClipWish) -> str:
        """Ask for a clip and return its id; it exists only when `find_clip` says so."""
        ...

    async def list_clips_since(
        self, token: PlatformToken, broadcaster_id: str, since: datetime
    ) -> tuple[TwitchClip, ...]:
        """Return the clips that this account made of the channel since then, the oldest first."""
        ...

    async def find_download(
        self, token: PlatformToken, broadcaster_id: str, clip_id: str
    ) -> str | None:
        """Return the address of a clip's video, which is a secret and lives shortly; None so far.

        ReconnectRequired where the account did not allow downloads.
        """
        ...

    async def mark_stream(
        self, token: PlatformToken, broadcaster_id: str, description: str
    ) -> float:
        """Leave a marker where the stream is now; return its seconds into the recording.

        NotFound where nothing is recorded.
        """
        ...

    async def find_clip(self, clip_id: str) -> TwitchClip | None:
        """Return the clip; None while Twitch does not show it, which may take 15 s and more."""
        ...


class TwitchRecordings(Protocol):
    """Knows what Twitch recorded of a channel."""

    async def list_recordings(self, broadcaster_id: str) -> tuple[TwitchRecording, ...]:
        """Return the newest hundred VODs that anybody may see."""
        ...
