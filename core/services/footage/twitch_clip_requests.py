"""Twitch clip requests: one Twitch clip and one marker for each live moment."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Final

import structlog

from core.domain.accounts.platform_token import PlatformToken
from core.domain.chat.chat_spike import ChatSpike
from core.domain.footage.live_moment import LiveMoment, MomentWindow, choose_duration, is_over
from core.domain.footage.twitch_clip import DURATION_SECONDS_MIN, TwitchClip, TwitchClipWish
from core.domain.streams.stream import Stream
from core.errors import Conflict, RetryLater, TokenRefused, TrussError, may_pass
from core.ports.accounts import FreshTokens
from core.ports.footage import LiveMomentStore, TwitchClips
from core.ports.publishing import PublicationStore
from core.ports.work import Clock
from core.services.footage.lost_clips import LostClips
from core.services.footage.stream_tokens import StreamTokens

_log = structlog.get_logger(__name__)

APPEARS_SECONDS: Final = 60.0
"""Twitch takes 15 s, and more on a bad day; a clip that has not come by then never will."""

POLL_SECONDS: Final = 3.0
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
        publications: PublicationStore,
        tokens: FreshTokens,
        clips: TwitchClips | None,
        poll_seconds: float = POLL_SECONDS,
        appears_seconds: float = APPEARS_SECONDS,
    ) -> None:
        self._clock = clock
        self._moments = moments
        self._tokens = StreamTokens(tokens=tokens)
        self._clips = clips
        self._poll_seconds = poll_seconds
        self._appears_seconds = appears_seconds
        self._lost = LostClips(
            clock=clock,
            moments=moments,
            publications=publications,
            tokens=self._tokens,
            poll_seconds=poll_seconds,
        )

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
                return await self._lost.find(clips, stream, moment)
            if is_over(window, at=self._clock.now()):
                return await self.refuse(moment, _OVER)
            token = await self._tokens.get_token(stream)
            moment = await self._note_asked(stream, spike, moment, window)
            moment = await self._create(clips, token, stream, moment)
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
            return await self._tokens.use(
                stream,
                lambda token: clips.find_download(token, broadcaster_id, moment.twitch_clip_id),
            )
        except TrussError as error:
            _log.info("twitch_clip.no_download", clip_id=moment.twitch_clip_id, reason=str(error))
            return None

    async def refuse(self, moment: LiveMoment, reason: str) -> LiveMoment:
        """Record why there is no Twitch clip of the moment."""
        return await self._lost.refuse(moment, reason)

    async def give_up(self, stream: Stream, moment: LiveMoment, reason: str) -> LiveMoment:
        """Record why there is no Twitch clip, after a last look for one that was asked for."""
        if self._clips is None or not moment.is_sought:
            return await self.refuse(moment, reason)
        return await self._lost.find_at_last(self._clips, stream, moment, reason)

    async def _look(self, clips: TwitchClips, clip_id: str) -> TwitchClip | None:
        try:
            return await clips.find_clip(clip_id)
        except TrussError as error:
            _log.info("twitch_clip.not_seen", clip_id=clip_id, reason=str(error))
            return None

    async def _note_asked(
        self, stream: Stream, spike: ChatSpike, moment: LiveMoment, window: MomentWindow
    ) -> LiveMoment:
        """Store what is asked for, by which it is known again if the answer is lost."""
        now = self._clock.now()
        return await self._save(
            moment,
            asked_at=now,
            asked_title=spike.asked_title or stream.title,
            asked_seconds=choose_duration(window, at=now),
        )

    async def _create(
        self, clips: TwitchClips, token: PlatformToken, stream: Stream, moment: LiveMoment
    ) -> LiveMoment:
        wish = TwitchClipWish(
            broadcaster_id=stream.broadcaster_id or "",
            title=moment.asked_title,
            duration_seconds=moment.asked_seconds or DURATION_SECONDS_MIN,
        )
        try:
            clip_id = await self._tokens.use(
                stream, lambda given: clips.create_clip(given, wish), token=token
            )
        except (RetryLater, TokenRefused):
            await self._save(moment, asked_at=None)
            raise
        _log.info("twitch_clip.asked", stream_id=moment.stream_id, clip_id=clip_id)
        return await self._lost.tie(moment, clip_id, is_certain=True)

    async def _mark(
        self, clips: TwitchClips, stream: Stream, spike: ChatSpike, moment: LiveMoment
    ) -> LiveMoment:
        """Set a marker if that is allowed; a refusal does not fail the job."""
        broadcaster_id, text = stream.broadcaster_id or "", f"Truss: {spike.reaction.value}"
        try:
            seconds = await self._tokens.use(
                stream, lambda token: clips.mark_stream(token, broadcaster_id, text)
            )
        except TrussError as error:
            _log.info("stream.not_marked", stream_id=moment.stream_id, reason=str(error))
            return moment
        return await self._save(moment, marked_seconds=seconds)

    def _count_tries(self, seconds: float) -> int:
        return max(1, int(seconds / self._poll_seconds))

    async def _save(self, moment: LiveMoment, **changed: object) -> LiveMoment:
        changed |= {"updated_at": self._clock.now()}
        return await self._moments.save_moment(replace(moment, **changed))  # type: ignore[arg-type]
