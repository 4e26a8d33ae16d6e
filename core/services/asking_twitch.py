"""Asking Twitch: its own clip of a live moment, and a marker, each asked for once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Final

import structlog

from core.domain.chat_spike import ChatSpike
from core.domain.live_moment import LiveMoment, MomentWindow, choose_duration
from core.domain.platform import Platform
from core.domain.platform_token import PlatformToken
from core.domain.stream import Stream
from core.domain.twitch_clip import TwitchClip, TwitchClipWish
from core.errors import RetryLater, TrussError
from core.ports.accounts import FreshTokens
from core.ports.footage import LiveMomentStore
from core.ports.time_and_ids import Clock
from core.ports.twitch import TwitchClips

_log = structlog.get_logger(__name__)

APPEARS_SECONDS: Final = 60.0
"""Twitch takes 15 s, and more on a bad day; a clip that has not come by then never will."""

POLL_SECONDS: Final = 3.0
_CLOCKS_DIFFER: Final = timedelta(seconds=2)
_STOPPED: Final = "Truss was stopped while it asked Twitch for a clip"


class AskingTwitch:
    """Asks for clips and markers; what is asked is written down before and after."""

    def __init__(
        self,
        *,
        clock: Clock,
        moments: LiveMomentStore,
        tokens: FreshTokens,
        clips: TwitchClips | None,
        poll_seconds: float = POLL_SECONDS,
        appears_seconds: float = APPEARS_SECONDS,
    ) -> None:
        self._clock = clock
        self._moments = moments
        self._tokens = tokens
        self._clips = clips
        self._poll_seconds = poll_seconds
        self._appears_seconds = appears_seconds

    async def ask(
        self, stream: Stream, spike: ChatSpike, moment: LiveMoment, window: MomentWindow
    ) -> LiveMoment:
        """Return the moment with its clip's id, or with the reason why Twitch has none.

        RetryLater where Twitch asks to wait; then nothing was asked.
        """
        if moment.twitch_clip_id or moment.refusal:
            return moment
        clips, broadcaster_id = self._clips, stream.broadcaster_id
        if clips is None or broadcaster_id is None:
            return await self._save(moment, refusal="no Twitch application is set up")
        try:
            token = await self._tokens.get_fresh_token(stream.creator_id, Platform.TWITCH)
            if moment.asked_at is not None:
                return await self._find_asked(clips, token, broadcaster_id, moment)
            wish = TwitchClipWish(
                broadcaster_id=broadcaster_id,
                title=" ".join(stream.title.split()),
                duration_seconds=choose_duration(window, at=self._clock.now()),
            )
            moment = await self._save(moment, asked_at=self._clock.now())
            moment = await self._create(clips, token, wish, moment)
        except RetryLater:
            raise
        except TrussError as error:
            return await self._save(moment, refusal=str(error))
        return await self._mark(clips, token, broadcaster_id, spike, moment)

    async def await_clip(self, moment: LiveMoment) -> tuple[LiveMoment, TwitchClip | None]:
        """Wait until the clip can be seen; without it, the moment says that it never came."""
        if self._clips is None or not moment.twitch_clip_id:
            return moment, None
        tries = max(1, int(self._appears_seconds / self._poll_seconds))
        for number in range(tries):
            if number:
                await asyncio.sleep(self._poll_seconds)
            clip = await self._look(self._clips, moment.twitch_clip_id)
            if clip is not None:
                return await self._save(moment, twitch_clip_url=clip.url), clip
        refusal = "Twitch took the wish for a clip and never made one"
        return await self._save(moment, refusal=refusal), None

    async def find_download(self, stream: Stream, moment: LiveMoment) -> str | None:
        """Return the address of the clip's video; None where we may not have it."""
        if self._clips is None or stream.broadcaster_id is None:
            return None
        try:
            token = await self._tokens.get_fresh_token(stream.creator_id, Platform.TWITCH)
            return await self._clips.find_download(
                token, stream.broadcaster_id, moment.twitch_clip_id
            )
        except TrussError as error:
            _log.info("twitch_clip.no_download", clip_id=moment.twitch_clip_id, reason=str(error))
            return None

    async def _look(self, clips: TwitchClips, clip_id: str) -> TwitchClip | None:
        try:
            return await clips.find_clip(clip_id)
        except TrussError as error:
            _log.info("twitch_clip.not_seen", clip_id=clip_id, reason=str(error))
            return None

    async def _create(
        self, clips: TwitchClips, token: PlatformToken, wish: TwitchClipWish, moment: LiveMoment
    ) -> LiveMoment:
        try:
            clip_id = await clips.create_clip(token, wish)
        except RetryLater:
            await self._save(moment, asked_at=None)
            raise
        _log.info("twitch_clip.asked", stream_id=moment.stream_id, clip_id=clip_id)
        return await self._save(moment, twitch_clip_id=clip_id)

    async def _find_asked(
        self, clips: TwitchClips, token: PlatformToken, broadcaster_id: str, moment: LiveMoment
    ) -> LiveMoment:
        """Find what a process that was killed had asked for; it is never asked for again."""
        asked_at = moment.asked_at or moment.created_at
        since = asked_at - _CLOCKS_DIFFER
        for clip in await clips.list_clips_since(token, broadcaster_id, since):
            if clip.created_at <= asked_at + timedelta(seconds=self._appears_seconds):
                return await self._save(moment, twitch_clip_id=clip.id)
        return await self._save(moment, refusal=_STOPPED)

    async def _mark(
        self,
        clips: TwitchClips,
        token: PlatformToken,
        broadcaster_id: str,
        spike: ChatSpike,
        moment: LiveMoment,
    ) -> LiveMoment:
        """Leave a marker where that is allowed; it is no reason to fail where it is not."""
        try:
            seconds = await clips.mark_stream(
                token, broadcaster_id, f"Truss: {spike.reaction.value}"
            )
        except TrussError as error:
            _log.info("stream.not_marked", stream_id=moment.stream_id, reason=str(error))
            return moment
        return await self._save(moment, marked_seconds=seconds)

    async def _save(self, moment: LiveMoment, **changed: object) -> LiveMoment:
        changed |= {"updated_at": self._clock.now()}
        return await self._moments.save_moment(replace(moment, **changed))  # type: ignore[arg-type]
