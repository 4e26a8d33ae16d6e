"""Live clip: the last seconds of a stream that runs, for somebody of the team who asks for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from core.domain.chat.chat_spike import ChatSpike
from core.domain.chat.reaction import Reaction
from core.domain.people.actor import Actor
from core.domain.streams.stream import Stream
from core.domain.streams.twitch_channel import TwitchBinding, read_login
from core.domain.videos.asset import Asset
from core.errors import InvalidInput, NotFound
from core.ports.streams import StreamStore, TwitchBindingStore
from core.ports.videos import AssetStore
from core.ports.work import Clock
from core.services.chat.clock_watch import SKEW_SECONDS_MIN
from core.services.chat.live_chat import LiveChat
from core.services.chat.spike_storage import SpikeStorage

_log = structlog.get_logger(__name__)

SECONDS_MIN: Final = 10
SECONDS_MAX: Final = 30
"""The length of the longest clip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedClip:
    """The moment that was asked for, on which channel, and whether its video is kept here.

    `is_joined` says that a clip of it was under way; `spike` names who asked first.
    """

    login: str
    spike: ChatSpike
    keeps_footage: bool
    is_joined: bool = False


class LiveClip:
    """Stores the last seconds as a moment, from which a clip is made as from any other."""

    def __init__(
        self,
        *,
        clock: Clock,
        bindings: TwitchBindingStore,
        streams: StreamStore,
        assets: AssetStore,
        storage: SpikeStorage,
        live_chat: LiveChat,
    ) -> None:
        self._clock = clock
        self._bindings = bindings
        self._streams = streams
        self._assets = assets
        self._storage = storage
        self._live_chat = live_chat

    async def clip_now(
        self, actor: Actor, *, seconds: int, asked_by: str, channel: str | None = None
    ) -> AskedClip:
        """Ask for the last `seconds` of the creator's stream that runs.

        A moment that chat or somebody else was faster to name is not cut twice. Raises NotFound
        where no stream runs, and InvalidInput where several do and none is named.
        """
        actor.require_reviewer()
        if not SECONDS_MIN <= seconds <= SECONDS_MAX:
            raise InvalidInput(f"A clip has {SECONDS_MIN} to {SECONDS_MAX} seconds.")
        binding, stream = await self._find_stream(actor, channel)
        offset = (self._tell_time(binding) - stream.started_at).total_seconds()
        if offset < SECONDS_MIN:
            raise InvalidInput("The stream has only just begun; try again in some seconds.")
        spike = make_asked(offset, seconds=seconds, asked_by=asked_by)
        draft = self._storage.draft_moment(stream, await self._find_video(stream), spike)
        if draft.job is None:
            raise NotFound("There is no video of that moment, so there is nothing to cut.")
        moment = await self._storage.store_moment(stream, draft)
        _log.info(
            "clip.asked_now", stream_id=stream.id, by=actor.person_id, is_joined=moment.is_joined
        )
        return AskedClip(
            login=binding.login,
            spike=moment.spike,
            keeps_footage=binding.keeps_footage,
            is_joined=moment.is_joined,
        )

    async def _find_stream(self, actor: Actor, channel: str | None) -> tuple[TwitchBinding, Stream]:
        login = read_login(channel) if channel else None
        found = [
            (binding, streams[0])
            for binding in await self._bindings.list_bindings(actor.creator_id)
            if login in {None, binding.login} and (streams := await self._list_open(actor, binding))
        ]
        if not found:
            what = login or "No channel that is watched here"
            verb = "is not live, or not watched here" if login else "is live"
            raise NotFound(f"{what} {verb}; a video becomes clips with /video upload.")
        if len(found) > 1:
            names = ", ".join(binding.login for binding, _ in found)
            raise InvalidInput(f"Several channels are live: {names}; say which one.")
        return found[0]

    async def _list_open(self, actor: Actor, binding: TwitchBinding) -> tuple[Stream, ...]:
        return await self._streams.list_open_streams(actor.creator_id, binding.broadcaster_id)

    def _tell_time(self, binding: TwitchBinding) -> datetime:
        """Return what time it is for the platform, as far as its chat tells here."""
        now, delay = self._clock.now(), self._live_chat.describe_delay(binding.broadcaster_id)
        if delay is None or abs(delay.skew_seconds) < SKEW_SECONDS_MIN:
            return now
        return now - timedelta(seconds=delay.skew_seconds)

    async def _find_video(self, stream: Stream) -> Asset | None:
        if stream.asset_id is None:
            return None
        return await self._assets.get_asset(stream.creator_id, stream.asset_id)


def make_asked(offset: float, *, seconds: float, asked_by: str) -> ChatSpike:
    """Return the seconds before an offset as a moment that somebody asked for.

    Nothing is said of the chat: nobody looked at it.
    """
    spike = ChatSpike(
        detected_at_seconds=round(offset, 3),
        start_seconds=max(0.0, offset - seconds),
        end_seconds=offset,
        peak_seconds=max(0.0, offset - seconds / 2),
        score=0.0,
        threshold=0.0,
        messages=0,
        chatters=0,
        usual_chatters=0.0,
        reacting=0,
        reaction=Reaction.MIXED,
    )
    return replace(spike, asked_by=asked_by)
