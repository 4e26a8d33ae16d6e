"""Twitch: what is done there with an account of a creator or of the bot."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from core.domain.platform_token import PlatformToken
from core.domain.twitch_clip import TwitchClip, TwitchClipWish
from core.domain.twitch_recording import TwitchRecording


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


class ChatVoice(Protocol):
    """Writes into a channel's chat as an account."""

    async def say(
        self, token: PlatformToken, *, broadcaster_id: str, text: str, reply_to: str = ""
    ) -> None:
        """Write one line of at most 500 characters.

        Forbidden, with Twitch's reason, where it was not shown to anybody.
        """
        ...
