"""Live news: what followers are told of live streams, and of those that have ended."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from core.domain.chat.clip_calls import ClipCall, read_call
from core.domain.chat.live_chat import LiveEvent, LiveLine
from core.domain.streams.stream import Stream
from core.domain.streams.twitch_channel import TwitchBinding
from core.services.chat.chat_state import Heard
from core.services.chat.live_channel import LiveChannel
from core.services.chat.spike_storage import StoredMoment


class MomentFollower(Protocol):
    """Acts on the moments of live streams, and on viewers' calls for clips."""

    async def follow_moment(
        self, channel: TwitchBinding, stream: Stream, moment: StoredMoment
    ) -> None:
        """Act on a moment that was just stored."""
        ...

    async def follow_call(
        self, channel: TwitchBinding, stream: Stream, call: ClipCall, joined: StoredMoment | None
    ) -> None:
        """Act on a call; `joined` is the stored moment that it was added to."""
        ...

    async def miss_call(self, channel: TwitchBinding) -> None:
        """Handle `!clip` while the channel is offline."""
        ...


class EndedStreams(Protocol):
    """Stores what is left of streams that have ended."""

    async def settle(self, stream: Stream) -> Heard:
        """Store what can be stored by now, and return it."""
        ...

    def is_settled(self, stream: Stream) -> bool:
        """Return whether everything is stored."""
        ...


class LiveNews:
    """Tells followers what was stored, in order; each channel keeps what they were not told yet."""

    def __init__(
        self, *, ended_streams: EndedStreams, followers: Sequence[MomentFollower] = ()
    ) -> None:
        self._ended_streams = ended_streams
        self._followers = list(followers)
        self._ended: list[tuple[LiveChannel, Stream]] = []

    def add_follower(self, follower: MomentFollower) -> None:
        self._followers.append(follower)

    async def report(self, channel: LiveChannel, stream: Stream, heard: Heard) -> None:
        """Tell of the moments and calls that a line led to."""
        for one in (*heard.late, heard):
            for follower in self._followers:
                if one.moment:
                    told = partial(follower.follow_moment, channel.binding, stream, one.moment)
                    channel.news.add("moment", told)
            for follower in self._followers:
                if one.call:
                    told = partial(
                        follower.follow_call, channel.binding, stream, one.call, one.joined
                    )
                    channel.news.add("call", told)
        await channel.news.run()

    async def miss(self, channel: LiveChannel, event: LiveEvent) -> None:
        """Tell of a call in a channel that is offline."""
        if isinstance(event, LiveLine) and read_call(event.text) is not None:
            for follower in self._followers:
                channel.news.add("missed call", partial(follower.miss_call, channel.binding))
            await channel.news.run()

    async def end(self, channel: LiveChannel, stream: Stream) -> None:
        """Take that a stream has ended, of which something may still have to be stored."""
        self._ended.append((channel, stream))
        await self.settle_ended()

    async def settle_ended(self) -> None:
        """Tell what was stored only after its stream's end."""
        for channel, stream in list(self._ended):
            heard = await self._ended_streams.settle(stream)
            await self.report(channel, stream, heard)
            if self._ended_streams.is_settled(stream) and not channel.news:
                self._ended.remove((channel, stream))
