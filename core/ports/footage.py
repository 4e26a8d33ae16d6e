"""Footage: recordings of running streams, made before anybody knew they would matter."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from core.domain.accounts.platform_token import PlatformToken
from core.domain.footage.live_moment import LiveMoment
from core.domain.footage.twitch_clip import TwitchClip, TwitchClipWish
from core.domain.footage.twitch_recording import TwitchRecording
from core.domain.work.ids import CreatorId, StreamId


@dataclass(frozen=True, slots=True, kw_only=True)
class CaughtVideo:
    """A video file, with the wall clock of its first picture and of its end."""

    path: Path
    starts_at: datetime
    ends_at: datetime


class LiveMomentStore(Protocol):
    """Keeps what became of the moments of running streams."""

    async def find_moment(
        self, creator_id: CreatorId, stream_id: StreamId, detected_ms: int
    ) -> LiveMoment | None: ...

    async def save_moment(self, moment: LiveMoment) -> LiveMoment:
        """Save it over the version it has, a new one over 0; Conflict if it changed."""
        ...

    async def list_moments(
        self, creator_id: CreatorId, stream_id: StreamId, *, may_lag: bool = True
    ) -> tuple[LiveMoment, ...]:
        """Return the moments of a stream in chronological order, as of a moment ago if it may."""
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
        """Yield a file that covers the window as far as it was recorded, until the block ends.

        `created_at` is the wall clock of the recording's first picture. The file begins and ends on
        whole segments. None if the peak is not in it, or not yet. ExternalFailure if the recording
        cannot be read.
        """
        ...


class LiveRings(Protocol):
    """Keeps the last minutes of running streams on this machine's disk, bounded in bytes."""

    async def open_ring(self, login: str) -> None:
        """Start recording a channel's stream; a no-op if it is being recorded."""
        ...

    async def close_ring(self, login: str) -> None:
        """Stop recording and delete the segments; a no-op if there is no ring."""
        ...

    def reach(self, login: str) -> datetime | None:
        """Return the wall clock up to which the stream is on disk; None if there is nothing."""
        ...

    def cut(
        self, login: str, *, start_at: datetime, peak_at: datetime, end_at: datetime
    ) -> AbstractAsyncContextManager[CaughtVideo | None]:
        """Yield a file that covers the window as far as it was recorded, until the block ends.

        It begins and ends on whole segments. None if the peak was not recorded. ExternalFailure if
        the segments cannot be joined.
        """
        ...


class TwitchClips(Protocol):
    """Makes and finds Twitch's own clips.

    TokenRefused if the token was refused, ReconnectRequired if it lacks the permission, NotFound if
    the channel is not live, Forbidden if it allows no clips.
    """

    async def create_clip(self, token: PlatformToken, wish: TwitchClipWish) -> str:
        """Request a clip and return its id; it exists only once `find_clip` returns it."""
        ...

    async def list_own_clips(
        self, token: PlatformToken, broadcaster_id: str, *, since: datetime, until: datetime
    ) -> tuple[TwitchClip, ...]:
        """Return the clips this account made of the channel in that time, oldest first.

        They come to be listed late, in no order. The ends are kept to whole seconds, outwards.
        """
        ...

    async def find_download(
        self, token: PlatformToken, broadcaster_id: str, clip_id: str
    ) -> str | None:
        """Return a clip's download URL, which is secret and short-lived; None if not ready.

        ReconnectRequired if the account did not allow downloads.
        """
        ...

    async def mark_stream(
        self, token: PlatformToken, broadcaster_id: str, description: str
    ) -> float:
        """Set a marker at the stream's current position; return its seconds into the recording.

        NotFound if nothing is being recorded.
        """
        ...

    async def find_clip(self, clip_id: str) -> TwitchClip | None:
        """Return the clip; None until Twitch shows it, which may take 15 s or more."""
        ...


class TwitchRecordings(Protocol):
    """Lists what Twitch recorded of a channel."""

    async def list_recordings(self, broadcaster_id: str) -> tuple[TwitchRecording, ...]:
        """Return the newest hundred public VODs."""
        ...
