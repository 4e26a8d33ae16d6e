"""Streams: broadcasts, the channels that they run on, and what was learned of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from core.domain.chat.live_chat import LiveStream
from core.domain.streams.stream import Stream
from core.domain.streams.twitch_channel import (
    ChannelTuning,
    TwitchBinding,
    TwitchChannel,
)
from core.domain.work.ids import (
    CreatorId,
    StreamId,
)
from core.domain.work.job import (
    Job,
)
from core.ports.paging import Page


class StreamStore(Protocol):
    """Keeps streams, newest first."""

    async def get_stream(self, creator_id: CreatorId, stream_id: StreamId) -> Stream: ...

    async def add_stream(self, stream: Stream) -> bool: ...

    async def save_stream(self, stream: Stream, *, jobs: Sequence[Job] = ()) -> Stream:
        """Save it, and in the same transaction the jobs that follow."""
        ...

    async def list_streams(
        self, creator_id: CreatorId, *, cursor: str | None = None, limit: int = 20
    ) -> Page[Stream]: ...


class TwitchBindingStore(Protocol):
    """Keeps which creator a Twitch channel is watched for."""

    async def find_binding(self, broadcaster_id: str) -> TwitchBinding | None: ...

    async def list_bindings(self, creator_id: CreatorId) -> tuple[TwitchBinding, ...]:
        """Return the channels of a creator, at most a hundred."""
        ...

    async def add_binding(self, binding: TwitchBinding) -> bool:
        """Bind a channel that is free; False where it is somebody's already."""
        ...

    async def save_binding(self, binding: TwitchBinding) -> TwitchBinding:
        """Save it; Conflict where it was changed, or now is another creator's."""
        ...

    async def delete_binding(self, binding: TwitchBinding) -> bool:
        """Let the channel go; False where it is not this creator's any more."""
        ...


class TuningStore(Protocol):
    """Keeps thresholds learned for a channel."""

    async def get_tuning(self, creator_id: CreatorId, broadcaster_id: str) -> ChannelTuning:
        """Return what was learned; nothing, of version 0, where nothing is stored."""
        ...

    async def list_tunings(self, creator_id: CreatorId) -> tuple[ChannelTuning, ...]:
        """Return those of a creator's channels, at most a hundred."""
        ...

    async def save_tuning(self, tuning: ChannelTuning) -> ChannelTuning: ...


class ChannelFinder(Protocol):
    """Knows the channels that there are."""

    async def find_channel(self, login: str) -> TwitchChannel | None:
        """Return the channel, None where there is none of that name; ExternalFailure if unknown."""
        ...


class LiveStreams(Protocol):
    """Knows which channels are live; asking costs a point for each hundred of them."""

    async def list_live(self, broadcaster_ids: Sequence[str]) -> tuple[LiveStream, ...]: ...
