"""Watching: hearing a stream's chat and keeping the moments at which it erupts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

import structlog

from core.domain.chat.chat_message import (
    ChatMessage,
    ChatNotice,
    NoticeKind,
)
from core.domain.chat.chat_spike import ChatSpike
from core.domain.chat.clip_calls import (
    FIRST_SECONDS,
    ClipCall,
    ClipCallStatus,
    ClipCallTuning,
)
from core.domain.people.actor import Actor
from core.domain.streams.coverage_gap import (
    CoverageGap,
    add_gap,
)
from core.domain.streams.stream import (
    Stream,
    StreamStatus,
)
from core.domain.videos.asset import Asset
from core.domain.work.ids import StreamId
from core.domain.work.plain_text import clean_title
from core.ports.chat import ChatMemoryStore, HistogramStore
from core.ports.learning import AnalyticsStore
from core.ports.streams import StreamStore
from core.ports.work import (
    Clock,
    Ids,
)
from core.services.chat.channel_learning import ChannelLearning
from core.services.chat.spike_storage import (
    SpikeStorage,
    StoredMoment,
)
from core.services.chat.stream_chat import (
    ChatState,
    ChatStateStorage,
    MakeDetector,
)
from core.services.streams.stream_storage import StreamStorage

_log = structlog.get_logger(__name__)

_TAKES_BACK: Final = frozenset({NoticeKind.TIMEOUT, NoticeKind.DELETION})


class SpikeDetection:
    """Turns chat into spikes, and spikes into clips to be rendered."""

    def __init__(
        self,
        *,
        clock: Clock,
        ids: Ids,
        streams: StreamStore,
        histograms: HistogramStore,
        memories: ChatMemoryStore,
        analytics: AnalyticsStore,
        spike_storage: SpikeStorage,
        channel_learning: ChannelLearning,
        make_detector: MakeDetector,
        call_tuning: ClipCallTuning,
    ) -> None:
        self._ids = ids
        self._stream_storage = StreamStorage(clock=clock, ids=ids, streams=streams)
        self._spike_storage = spike_storage
        self._keeping = ChatStateStorage(
            histograms=histograms,
            memories=memories,
            analytics=analytics,
            stream_storage=self._stream_storage,
            spike_storage=spike_storage,
            channel_learning=channel_learning,
            make_detector=make_detector,
            call_tuning=call_tuning,
        )
        self._ears: dict[StreamId, ChatState] = {}

    async def start_stream(
        self,
        actor: Actor,
        *,
        title: str,
        started_at: datetime,
        asset: Asset | None = None,
        broadcaster_id: str | None = None,
        category: str = "",
    ) -> Stream:
        """Begin to watch a stream, or go on with it after a restart; its chat comes to `hear`.

        A stream that is live is known by its channel, or without one by its title, and by when it
        started. What was learned of the broadcaster's channel is used from here on.
        """
        names = ("stream", actor.creator_id, title, *([broadcaster_id] if broadcaster_id else []))
        stream_id = StreamId(self._ids.new_ulid(started_at, *names))
        wanted = Stream(
            id=stream_id,
            creator_id=actor.creator_id,
            title=title,
            started_at=started_at,
            asset_id=asset.id if asset else None,
            broadcaster_id=broadcaster_id,
            category=category,
        )
        return await self.go_on(await self._stream_storage.open_stream(wanted), asset=asset)

    async def go_on(self, stream: Stream, *, asset: Asset | None = None) -> Stream:
        """Watch a stream that is stored, from where it was left."""
        self._ears[stream.id] = await self._keeping.make_ear(stream, asset)
        _log.info("stream.watched", stream_id=stream.id, creator_id=stream.creator_id)
        return stream

    async def hear(self, stream: Stream, event: ChatMessage | ChatNotice) -> ChatSpike | None:
        """Hear one message; return the moment that it completed, once it is stored.

        A moment is an eruption of chat, or one that enough viewers asked for; where both are about
        the same it is one, and only the first of them is returned.
        """
        ear = self._ears[stream.id]
        if ear.memory is not None:
            await self._keeping.take_up(ear, event.offset_seconds)
        if isinstance(event, ChatMessage):
            await self._keeping.count(ear, event)
        elif event.kind in _TAKES_BACK:
            await self._take_back(ear, event)
        found = await self._follow(ear, ear.detector.hear(event))
        if _says_who_comes(event):
            await self._keeping.remember(ear)
        asked = await self._hear_call(ear, event) if isinstance(event, ChatMessage) else None
        return found or asked

    async def pass_time(self, stream: Stream, offset_seconds: float) -> ChatSpike | None:
        """Let time go on without a message; return the moment that is complete by now."""
        ear = self._ears[stream.id]
        if ear.memory is not None:
            return None
        return await self._follow(ear, ear.detector.advance_to(offset_seconds))

    async def note_gap(self, stream: Stream, gap: CoverageGap) -> Stream:
        """Write down that chat was not heard for a while."""
        ear = self._ears[stream.id]
        _log.warning(
            "stream.gap",
            stream_id=stream.id,
            at_seconds=round(gap.start_seconds, 1),
            length_seconds=round(gap.length_seconds, 1),
            reason=gap.reason,
        )
        return await self._keeping.change(
            ear, lambda known: replace(known, gaps=add_gap(known.gaps, gap))
        )

    async def retitle(self, stream: Stream, *, title: str, category: str) -> Stream:
        """Follow what the creator calls the stream now."""
        ear = self._ears[stream.id]
        if (ear.stream.title, ear.stream.category) == (title, category):
            return ear.stream
        return await self._keeping.change(
            ear, lambda now: replace(now, title=title, category=category)
        )

    def count_lately(self, stream: Stream) -> int:
        """Return how many lines were said in the last ten seconds."""
        return self._ears[stream.id].detector.describe().messages

    def read_moment(self, stream: Stream) -> StoredMoment | None:
        """Return the latest moment that was kept, for whoever cuts it."""
        return self._ears[stream.id].moment

    def read_call(self, stream: Stream) -> ClipCall | None:
        """Return how far the latest call for a clip came, for whoever answers in chat."""
        return self._ears[stream.id].call

    async def leave_streams(self) -> None:
        """Stop hearing streams that go on; what is known is kept for whoever goes on with them."""
        for ear in list(self._ears.values()):
            await self.leave_stream(ear.stream)

    async def leave_stream(self, stream: Stream) -> Stream:
        """Stop hearing a stream that goes on; what is known is kept for whoever goes on with it."""
        ear = self._ears.pop(stream.id)
        await self._ripen(ear, ear.detector.finish())
        if ear.memory is None:
            await self._keeping.remember(ear)
        return ear.stream

    def forget_stream(self, stream: Stream) -> None:
        """Drop what is known of a stream that another process hears now; nothing is stored."""
        self._ears.pop(stream.id, None)

    async def end_stream(self, stream: Stream, *, duration_seconds: float) -> Stream:
        """Stop watching; what was counted up to now is stored, and what was ripening is ripe.

        Where the stream's video is at hand, how late its channel's chat is will be measured.
        """
        ear = self._ears.pop(stream.id)
        await self._ripen(ear, ear.detector.finish())
        await self._keeping.keep_counts(ear)
        if ear.stream.status is StreamStatus.ENDED:
            return ear.stream
        return await self._keeping.change(
            ear,
            lambda known: replace(
                known, status=StreamStatus.ENDED, duration_seconds=duration_seconds
            ),
        )

    async def _take_back(self, ear: ChatState, notice: ChatNotice) -> None:
        ear.calls.forget(notice)
        if ear.moment:
            ear.moment = await self._spike_storage.take_back(ear.stream, ear.moment, notice)

    async def _follow(self, ear: ChatState, spike: ChatSpike | None) -> ChatSpike | None:
        """Keep what became ripe, and the spike that was found, if one was."""
        await self._ripen(ear, ear.detector.take_ripe())
        if spike is None:
            return None
        found = await self._keep_spike(ear, spike)
        await self._keeping.remember(ear)
        return found

    async def _keep_spike(self, ear: ChatState, spike: ChatSpike) -> ChatSpike | None:
        """Store a spike; None where viewers had that moment clipped already."""
        if ear.calls.meet_spike(spike.detected_at_seconds):
            await self._ripen(ear, spike)
            return None
        ear.days.count_spike(spike.detected_at_seconds)
        ear.spikes += 1
        ear.moment = await self._spike_storage.keep_spike(ear.stream, ear.asset, spike)
        return spike

    async def _hear_call(self, ear: ChatState, message: ChatMessage) -> ChatSpike | None:
        call = ear.calls.hear(message)
        if call is None:
            return None
        ear.call = call
        if call.status is ClipCallStatus.JOINED and ear.moment:
            ear.days.count_call(message.offset_seconds)
            ear.moment = await self._spike_storage.credit(ear.stream, ear.moment, call.asked_by)
        if call.status is not ClipCallStatus.REACHED:
            return None
        ear.days.count_call(message.offset_seconds)
        asked = _place_call(ear.detector.describe(), call, message.offset_seconds)
        ear.moment = await self._spike_storage.keep_spike(ear.stream, ear.asset, asked)
        return asked

    async def _ripen(self, ear: ChatState, ripe: ChatSpike | None) -> None:
        if ripe and ear.moment:
            ear.moment = await self._spike_storage.renew_evidence(ear.stream, ear.moment, ripe)


def _says_who_comes(event: ChatMessage | ChatNotice) -> bool:
    """Say whether a crowd follows that a restart must not take for a reaction."""
    return isinstance(event, ChatNotice) and event.kind in {NoticeKind.RAID, NoticeKind.HYPE_TRAIN}


def _place_call(told: ChatSpike, call: ClipCall, asked_at_seconds: float) -> ChatSpike:
    """Return the moment that was asked for: its window lies as if chat had erupted then."""
    earlier = told.detected_at_seconds - call.moment_seconds
    start = max(0.0, told.start_seconds - earlier)
    return replace(
        told,
        detected_at_seconds=asked_at_seconds,
        start_seconds=start,
        end_seconds=max(start + FIRST_SECONDS, told.end_seconds - earlier),
        peak_seconds=max(0.0, call.moment_seconds),
        asked_by=call.asked_by,
        asked_title=clean_title(call.title),
    )
