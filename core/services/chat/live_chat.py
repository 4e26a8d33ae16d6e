"""Live chat: which channels are watched, and which broadcast each of their lines belongs to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol

import structlog

from core.domain.chat.chat_spike import ChatSpike
from core.domain.chat.clip_calls import (
    ClipCall,
    read_call,
)
from core.domain.chat.live_chat import (
    LiveEvent,
    LiveLine,
    LiveStream,
    SeenIds,
)
from core.domain.streams.coverage_gap import CoverageGap
from core.domain.streams.stream import Stream
from core.domain.streams.twitch_channel import TwitchBinding
from core.errors import TrussError
from core.ports.work import Clock
from core.services.chat.spike_detection import Heard, SpikeDetection
from core.services.chat.spike_storage import StoredMoment
from core.services.chat.unsaved_gaps import UnsavedGaps
from core.services.streams.stream_opening import (
    IDLE,
    SAME_START,
    StreamOpening,
)

_log = structlog.get_logger(__name__)

PATIENCE_SECONDS: Final = 1.5
"""Lines may arrive this late; without lines, time passes only up to this long ago."""

BEFORE_START_SECONDS: Final = 10.0


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


@dataclass(slots=True, eq=False)
class _Channel:
    """One channel; `is_announced` where Twitch reports when it goes live and ends."""

    binding: TwitchBinding
    is_announced: bool = False
    stream: Stream | None = None
    ended: Stream | None = None
    ends_at: datetime | None = None
    last_at: datetime | None = None
    disconnected_at: datetime | None = None
    disconnect_reason: str = ""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class LiveChat:
    """Receives chat from all readers; a message that several of them read counts once."""

    def __init__(
        self,
        *,
        clock: Clock,
        opening: StreamOpening,
        spike_detection: SpikeDetection,
        followers: Sequence[MomentFollower] = (),
        is_ours: Callable[[str], bool] = lambda _: True,
    ) -> None:
        self._clock = clock
        self._opening = opening
        self._spike_detection = spike_detection
        self._followers = list(followers)
        self._channels: dict[str, _Channel] = {}
        self._is_ours = is_ours
        self._seen = SeenIds()
        self._gaps = UnsavedGaps(spike_detection, clock)

    def add_follower(self, follower: MomentFollower) -> None:
        """Report moments and calls to one more follower from now on."""
        self._followers.append(follower)

    def add_channel(self, binding: TwitchBinding) -> None:
        """Watch a channel from now on; if it is watched already, its binding is replaced."""
        known = self._channels.get(binding.broadcaster_id)
        if known:
            known.binding = binding
        else:
            self._channels[binding.broadcaster_id] = _Channel(binding)

    async def remove_channel(self, broadcaster_id: str) -> None:
        """Stop watching a channel; for us its stream ends here."""
        if channel := self._channels.pop(broadcaster_id, None):
            async with channel.lock:
                await self._end(channel)

    async def forget_channel(self, broadcaster_id: str) -> None:
        """Drop a channel that another process hears now; its stream goes on there."""
        if channel := self._channels.pop(broadcaster_id, None):
            async with channel.lock:
                if channel.stream:
                    self._spike_detection.forget_stream(channel.stream)

    def list_channels(self) -> tuple[TwitchBinding, ...]:
        return tuple(channel.binding for channel in self._channels.values())

    def find_channel(self, broadcaster_id: str) -> TwitchBinding | None:
        channel = self._channels.get(broadcaster_id)
        return channel.binding if channel else None

    def find_stream(self, broadcaster_id: str) -> Stream | None:
        """Return the stream that a channel is broadcasting now."""
        channel = self._channels.get(broadcaster_id)
        return channel.stream if channel else None

    def find_ended(self, broadcaster_id: str) -> Stream | None:
        """Return the stream of a channel that was the last to end here."""
        channel = self._channels.get(broadcaster_id)
        return channel.ended if channel else None

    async def hear(self, event: LiveEvent) -> ChatSpike | None:
        """Process a line or a notice; return the spike that it completed, already stored."""
        channel = self._channels.get(event.broadcaster_id)
        if channel is None or not self._is_ours(event.broadcaster_id):
            return None
        is_line = isinstance(event, LiveLine)
        if isinstance(event, LiveLine) and not self._seen.is_new(event.message_id):
            return None
        async with channel.lock:
            at = event.said_at if isinstance(event, LiveLine) else event.at
            stream = channel.stream
            if stream is None and is_line:
                stream = await self._open_unannounced(channel, at)
            if stream is None:
                await self._miss(channel, event)
                return None
            offset = (at - stream.started_at).total_seconds()
            if offset < -BEFORE_START_SECONDS:
                return None
            channel.last_at = max(channel.last_at or at, at)
            return await self._pass_on(channel, stream, event, max(0.0, offset))

    async def follow_stream(self, live: LiveStream) -> None:
        """Handle that a channel is live; repeated news updates the title."""
        channel = self._channels.get(live.broadcaster_id)
        if channel is None:
            return
        async with channel.lock:
            channel.is_announced = True
            stream = channel.stream
            if stream and abs(stream.started_at - live.started_at) > SAME_START:
                await self._end(channel)
                stream = None
            if stream is None:
                stream = await self._opening.open_announced(channel.binding, live)
                await self._watch(channel, stream)
            elif live.title or live.category:
                channel.stream = await self._spike_detection.retitle(
                    stream,
                    title=live.title or stream.title,
                    category=live.category or stream.category,
                )

    async def note_title(self, broadcaster_id: str, *, title: str, category: str) -> None:
        channel = self._channels.get(broadcaster_id)
        if channel is None:
            return
        async with channel.lock:
            if channel.stream:
                channel.stream = await self._spike_detection.retitle(
                    channel.stream, title=title, category=category
                )

    async def end_stream(self, broadcaster_id: str) -> None:
        """Handle that a channel is offline."""
        channel = self._channels.get(broadcaster_id)
        if channel is None:
            return
        async with channel.lock:
            channel.is_announced = True
            await self._end(channel)

    async def mark_disconnected(
        self, broadcaster_ids: Collection[str], *, since: datetime, reason: str
    ) -> None:
        """Mark channels as disconnected; their clocks pause."""
        for broadcaster_id in broadcaster_ids:
            channel = self._channels.get(broadcaster_id)
            if channel and channel.disconnected_at is None:
                channel.disconnected_at, channel.disconnect_reason = since, reason

    async def mark_connected(self, broadcaster_ids: Collection[str], *, at: datetime) -> None:
        """Mark channels as connected; the time since they were disconnected becomes a gap."""
        for broadcaster_id in broadcaster_ids:
            if channel := self._channels.get(broadcaster_id):
                async with channel.lock:
                    await self._close_gap(channel, at)

    async def pass_time(self) -> None:
        """Let time pass where nobody writes; call this about once a second."""
        until = self._clock.now() - timedelta(seconds=PATIENCE_SECONDS)
        for channel in list(self._channels.values()):
            stream = channel.stream
            if stream is None or channel.disconnected_at or channel.lock.locked():
                continue
            if not self._is_ours(channel.binding.broadcaster_id):
                continue
            async with channel.lock:
                try:
                    await self._pass_time(channel, until)
                except TrussError as error:
                    _log.warning("stream.time_stands", stream_id=stream.id, reason=str(error))

    async def leave(self) -> None:
        """Stop because this process ends; the streams go on, and everything is stored."""
        for channel in self._channels.values():
            async with channel.lock:
                await self._leave(channel)

    async def _leave(self, channel: _Channel) -> None:
        """Leave one channel's stream; what cannot be stored is no reason to lose the others'."""
        try:
            if channel.stream and not self._is_ours(channel.binding.broadcaster_id):
                self._spike_detection.forget_stream(channel.stream)
            elif channel.stream:
                await self._close_gap(channel, self._clock.now())
                await self._spike_detection.leave_stream(channel.stream)
        except TrussError as error:
            name = channel.binding.login
            _log.warning("stream.not_left", channel=name, reason=str(error))
        channel.stream = None

    async def _pass_on(
        self, channel: _Channel, stream: Stream, event: LiveEvent, offset: float
    ) -> ChatSpike | None:
        heard = await self._spike_detection.hear(stream, event.place_at(offset))
        await self._report(channel, stream, heard)
        return heard.moment.spike if heard.moment else None

    async def _report(self, channel: _Channel, stream: Stream, heard: Heard) -> None:
        for follower in self._followers:
            if heard.moment:
                await follower.follow_moment(channel.binding, stream, heard.moment)
        for follower in self._followers:
            if heard.call:
                await follower.follow_call(channel.binding, stream, heard.call, heard.joined)

    async def _miss(self, channel: _Channel, event: LiveEvent) -> None:
        if isinstance(event, LiveLine) and read_call(event.text) is not None:
            for follower in self._followers:
                await follower.miss_call(channel.binding)

    async def _open_unannounced(self, channel: _Channel, at: datetime) -> Stream | None:
        """Open a stream at its first line, where nobody announces streams."""
        if channel.is_announced:
            return None
        stream = await self._opening.open_unannounced(channel.binding, at)
        await self._watch(channel, stream)
        return stream

    async def _watch(self, channel: _Channel, stream: Stream) -> None:
        await self._spike_detection.watch_stream(stream)
        channel.stream, channel.last_at = stream, None

    async def _end(self, channel: _Channel, *, at: datetime | None = None) -> None:
        stream = channel.stream
        if stream is None:
            return
        # Kept until the end is stored: where that fails, `pass_time` tries again.
        at = channel.ends_at = channel.ends_at or at or self._clock.now()
        await self._close_gap(channel, at)
        stream = await self._gaps.save(channel.stream or stream, is_pressing=True)
        duration = max(0.0, (at - stream.started_at).total_seconds())
        ended = await self._spike_detection.end_stream(stream, duration_seconds=duration)
        self._gaps.forget(ended)
        channel.stream, channel.ended, channel.ends_at = None, ended, None

    async def _close_gap(self, channel: _Channel, at: datetime) -> None:
        since, channel.disconnected_at = channel.disconnected_at, None
        stream = channel.stream
        if since is None or stream is None:
            return
        gap = CoverageGap(
            start_seconds=(since - stream.started_at).total_seconds(),
            end_seconds=(at - stream.started_at).total_seconds(),
            reason=channel.disconnect_reason,
        )
        channel.stream = await self._gaps.add(stream, gap)

    async def _pass_time(self, channel: _Channel, until: datetime) -> None:
        stream, last_at = channel.stream, channel.last_at
        if stream is None:
            return
        stream = channel.stream = await self._gaps.save(stream)
        if channel.ends_at is not None:
            await self._end(channel)
        elif last_at is None:
            return
        elif not channel.is_announced and until - last_at > IDLE:
            await self._end(channel, at=last_at)
        elif until > last_at:
            offset = (until - stream.started_at).total_seconds()
            try:
                heard = await self._spike_detection.pass_time(stream, offset)
                await self._report(channel, stream, heard)
            except TrussError as error:
                _log.warning("stream.moment_lost", stream_id=stream.id, reason=str(error))
