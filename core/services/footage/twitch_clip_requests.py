"""Twitch clip requests: one Twitch clip and one marker for each live moment."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Final, TypeVar

import structlog

from core.domain.accounts.platform_token import PlatformToken
from core.domain.chat.chat_spike import ChatSpike
from core.domain.footage.live_moment import LiveMoment, MomentWindow, choose_duration, is_over
from core.domain.footage.twitch_clip import TwitchClip, TwitchClipWish
from core.domain.streams.stream import Stream
from core.domain.work.platform import Platform
from core.errors import Conflict, NotFound, RetryLater, TokenRefused, TrussError, may_pass
from core.ports.accounts import FreshTokens
from core.ports.footage import LiveMomentStore, TwitchClips
from core.ports.work import Clock

_log = structlog.get_logger(__name__)
T = TypeVar("T")

APPEARS_SECONDS: Final = 60.0
"""Twitch takes 15 s, and more on a bad day; a clip that has not come by then never will."""

POLL_SECONDS: Final = 3.0
_CLOCKS_DIFFER: Final = timedelta(seconds=2)
_ANSWERED_WITHIN: Final = timedelta(seconds=20)
"""A clip that was made later is that of the next moment."""

_STOPPED: Final = "Truss was stopped while it asked Twitch for a clip"
_NEVER: Final = "Twitch took the wish for a clip and never made one"
_OVER: Final = "the moment was over before Twitch could be asked for a clip"
_NO_APPLICATION: Final = "no Twitch application is set up"


class TwitchClipRequests:
    """Requests clips and markers, and records each request before and after it is made."""

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
        """Return the moment with its Twitch clip's id, or with the reason why there is none.

        Raises:
            ExternalFailure: asking again later helps; what was asked is not asked again then.
        """
        if moment.twitch_clip_id or moment.refusal:
            return moment
        clips = self._clips
        if clips is None or stream.broadcaster_id is None:
            return await self.refuse(moment, _NO_APPLICATION)
        try:
            if moment.asked_at is not None:
                return await self._find_asked(clips, stream, moment)
            if is_over(window, at=self._clock.now()):
                return await self.refuse(moment, _OVER)
            token = await self._get_token(stream)
            moment = await self._save(moment, asked_at=self._clock.now())
            moment = await self._create(clips, token, stream, spike, window, moment)
        except Conflict:
            raise
        except TrussError as error:
            if may_pass(error):
                raise
            return await self.refuse(moment, str(error))
        return await self._mark(clips, stream, spike, moment)

    async def await_clip(self, moment: LiveMoment) -> tuple[LiveMoment, TwitchClip | None]:
        """Wait until the clip can be seen; if it never appears, the moment says so."""
        if self._clips is None or not moment.twitch_clip_id or moment.refusal:
            return moment, None
        for number in range(self._count_tries(self._appears_seconds)):
            if number:
                await asyncio.sleep(self._poll_seconds)
            clip = await self._look(self._clips, moment.twitch_clip_id)
            if clip is None:
                continue
            if not moment.twitch_clip_url:
                moment = await self._save(
                    moment, twitch_clip_url=clip.url, twitch_clip_title=clip.title
                )
            return moment, clip
        if moment.twitch_clip_url:
            return moment, None
        return await self.refuse(moment, _NEVER), None

    async def find_download(self, stream: Stream, moment: LiveMoment) -> str | None:
        """Return the address of the clip's video; None if we may not download it."""
        clips, broadcaster_id = self._clips, stream.broadcaster_id
        if clips is None or broadcaster_id is None:
            return None
        try:
            return await self._with_token(
                stream,
                lambda token: clips.find_download(token, broadcaster_id, moment.twitch_clip_id),
            )
        except TrussError as error:
            _log.info("twitch_clip.no_download", clip_id=moment.twitch_clip_id, reason=str(error))
            return None

    async def refuse(self, moment: LiveMoment, reason: str) -> LiveMoment:
        """Record why there is no Twitch clip of the moment."""
        return await self._save(moment, refusal=reason)

    async def _look(self, clips: TwitchClips, clip_id: str) -> TwitchClip | None:
        try:
            return await clips.find_clip(clip_id)
        except TrussError as error:
            _log.info("twitch_clip.not_seen", clip_id=clip_id, reason=str(error))
            return None

    async def _create(
        self,
        clips: TwitchClips,
        token: PlatformToken,
        stream: Stream,
        spike: ChatSpike,
        window: MomentWindow,
        moment: LiveMoment,
    ) -> LiveMoment:
        wish = TwitchClipWish(
            broadcaster_id=stream.broadcaster_id or "",
            title=spike.asked_title or stream.title,
            duration_seconds=choose_duration(window, at=self._clock.now()),
        )
        try:
            try:
                clip_id = await clips.create_clip(token, wish)
            except TokenRefused:
                newer = await self._tokens.replace_refused(token)
                clip_id = await clips.create_clip(newer, wish)
        except (RetryLater, TokenRefused):
            await self._save(moment, asked_at=None)
            raise
        _log.info("twitch_clip.asked", stream_id=moment.stream_id, clip_id=clip_id)
        return await self._save(moment, twitch_clip_id=clip_id)

    async def _find_asked(
        self, clips: TwitchClips, stream: Stream, moment: LiveMoment
    ) -> LiveMoment:
        """Find the clip that a killed process had requested; it is never requested again."""
        asked_at = moment.asked_at or moment.created_at
        since, until = asked_at - _CLOCKS_DIFFER, asked_at + _ANSWERED_WITHIN
        gone_by = (self._clock.now() - asked_at).total_seconds()
        for number in range(self._count_tries(self._appears_seconds - gone_by)):
            if number:
                await asyncio.sleep(self._poll_seconds)
            found = await self._with_token(
                stream,
                lambda token: clips.list_clips_since(token, stream.broadcaster_id or "", since),
            )
            for clip in found:
                if clip.created_at <= until:
                    _log.info("twitch_clip.found", stream_id=stream.id, clip_id=clip.id)
                    return await self._save(moment, twitch_clip_id=clip.id)
        return await self.refuse(moment, _STOPPED)

    async def _mark(
        self, clips: TwitchClips, stream: Stream, spike: ChatSpike, moment: LiveMoment
    ) -> LiveMoment:
        """Set a marker if that is allowed; a refusal does not fail the job."""
        broadcaster_id, text = stream.broadcaster_id or "", f"Truss: {spike.reaction.value}"
        try:
            seconds = await self._with_token(
                stream, lambda token: clips.mark_stream(token, broadcaster_id, text)
            )
        except TrussError as error:
            _log.info("stream.not_marked", stream_id=moment.stream_id, reason=str(error))
            return moment
        return await self._save(moment, marked_seconds=seconds)

    async def _with_token(self, stream: Stream, use: Callable[[PlatformToken], Awaitable[T]]) -> T:
        """Call something repeatable with a token, and again with a fresh one if refused."""
        token = await self._get_token(stream)
        try:
            return await use(token)
        except TokenRefused:
            return await use(await self._tokens.replace_refused(token))

    async def _get_token(self, stream: Stream) -> PlatformToken:
        """Return the token of the channel's own account, else of another account of the creator."""
        try:
            return await self._tokens.get_fresh_token(
                stream.creator_id, Platform.TWITCH, stream.broadcaster_id or ""
            )
        except NotFound:
            return await self._tokens.get_fresh_token(stream.creator_id, Platform.TWITCH)

    def _count_tries(self, seconds: float) -> int:
        return max(1, int(seconds / self._poll_seconds))

    async def _save(self, moment: LiveMoment, **changed: object) -> LiveMoment:
        changed |= {"updated_at": self._clock.now()}
        return await self._moments.save_moment(replace(moment, **changed))  # type: ignore[arg-type]
