"""Detecting spikes: a stream's chat goes in, and what it led to comes out, already stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
)
from core.domain.people.actor import Actor
from core.domain.streams.coverage_gap import (
    CoverageGap,
    add_gap,
)
from core.domain.streams.stream import Stream
from core.domain.videos.asset import Asset
from core.domain.work.ids import StreamId
from core.domain.work.plain_text import clean_title
from core.services.chat.chat_state import (
    ChatState,
    ChatStateStorage,
)
from core.services.chat.spike_storage import (
    SpikeStorage,
    StoredMoment,
)
from core.services.streams.stream_storage import (
    StreamStorage,
    log_gap,
)

_log = structlog.get_logger(__name__)

_RETRACTIONS: Final = frozenset({NoticeKind.TIMEOUT, NoticeKind.DELETION})
_CROWD_COMES: Final = frozenset({NoticeKind.RAID, NoticeKind.HYPE_TRAIN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What one chat event, or the passing of time, led to.

    `moment` is new and stored: chat erupted, or enough viewers asked for a clip. `call` is the
    answer to a line that asked for one, and `joined` the stored moment that the call was added to.
    """

    moment: StoredMoment | None = None
    call: ClipCall | None = None
    joined: StoredMoment | None = None


NOTHING: Final = Heard()


class SpikeDetection:
    """Turns the chat of any number of streams into stored spikes with their clip drafts."""

    def __init__(
        self,
        *,
        stream_storage: StreamStorage,
        spike_storage: SpikeStorage,
        chat_states: ChatStateStorage,
    ) -> None:
        self._stream_storage = stream_storage
        self._spike_storage = spike_storage
        self._chat_states = chat_states
        self._states: dict[StreamId, ChatState] = {}

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
        """Store and watch a stream, or continue with it after a restart."""
        stream = await self._stream_storage.start_stream(
            actor.creator_id,
            title=title,
            started_at=started_at,
            asset_id=asset.id if asset else None,
            broadcaster_id=broadcaster_id,
            category=category,
        )
        await self.watch_stream(stream, asset=asset)
        return stream

    async def watch_stream(self, stream: Stream, *, asset: Asset | None = None) -> None:
        """Accept the chat of a stored stream from now on, with what its channel has taught."""
        self._states[stream.id] = await self._chat_states.open_state(stream, asset)
        _log.info("stream.watched", stream_id=stream.id, creator_id=stream.creator_id)

    async def hear(self, stream: Stream, event: ChatMessage | ChatNotice) -> Heard:
        """Process one line or notice, and return what it led to.

        An eruption and a call that are about the same moment make one moment.
        """
        state = self._states[stream.id]
        if state.memory is not None:
            await self._chat_states.resume(state, event.offset_seconds)
        if isinstance(event, ChatNotice):
            return await self._hear_notice(state, event)
        await self._chat_states.count(state, event)
        has_erupted = await self._follow(state, state.detector.hear(event))
        call = state.calls.hear(event)
        is_asked_for = call is not None and await self._follow_call(state, event, call)
        return Heard(
            moment=state.moment if has_erupted or is_asked_for else None,
            call=call,
            joined=state.moment if call and call.status is ClipCallStatus.JOINED else None,
        )

    async def pass_time(self, stream: Stream, offset_seconds: float) -> Heard:
        """Let time pass without a line; a moment may be complete by now."""
        state = self._states[stream.id]
        if state.memory is None and await self._follow(
            state, state.detector.advance_to(offset_seconds)
        ):
            return Heard(moment=state.moment)
        return NOTHING

    async def add_gap(self, stream: Stream, gap: CoverageGap) -> Stream:
        """Record that chat was not heard for a while."""
        log_gap(stream, gap)
        return await self._chat_states.change_stream(
            self._states[stream.id],
            lambda known: replace(known, gaps=add_gap(known.gaps, gap)),
        )

    async def retitle(self, stream: Stream, *, title: str, category: str) -> Stream:
        """Store what the creator calls the stream now."""
        state = self._states[stream.id]
        if (state.stream.title, state.stream.category) == (title, category):
            return state.stream
        return await self._chat_states.change_stream(
            state, lambda known: replace(known, title=title, category=category)
        )

    def count_lately(self, stream: Stream) -> int:
        """Return how many lines were written in the last ten seconds."""
        return self._states[stream.id].detector.describe().messages

    async def leave_streams(self) -> None:
        """Stop watching all streams, which go on; whoever continues finds what is needed stored."""
        for state in list(self._states.values()):
            await self.leave_stream(state.stream)

    async def leave_stream(self, stream: Stream) -> Stream:
        """Stop watching a stream that goes on; whoever continues finds what is needed stored."""
        state = self._states.pop(stream.id)
        await self._update_evidence(state, state.detector.finish())
        if state.memory is None:
            await self._chat_states.save(state)
        return state.stream

    def forget_stream(self, stream: Stream) -> None:
        """Drop what is known of a stream that another process hears now; nothing is stored."""
        self._states.pop(stream.id, None)

    async def end_stream(
        self, stream: Stream, *, duration_seconds: float, asset: Asset | None = None
    ) -> Stream:
        """Stop watching a stream that is over, and store its counts and its end.

        `asset` is its video, where that was not to be known while it was watched.
        """
        state = self._states[stream.id]
        await self._update_evidence(state, state.detector.finish())
        await self._chat_states.save_counts(state)
        ended = await self._chat_states.change_stream(
            state,
            lambda known: known.end(
                duration_seconds=duration_seconds, asset_id=asset.id if asset else None
            ),
        )
        del self._states[stream.id]
        return ended

    async def _hear_notice(self, state: ChatState, notice: ChatNotice) -> Heard:
        if notice.kind in _RETRACTIONS:
            state.calls.forget(notice)
            if state.moment:
                state.moment = await self._spike_storage.take_back(
                    state.stream, state.moment, notice
                )
        has_erupted = await self._follow(state, state.detector.hear(notice))
        if notice.kind in _CROWD_COMES:
            # After a restart, newcomers who greet must not count as a reaction.
            await self._chat_states.save(state)
        return Heard(moment=state.moment) if has_erupted else NOTHING

    async def _follow(self, state: ChatState, spike: ChatSpike | None) -> bool:
        """Store what the detector found; False where that is no new moment."""
        await self._update_evidence(state, state.detector.take_ripe())
        if spike is None:
            return False
        is_new = await self._store_spike(state, spike)
        await self._chat_states.save(state)
        return is_new

    async def _store_spike(self, state: ChatState, spike: ChatSpike) -> bool:
        """Store a spike; False where viewers had that moment clipped already."""
        if state.calls.meet_spike(spike.detected_at_seconds):
            await self._update_evidence(state, spike)
            return False
        state.days.count_spike(spike.detected_at_seconds)
        state.spikes += 1
        state.moment = await self._spike_storage.store_spike(state.stream, state.asset, spike)
        return True

    async def _follow_call(self, state: ChatState, message: ChatMessage, call: ClipCall) -> bool:
        """Store what a call for a clip changes; True where it makes a new moment."""
        if call.status is ClipCallStatus.JOINED and state.moment:
            state.days.count_call(message.offset_seconds)
            state.moment = await self._spike_storage.credit(
                state.stream, state.moment, call.asked_by
            )
        if call.status is not ClipCallStatus.REACHED:
            return False
        state.days.count_call(message.offset_seconds)
        asked = _place_call(state.detector.describe(), call, message.offset_seconds)
        state.moment = await self._spike_storage.store_spike(state.stream, state.asset, asked)
        return True

    async def _update_evidence(self, state: ChatState, evidence: ChatSpike | None) -> None:
        if evidence and state.moment:
            state.moment = await self._spike_storage.update_evidence(
                state.stream, state.moment, evidence
            )


def _place_call(now: ChatSpike, call: ClipCall, asked_at_seconds: float) -> ChatSpike:
    """Return the moment that was asked for, with the window it would have had as an eruption."""
    earlier = now.detected_at_seconds - call.moment_seconds
    start = max(0.0, now.start_seconds - earlier)
    return replace(
        now,
        detected_at_seconds=asked_at_seconds,
        start_seconds=start,
        end_seconds=max(start + FIRST_SECONDS, now.end_seconds - earlier),
        peak_seconds=max(0.0, call.moment_seconds),
        asked_by=call.asked_by,
        asked_title=clean_title(call.title),
    )
