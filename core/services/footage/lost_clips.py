"""Lost clips: finding the Twitch clip that was asked for when its answer was lost.

The answer is lost with a connection, with the process that waited for it, or with a table that did
not take it. Whether there is a clip then only Twitch knows, which lists it late. So it is looked
for, and never asked for a second time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

import structlog

from core.domain.footage.asked_clips import CLOCKS_DIFFER, MADE_WITHIN, is_near, tie_clips
from core.domain.footage.live_moment import LiveMoment
from core.domain.footage.twitch_clip import TwitchClip
from core.domain.streams.stream import Stream
from core.errors import NotFound, StillSought, TrussError, may_pass
from core.ports.footage import LiveMomentStore, TwitchClips
from core.ports.publishing import PublicationStore
from core.ports.work import Clock
from core.services.footage.stream_tokens import StreamTokens
from core.services.work.save_again import change_stored

_log = structlog.get_logger(__name__)

LOOKED_FOR_SECONDS: Final = 300.0
"""Twitch lists a clip after 15 s, and later on a bad day; what is not there by then never was."""
AWAY_SECONDS_MAX: Final = 6 * 3600.0
"""How long a Twitch that does not answer is asked."""

_LOOKS: Final = 7
_AGAIN_SECONDS: Final = 20.0
_AGAIN_SECONDS_MAX: Final = 300.0
_LOST: Final = "Twitch's answer was lost"
_NEVER_MADE: Final = f"{_LOST}, and it lists no clip of the moment"
_UNTIED: Final = f"{_LOST}, and which clip there is of the moment is not certain"
_AWAY: Final = f"{_LOST}, and whether it made a clip of the moment is unknown"


class LostClips:
    """Looks on Twitch for clips that were asked for, and ties each to its moment."""

    def __init__(
        self,
        *,
        clock: Clock,
        moments: LiveMomentStore,
        publications: PublicationStore,
        tokens: StreamTokens,
        poll_seconds: float,
    ) -> None:
        self._clock = clock
        self._moments = moments
        self._publications = publications
        self._tokens = tokens
        self._poll_seconds = poll_seconds

    async def find(self, clips: TwitchClips, stream: Stream, moment: LiveMoment) -> LiveMoment:
        """Return the moment with its clip, or with the reason why there is none.

        Raises:
            StillSought: it may come yet.
        """
        free: Sequence[TwitchClip] = ()
        for number in range(_LOOKS):
            if number:
                await asyncio.sleep(self._poll_seconds)
            try:
                found = await self._list(clips, stream, moment)
            except TrussError as error:
                self._wait_out(moment, error)
                _log.warning("twitch_clip.unknown", stream_id=moment.stream_id, reason=str(error))
                reason = f"{_AWAY}: {str(error).rstrip('.')}"
                return await self.refuse(moment, reason, is_unsure=True)
            moment, free = await self._match(stream, moment, found)
            if not moment.is_sought:
                return moment
        if self._count_seconds(moment) < LOOKED_FOR_SECONDS:
            raise StillSought("Twitch does not list the clip yet.", seconds=_AGAIN_SECONDS)
        near = [clip.url for clip in free if is_near(moment, clip.created_at)]
        if not near:
            return await self.refuse(moment, _NEVER_MADE)
        _log.warning("twitch_clip.untied", stream_id=stream.id, clips=near)
        return await self.refuse(moment, _UNTIED, is_unsure=True, untied=near)

    async def find_at_last(
        self, clips: TwitchClips, stream: Stream, moment: LiveMoment, reason: str
    ) -> LiveMoment:
        """Look once more; a clip that is not found then is none, for that reason."""
        try:
            found = await self._list(clips, stream, moment)
            moment, _ = await self._match(stream, moment, found)
        except TrussError as error:
            _log.warning("twitch_clip.unknown", stream_id=stream.id, reason=str(error))
        if not moment.is_sought:
            return moment
        return await self.refuse(moment, reason, is_unsure=True)

    async def tie(
        self, moment: LiveMoment, clip_id: str, *, is_certain: bool = False
    ) -> LiveMoment:
        """Store the moment's clip, whatever else of the moment was changed meanwhile.

        What Twitch itself answered is certain, and takes the place of what was found.
        """

        def add(stored: LiveMoment) -> LiveMoment:
            if stored.twitch_clip_id and not is_certain:
                return stored
            is_same = stored.twitch_clip_id == clip_id
            return replace(
                stored,
                twitch_clip_id=clip_id,
                twitch_clip_url=stored.twitch_clip_url if is_same else "",
                twitch_clip_title=stored.twitch_clip_title if is_same else "",
                refusal="",
                is_unsure=False,
                untied=(),
                updated_at=self._clock.now(),
            )

        return await self._change(moment, add)

    async def refuse(
        self,
        moment: LiveMoment,
        reason: str,
        *,
        is_unsure: bool = False,
        untied: Sequence[str] = (),
    ) -> LiveMoment:
        """Store why there is no clip of the moment; nothing if it has come meanwhile."""
        known = moment.twitch_clip_id

        def add(stored: LiveMoment) -> LiveMoment:
            if stored.twitch_clip_id != known:
                return stored
            return replace(
                stored,
                refusal=reason,
                is_unsure=is_unsure,
                untied=tuple(untied),
                updated_at=self._clock.now(),
            )

        return await self._change(moment, add)

    async def _list(
        self, clips: TwitchClips, stream: Stream, moment: LiveMoment
    ) -> tuple[TwitchClip, ...]:
        asked_at = _asked_at(moment)
        return await self._tokens.use(
            stream,
            lambda token: clips.list_own_clips(
                token,
                stream.broadcaster_id or "",
                since=asked_at - CLOCKS_DIFFER,
                until=asked_at + MADE_WITHIN,
            ),
        )

    async def _match(
        self, stream: Stream, moment: LiveMoment, found: Sequence[TwitchClip]
    ) -> tuple[LiveMoment, Sequence[TwitchClip]]:
        """Return the moment, with its clip if that is there, and the clips that are of nothing.

        The table is read after Twitch: what was tied to a moment meanwhile is then known.
        """
        moments = await self._moments.list_moments(stream.creator_id, stream.id, may_lag=False)
        owned = {one.twitch_clip_id for one in moments} | await self._list_published(stream)
        free = [clip for clip in found if clip.id not in owned]
        unknown = [one for one in moments if one.is_sought or one.refusal.startswith(_LOST)]
        tied = tie_clips(unknown, free)
        mine = tied.get(moment.detected_ms)
        if mine is None:
            stored = next((m for m in moments if m.detected_ms == moment.detected_ms), moment)
            others = {clip.id for clip in tied.values()}
            return stored, [clip for clip in free if clip.id not in others]
        _log.info("twitch_clip.found", stream_id=stream.id, clip_id=mine.id)
        return await self.tie(moment, mine.id), ()

    async def _list_published(self, stream: Stream) -> set[str]:
        page = await self._publications.list_publications(stream.creator_id, limit=100)
        return {one.post_id for one in page.items if one.post_id}

    def _wait_out(self, moment: LiveMoment, error: TrussError) -> None:
        """Raise StillSought where looking again later helps."""
        gone_by = self._count_seconds(moment)
        if may_pass(error) and gone_by < AWAY_SECONDS_MAX:
            seconds = min(_AGAIN_SECONDS_MAX, max(_AGAIN_SECONDS, gone_by / 4))
            raise StillSought(str(error), seconds=seconds) from error

    async def _change(
        self, moment: LiveMoment, change: Callable[[LiveMoment], LiveMoment]
    ) -> LiveMoment:
        async def load() -> LiveMoment:
            found = await self._moments.find_moment(
                moment.creator_id, moment.stream_id, moment.detected_ms
            )
            if found is None:
                raise NotFound("That moment of the stream is no longer kept.")
            return found

        return await change_stored(load, change, self._moments.save_moment, seen=moment)

    def _count_seconds(self, moment: LiveMoment) -> float:
        return (self._clock.now() - _asked_at(moment)).total_seconds()


def _asked_at(moment: LiveMoment) -> datetime:
    return moment.asked_at or moment.created_at
