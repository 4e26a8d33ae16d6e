"""Listening status: which channels are heard at this moment, how well, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from core.domain.chat.delivery_delay import ChatDelay
from core.domain.people.actor import Actor
from core.domain.streams.coverage_gap import CoverageGap
from core.domain.streams.stream import Stream
from core.domain.streams.twitch_channel import TwitchBinding
from core.ports.chat import SpikeStore
from core.ports.paging import collect
from core.ports.people import ProfileStore
from core.ports.streams import StreamStore, TwitchBindingStore
from core.ports.work import Clock
from core.services.chat.live_chat import LiveChat

RATED_SECONDS_MIN: Final = 600.0
"""Before so much was heard, a rate an hour says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelStatus:
    """One watched channel.

    `is_here` where this very process hears it. `silent_since` and `silent_reason` tell of a
    connection that is broken now. `alerts` are the stream's spikes that chat made; `calls` come on
    top. `alerts_an_hour` is None while too little was heard.
    """

    binding: TwitchBinding
    stream: Stream | None
    is_here: bool
    delay: ChatDelay | None
    wanted_an_hour: float
    alerts: int = 0
    calls: int = 0
    alerts_an_hour: float | None = None
    silent_since: datetime | None = None
    silent_reason: str = ""

    @property
    def gaps(self) -> tuple[CoverageGap, ...]:
        return self.stream.gaps if self.stream else ()


class ListeningStatus:
    """Reads how the creator's channels are heard now."""

    def __init__(
        self,
        *,
        clock: Clock,
        bindings: TwitchBindingStore,
        streams: StreamStore,
        spikes: SpikeStore,
        profiles: ProfileStore,
        live_chat: LiveChat,
        usual_spikes_an_hour: float,
    ) -> None:
        self._clock = clock
        self._bindings = bindings
        self._streams = streams
        self._spikes = spikes
        self._profiles = profiles
        self._live_chat = live_chat
        self._usual_spikes_an_hour = usual_spikes_an_hour

    async def read_status(self, actor: Actor) -> tuple[ChannelStatus, ...]:
        """Return every channel that is watched, those that are live first."""
        actor.require_team()
        bindings = await self._bindings.list_bindings(actor.creator_id)
        found = [await self._read(actor, each) for each in bindings if each.is_watched]
        return tuple(sorted(found, key=lambda one: (one.stream is None, one.binding.login)))

    async def _read(self, actor: Actor, binding: TwitchBinding) -> ChannelStatus:
        broadcaster_id = binding.broadcaster_id
        profile = await self._profiles.get_profile(actor.creator_id)
        wanted = profile.find_spikes_an_hour(broadcaster_id)
        silence = self._live_chat.find_silence(broadcaster_id)
        stream = await self._find_stream(actor, broadcaster_id)
        made = await self._count(stream) if stream else (0, 0)
        return ChannelStatus(
            binding=binding,
            stream=stream,
            is_here=self._live_chat.find_channel(broadcaster_id) is not None,
            delay=self._live_chat.describe_delay(broadcaster_id),
            wanted_an_hour=self._usual_spikes_an_hour if wanted is None else wanted,
            alerts=made[0],
            calls=made[1],
            alerts_an_hour=self._rate(stream, made[0]) if stream else None,
            silent_since=silence[0] if silence else None,
            silent_reason=silence[1] if silence else "",
        )

    async def _find_stream(self, actor: Actor, broadcaster_id: str) -> Stream | None:
        here = self._live_chat.find_stream(broadcaster_id)
        if here is not None:
            return here
        open_ones = await self._streams.list_open_streams(actor.creator_id, broadcaster_id)
        return open_ones[0] if open_ones else None

    async def _count(self, stream: Stream) -> tuple[int, int]:
        """Return how many spikes chat made, and how many somebody asked for."""
        spikes = await collect(lambda cursor: self._spikes.list_spikes(stream, cursor=cursor))
        asked = sum(1 for spike in spikes if spike.asked_by)
        return len(spikes) - asked, asked

    def _rate(self, stream: Stream, alerts: int) -> float | None:
        length = (self._clock.now() - stream.started_at).total_seconds()
        heard = length - sum(gap.length_seconds for gap in stream.gaps)
        return 3600 * alerts / heard if heard >= RATED_SECONDS_MIN else None
