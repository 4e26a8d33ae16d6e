"""Twitch without a network: channels, live streams, clips and sent chat messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from core.domain.accounts.platform_token import PlatformToken
from core.domain.chat.live_chat import LiveStream
from core.domain.footage.twitch_clip import TwitchClip, TwitchClipWish
from core.domain.footage.twitch_recording import TwitchRecording
from core.domain.streams.twitch_channel import TwitchChannel
from core.errors import TrussError
from core.ports.chat import ChatVoice
from core.ports.footage import TwitchClips, TwitchRecordings
from core.ports.streams import ChannelFinder, LiveStreams
from tests.builders import NOON


class FakeTwitch:
    """Every channel exists under `id-<login>` unless it is `unknown`; `failing` is raised.

    `refusals` are raised by the methods of these names, each once; `comes_after` is how often a
    clip that was asked for is not found yet, None where it never comes.
    """

    def __init__(self) -> None:
        self.unknown: set[str] = set()
        self.live: dict[str, LiveStream] = {}
        self.wishes: list[TwitchClipWish] = []
        self.comes_after: int | None = 0
        self.now: Callable[[], datetime] = lambda: NOON
        self.clips: dict[str, TwitchClip] = {}
        self.downloads: dict[str, str] = {}
        self.recordings: list[TwitchRecording] = []
        self.marks: list[str] = []
        self.said: list[tuple[str, str]] = []
        self.failing: TrussError | None = None
        self.refusals: dict[str, list[TrussError]] = {}

    async def find_channel(self, login: str) -> TwitchChannel | None:
        self._fail()
        if login in self.unknown:
            return None
        return TwitchChannel(broadcaster_id=f"id-{login}", login=login, name=login.capitalize())

    async def list_live(self, broadcaster_ids: Sequence[str]) -> tuple[LiveStream, ...]:
        self._fail()
        return tuple(self.live[one] for one in broadcaster_ids if one in self.live)

    async def create_clip(self, token: PlatformToken, wish: TwitchClipWish) -> str:
        self._fail("create_clip")
        self.wishes.append(wish)
        clip_id = f"clip-{len(self.wishes)}"
        if self.comes_after is not None:
            self.clips[clip_id] = TwitchClip(
                id=clip_id,
                url=f"https://clips.twitch.tv/{clip_id}",
                title=wish.title,
                duration_seconds=wish.duration_seconds,
                created_at=self.now(),
            )
        return clip_id

    async def list_own_clips(
        self, token: PlatformToken, broadcaster_id: str, *, since: datetime, until: datetime
    ) -> tuple[TwitchClip, ...]:
        self._fail("list_own_clips")
        if self._is_early():
            return ()
        return tuple(clip for clip in self.clips.values() if since <= clip.created_at <= until)

    async def find_download(
        self, token: PlatformToken, broadcaster_id: str, clip_id: str
    ) -> str | None:
        self._fail("find_download")
        return self.downloads.get(clip_id)

    async def mark_stream(
        self, token: PlatformToken, broadcaster_id: str, description: str
    ) -> float:
        self._fail("mark_stream")
        self.marks.append(description)
        return 42.0

    async def find_clip(self, clip_id: str) -> TwitchClip | None:
        self._fail("find_clip")
        return None if self._is_early() else self.clips.get(clip_id)

    async def list_recordings(self, broadcaster_id: str) -> tuple[TwitchRecording, ...]:
        self._fail("list_recordings")
        return tuple(self.recordings)

    async def say(
        self, token: PlatformToken, *, broadcaster_id: str, text: str, reply_to: str = ""
    ) -> None:
        self._fail()
        self.said.append((broadcaster_id, text))

    def _fail(self, method: str = "") -> None:
        if self.failing:
            raise self.failing
        if self.refusals.get(method):
            raise self.refusals[method].pop(0)

    def _is_early(self) -> bool:
        if self.comes_after:
            self.comes_after -= 1
            return True
        return False


_finder: type[ChannelFinder] = FakeTwitch
_streams: type[LiveStreams] = FakeTwitch
_clips: type[TwitchClips] = FakeTwitch
_recordings: type[TwitchRecordings] = FakeTwitch
_voice: type[ChatVoice] = FakeTwitch
