"""Twitch without a network: channels, who is live, clips, and what was said in chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from core.domain.live_chat import LiveStream
from core.domain.platform_token import PlatformToken
from core.domain.twitch_channel import TwitchChannel
from core.domain.twitch_clip import TwitchClip, TwitchClipWish
from core.errors import TrussError
from core.ports.twitch import ChatVoice, TwitchClips
from core.ports.twitch_channels import ChannelFinder, LiveStreams


class FakeTwitch:
    """Every channel exists under `id-<login>` unless it is `unknown`; `failing` is raised."""

    def __init__(self) -> None:
        self.unknown: set[str] = set()
        self.live: dict[str, LiveStream] = {}
        self.wishes: list[TwitchClipWish] = []
        self.clips: dict[str, TwitchClip] = {}
        self.downloads: dict[str, str] = {}
        self.marks: list[str] = []
        self.said: list[tuple[str, str]] = []
        self.failing: TrussError | None = None

    async def find_channel(self, login: str) -> TwitchChannel | None:
        self._fail()
        if login in self.unknown:
            return None
        return TwitchChannel(broadcaster_id=f"id-{login}", login=login, name=login.capitalize())

    async def list_live(self, broadcaster_ids: Sequence[str]) -> tuple[LiveStream, ...]:
        self._fail()
        return tuple(self.live[one] for one in broadcaster_ids if one in self.live)

    async def create_clip(self, token: PlatformToken, wish: TwitchClipWish) -> str:
        self._fail()
        self.wishes.append(wish)
        return f"clip-{len(self.wishes)}"

    async def list_clips_since(
        self, token: PlatformToken, broadcaster_id: str, since: datetime
    ) -> tuple[TwitchClip, ...]:
        self._fail()
        return tuple(clip for clip in self.clips.values() if clip.created_at >= since)

    async def find_download(
        self, token: PlatformToken, broadcaster_id: str, clip_id: str
    ) -> str | None:
        self._fail()
        return self.downloads.get(clip_id)

    async def mark_stream(
        self, token: PlatformToken, broadcaster_id: str, description: str
    ) -> float:
        self._fail()
        self.marks.append(description)
        return 42.0

    async def find_clip(self, clip_id: str) -> TwitchClip | None:
        self._fail()
        return self.clips.get(clip_id)

    async def say(
        self, token: PlatformToken, *, broadcaster_id: str, text: str, reply_to: str = ""
    ) -> None:
        self._fail()
        self.said.append((broadcaster_id, text))

    def _fail(self) -> None:
        if self.failing:
            raise self.failing


_finder: type[ChannelFinder] = FakeTwitch
_streams: type[LiveStreams] = FakeTwitch
_clips: type[TwitchClips] = FakeTwitch
_voice: type[ChatVoice] = FakeTwitch
