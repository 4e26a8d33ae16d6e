"""Streams: broadcasts, the channels they run on, and what was learned about each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from core.domain.chat.live_chat import LiveStream
from core.domain.streams.stream import Stream
from core.domain.streams.twitch_channel import ChannelTuning, TwitchBinding, TwitchChannel
from core.domain.work.ids import CreatorId, StreamId
from core.domain.work.job import Job
from core.ports.paging import Page


class StreamStore(Protocol):
    """Keeps streams, newest first."""

    async def get_stream(self, creator_id: CreatorId, stream_id: StreamId) -> Stream: ...

    async def add_stream(self, stream: Stream) -> bool: ...

    async def save_stream(self, stream: Stream, *, jobs: Sequence[Job] = ()) -> Stream:
        """Save it, with the jobs that follow, in one transaction."""
        ...

    async def list_open_streams(
        self, creator_id: CreatorId, broadcaster_id: str
    ) -> tuple[Stream, ...]:
        """Return a channel's streams that have not ended, newest first, however many others are."""
        ...

    async def list_streams(
        self, creator_id: CreatorId, *, cursor: str | None = None, limit: int = 20
    ) -> Page[Stream]: ...


class TwitchBindingStore(Protocol):
    """Keeps which creator a Twitch channel is watched for."""

    async def find_binding(self, broadcaster_id: str) -> TwitchBinding | None: ...

    async def list_bindings(self, creator_id: CreatorId) -> tuple[TwitchBinding, ...]:
        """Return a creator's channels, at most a hundred."""
        ...

    async def read_mark(self) -> int:
        """Return a number that is another one after any channel was bound, changed or released."""
        ...

    async def add_binding(self, binding: TwitchBinding) -> bool:
        """Bind a free channel; False if it already belongs to somebody."""
        ...

    async def save_binding(self, binding: TwitchBinding) -> TwitchBinding:
        """Save it; Conflict if it was changed, or is another creator's now."""
        ...

    async def delete_binding(self, binding: TwitchBinding) -> bool:
        """Release the channel; False if it is no longer this creator's."""
        ...


class TuningStore(Protocol):
    """Keeps the values learned for each channel."""

    async def get_tuning(self, creator_id: CreatorId, broadcaster_id: str) -> ChannelTuning:
        """Return what was learned; nothing, of version 0, if nothing is stored."""
        ...

    async def list_tunings(self, creator_id: CreatorId) -> tuple[ChannelTuning, ...]:
        """Return those of a creator's channels, at most a hundred."""
        ...

    async def save_tuning(self, tuning: ChannelTuning) -> ChannelTuning: ...


class ChannelFinder(Protocol):
    """Looks up channels."""

    async def find_channel(self, login: str) -> TwitchChannel | None:
        """Return the channel; None if there is none, ExternalFailure if that is unknown."""
        ...


class LiveStreams(Protocol):
    """Knows which channels are live; each hundred channels cost one point of the rate limit."""

    async def list_live(self, broadcaster_ids: Sequence[str]) -> tuple[LiveStream, ...]: ...
