"""Live chat: which channels are watched, and which broadcast each of their lines belongs to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Final

import structlog

from core.domain.chat.clip_calls import read_call
from core.domain.chat.delivery_delay import ChatDelay
from core.domain.chat.line_order import HeldEvent
from core.domain.chat.live_chat import (
    LiveEvent,
    LiveLine,
    LiveNotice,
    LiveStream,
    SeenIds,
    event_at,
)
from core.domain.streams.coverage_gap import CoverageGap
from core.domain.streams.stream import Stream
from core.domain.streams.twitch_channel import TwitchBinding
from core.domain.work.job_failure import may_retry
from core.errors import Busy, ExternalFailure, TrussError
from core.ports.work import Clock
from core.services.chat.clock_watch import ClockWatch
from core.services.chat.live_channel import LiveChannel, make_channel
from core.services.chat.live_news import LiveNews, MomentFollower
from core.services.chat.spike_detection import SpikeDetection
from core.services.streams.stream_opening import IDLE, StreamOpening, is_of_broadcast

_log = structlog.get_logger(__name__)

PATIENCE_SECONDS: Final = 1.5
"""A second without further lines is taken as over this long after its end."""

LEAVE_SECONDS: Final = 5.0

BEFORE_START_SECONDS: Final = 10.0

BEFORE_FIRST_SECONDS: Final = 30.0
"""Where nobody announces streams, the line that came first may not be the one said first."""


class LiveChat:
    """Receives chat from all readers; a message that several of them read counts once."""

    def __init__(
        self,
        *,
        clock: Clock,
        opening: StreamOpening,
        spike_detection: SpikeDetection,
        clock_watch: ClockWatch,
        followers: Sequence[MomentFollower] = (),
        is_ours: Callable[[str], bool] = lambda _: True,
    ) -> None:
        self._clock = clock
        self._opening = opening
        self._spike_detection = spike_detection
        self._clock_watch = clock_watch
        self._news = LiveNews(ended_streams=spike_detection, followers=followers)
        self._channels: dict[str, LiveChannel] = {}
        self._is_ours = is_ours
        self._seen = SeenIds()

    def add_follower(self, follower: MomentFollower) -> None:
        """Report moments and calls to one more follower from now on."""
        self._news.add_follower(follower)

    def add_channel(self, binding: TwitchBinding) -> None:
        """Watch a channel from now on; if it is watched already, its binding is replaced."""
        known = self._channels.get(binding.broadcaster_id)
        if known:
            known.binding = binding
        else:
            self._channels[binding.broadcaster_id] = make_channel(binding, self._clock)

    async def remove_channel(self, broadcaster_id: str) -> None:
        """Stop watching a channel; for us its stream ends here, unless it was deleted."""
        if channel := self._channels.pop(broadcaster_id, None):
            async with channel.lock:
                stream = channel.stream
                if not (stream and await self._spike_detection.forget_deleted(stream)):
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

    def find_last_broadcast(self, broadcaster_id: str) -> tuple[datetime, datetime] | None:
        """Return when the stream of a channel that ended last began, and when it ended."""
        channel = self._channels.get(broadcaster_id)
        return channel.last_broadcast if channel else None

    def find_silence(self, broadcaster_id: str) -> tuple[datetime, str] | None:
        """Return since when, and why, a channel is not heard; None while it is."""
        channel = self._channels.get(broadcaster_id)
        if channel is None or channel.disconnected_at is None:
            return None
        return channel.disconnected_at, channel.disconnect_reason

    def describe_delay(self, broadcaster_id: str) -> ChatDelay | None:
        """Return how a channel's lines arrive; None before the first one."""
        channel = self._channels.get(broadcaster_id)
        return self._describe(channel) if channel else None

    async def hear(self, event: LiveEvent) -> None:
        """Process a line or a notice, or hold it back where earlier ones are to be expected.

        While it is not sure that the channel is still ours, it is held back too: where the table
        is away for everybody, nobody else hears it. Where somebody does, the channel is forgotten.
        """
        channel = self._channels.get(event.broadcaster_id)
        if channel is None:
            return
        if isinstance(event, LiveLine) and not self._seen.is_new(event.message_id):
            return
        channel.order.add(event, self._clock.steady_seconds())
        if not self._is_ours(event.broadcaster_id):
            return
        async with channel.lock:
            await self._hear_due(channel)

    async def follow_stream(self, live: LiveStream) -> None:
        """Handle that a channel is live; repeated news updates the title.

        While it is not sure that the channel is still ours, a later look opens its stream.
        """
        channel = self._channels.get(live.broadcaster_id)
        if channel is None or not self._is_ours(live.broadcaster_id):
            return
        async with channel.lock:
            channel.is_announced = True
            stream = channel.stream
            if stream and not is_of_broadcast(stream, live):
                await self._end(channel)
                stream = None
            if stream is None:
                now = channel.to_platform(self._clock.now(), self._clock)
                stream = await self._opening.open_announced(channel.binding, live, now=now)
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
        for channel in list(self._channels.values()):
            if channel.lock.locked():
                continue
            if not self._is_ours(channel.binding.broadcaster_id):
                continue
            async with channel.lock:
                try:
                    await self._hear_due(channel)
                    await self._pass_time(channel)
                except TrussError as error:
                    login = channel.binding.login
                    _log.warning("chat.time_not_passed", channel=login, reason=str(error))
        await self._news.settle_ended()
        delays = map(self._describe, self._channels.values())
        self._clock_watch.look_at(delay for delay in delays if delay)

    async def leave(self) -> None:
        """Stop because this process ends; the streams go on, and everything is stored."""
        for channel in self._channels.values():
            async with channel.lock:
                try:
                    await self._leave(channel)
                except TrussError as error:
                    login = channel.binding.login
                    _log.warning("chat.not_left", channel=login, reason=str(error))
                channel.stream = None
        await self._news.settle_ended()
        await self._spike_detection.leave_ended()
        for channel in self._channels.values():
            await channel.news.drain(seconds=LEAVE_SECONDS)
            channel.news.give_up()

    async def _leave(self, channel: LiveChannel) -> None:
        await self._hear_all(channel)
        if channel.stream and not self._is_ours(channel.binding.broadcaster_id):
            self._spike_detection.forget_stream(channel.stream)
        elif channel.stream:
            await self._close_gap(channel, self._clock.now())
            await self._spike_detection.leave_stream(channel.stream)

    async def _hear_due(self, channel: LiveChannel) -> None:
        """Hear what is in order by now; while the table is away, it waits."""
        while self._clock.steady_seconds() >= channel.again_at and (
            held := channel.order.take_due(self._clock.steady_seconds())
        ):
            await self._hear_held(channel, held)

    async def _hear_all(self, channel: LiveChannel) -> None:
        """Hear what is held, because nothing more will be heard; what is not ours, another does."""
        if not self._is_ours(channel.binding.broadcaster_id):
            return
        channel.again_at = 0.0
        while not channel.again_at and (held := channel.order.take_first()):
            await self._hear_held(channel, held)

    async def _hear_held(self, channel: LiveChannel, held: HeldEvent) -> None:
        try:
            await self._hear_one(channel, held.event)
        except (Busy, ExternalFailure) as error:
            if not may_retry(error):
                raise
            channel.order.give_back(held)
            channel.again_at = self._clock.steady_seconds() + channel.patience.hold_off(error)
        except asyncio.CancelledError:
            channel.order.give_back(held)
            raise
        else:
            channel.patience.reset()

    async def _hear_one(self, channel: LiveChannel, event: LiveEvent) -> None:
        at = event_at(event)
        stream = channel.stream
        if stream is None and isinstance(event, LiveLine):
            stream = await self._open_unannounced(channel, at)
        if stream is None:
            await self._news.miss(channel, event)
            return
        offset = (at - stream.started_at).total_seconds()
        if offset < -(BEFORE_START_SECONDS if channel.is_announced else BEFORE_FIRST_SECONDS):
            return
        if channel.is_announced or isinstance(event, LiveNotice) or read_call(event.text):
            offset = max(0.0, offset)
        channel.last_at = max(channel.last_at or at, at)
        heard = await self._spike_detection.hear(stream, event.place_at(offset))
        await self._news.report(channel, stream, heard)

    async def _open_unannounced(self, channel: LiveChannel, at: datetime) -> Stream | None:
        """Open a stream at its first line, where nobody announces streams."""
        if channel.is_announced:
            return None
        stream = await self._opening.open_unannounced(channel.binding, at)
        await self._watch(channel, stream)
        return stream

    async def _watch(self, channel: LiveChannel, stream: Stream) -> None:
        await self._spike_detection.watch_stream(stream, is_live=True)
        channel.stream, channel.last_at = stream, None

    async def _end(self, channel: LiveChannel, *, at: datetime | None = None) -> None:
        await self._hear_all(channel)
        stream = channel.stream
        if stream is None:
            return
        now = self._clock.now()
        await self._close_gap(channel, now)
        ended_at = at or channel.to_platform(now, self._clock)
        duration = max(0.0, (ended_at - stream.started_at).total_seconds())
        channel.stream, channel.last_broadcast = None, (stream.started_at, ended_at)
        await self._spike_detection.end_stream(stream, duration_seconds=duration)
        await self._news.end(channel, stream)

    async def _close_gap(self, channel: LiveChannel, at: datetime) -> None:
        since, channel.disconnected_at = channel.disconnected_at, None
        stream = channel.stream
        if since is None or stream is None:
            return
        start, end = (channel.to_platform(one, self._clock) for one in (since, at))
        gap = CoverageGap(
            start_seconds=(start - stream.started_at).total_seconds(),
            end_seconds=(end - stream.started_at).total_seconds(),
            reason=channel.disconnect_reason,
        )
        channel.stream = await self._spike_detection.add_gap(stream, gap)

    async def _pass_time(self, channel: LiveChannel) -> None:
        """Let time pass by the platform's clock, as far as its lines tell."""
        await channel.news.run()
        now = self._clock.steady_seconds()
        settled, latest = channel.order.settled_until(now), channel.order.platform_time(now)
        stream, last_at = channel.stream, channel.last_at
        if stream is None or last_at is None or settled is None or latest is None:
            return
        is_idle = latest - last_at.timestamp() > IDLE.total_seconds() + PATIENCE_SECONDS
        if is_idle and not channel.is_announced and channel.disconnected_at is None:
            await self._end(channel, at=last_at)
            return
        offset = settled - PATIENCE_SECONDS - stream.started_at.timestamp()
        heard = await self._spike_detection.pass_time(stream, offset)
        await self._news.report(channel, stream, heard)

    def _describe(self, channel: LiveChannel) -> ChatDelay | None:
        return channel.order.describe(
            now=self._clock.steady_seconds(), time_of_day=self._clock.now().timestamp()
        )
