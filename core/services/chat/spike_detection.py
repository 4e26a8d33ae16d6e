"""Detecting spikes: a stream's chat goes in, and what it led to comes out, already stored."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

import structlog

from core.domain.chat.chat_message import ChatMessage, ChatNotice, NoticeKind
from core.domain.chat.chat_spike import ChatSpike
from core.domain.chat.clip_calls import ClipCall, ClipCallStatus, place_call
from core.domain.chat.recent_chat import LONG_SECONDS
from core.domain.people.actor import Actor
from core.domain.streams.coverage_gap import CoverageGap, add_gap
from core.domain.streams.stream import Stream
from core.domain.videos.asset import Asset
from core.domain.work.ids import StreamId
from core.domain.work.meters import Meters
from core.services.chat.chat_state import NOTHING, ChatState, ChatStateStorage, Heard
from core.services.chat.spike_storage import SpikeStorage, StoredMoment
from core.services.streams.stream_storage import StreamStorage, log_gap

_log = structlog.get_logger(__name__)

LEAVE_SECONDS: Final = 10.0
END_SECONDS: Final = 10.0
"""For how long is waited for a table that is away, when this process or a stream ends."""

_RETRACTIONS: Final = frozenset({NoticeKind.TIMEOUT, NoticeKind.DELETION})
_CROWD_COMES: Final = frozenset({NoticeKind.RAID, NoticeKind.HYPE_TRAIN})


class SpikeDetection:
    """Turns the chat of any number of streams into stored spikes with their clip drafts."""

    def __init__(
        self,
        *,
        stream_storage: StreamStorage,
        spike_storage: SpikeStorage,
        chat_states: ChatStateStorage,
        meters: Meters | None = None,
    ) -> None:
        self._meters = meters or Meters()
        self._stream_storage = stream_storage
        self._spike_storage = spike_storage
        self._chat_states = chat_states
        self._states: dict[StreamId, ChatState] = {}
        self._ended: dict[StreamId, ChatState] = {}

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

    async def watch_stream(
        self, stream: Stream, *, asset: Asset | None = None, is_live: bool = False
    ) -> None:
        """Accept the chat of a stored stream from now on, with what its channel has taught.

        Where it is live, the detector hears the first lines once they can be put in order.
        """
        state = await self._chat_states.open_state(stream, asset, is_live=is_live)
        self._states[stream.id] = state
        _log.info("stream.watched", stream_id=stream.id, creator_id=stream.creator_id)

    async def hear(self, stream: Stream, event: ChatMessage | ChatNotice) -> Heard:
        """Process one line or notice, and return what it led to.

        An eruption and a call that are about the same moment make one moment. What cannot be stored
        now is kept; only where a restart's memory cannot be read is the event not heard at all.
        """
        state = self._states[stream.id]
        if isinstance(event, ChatMessage):
            self._meters.count("truss_chat_lines_total")
        if state.memory is not None:
            for unstored in await self._chat_states.resume(state, event.offset_seconds):
                self._follow(state, unstored)
        if isinstance(event, ChatNotice):
            self._hear_notice(state, event)
            return await self._settle(state)
        self._chat_states.count(state, event)
        self._detect(state, event)
        call = state.calls.hear(event)
        if call:
            self._follow_call(state, event, call)
        return await self._settle(state, call)

    async def pass_time(self, stream: Stream, offset_seconds: float) -> Heard:
        """Let time pass without a line; a moment may be complete, or stored, by now."""
        state = self._states[stream.id]
        state.passed_seconds = max(state.passed_seconds, offset_seconds)
        if state.opening and state.opening.is_over(offset_seconds):
            self._end_opening(state)
        if state.memory is None:
            self._pass_time(state, offset_seconds)
        return await self._settle(state)

    async def settle(self, stream: Stream) -> Heard:
        """Store what is left of a stream that ended while it could not be stored."""
        state = self._ended.get(stream.id)
        if state is None:
            return NOTHING
        heard = await self._settle(state)
        if not state.pending:
            del self._ended[stream.id]
        return heard

    def is_settled(self, stream: Stream) -> bool:
        """Return whether everything of a stream that ended is stored."""
        return stream.id not in self._ended

    async def add_gap(self, stream: Stream, gap: CoverageGap) -> Stream:
        """Record that chat was not heard for a while."""
        log_gap(stream, gap)
        state = self._states[stream.id]
        self._chat_states.change_stream(
            state, lambda known: replace(known, gaps=add_gap(known.gaps, gap)), name="gap"
        )
        await state.pending.run()
        return state.stream

    async def retitle(self, stream: Stream, *, title: str, category: str) -> Stream:
        """Store what the creator calls the stream now."""
        state = self._states[stream.id]
        if (state.stream.title, state.stream.category) == (title, category):
            return state.stream
        self._chat_states.change_stream(
            state, lambda known: replace(known, title=title, category=category), name="title"
        )
        await state.pending.run()
        return state.stream

    def count_lately(self, stream: Stream) -> int:
        """Return how many lines were written in the last ten seconds."""
        state = self._states[stream.id]
        since = max(state.passed_seconds, state.heard_seconds) - LONG_SECONDS
        waiting = state.opening.count_since(since) if state.opening else 0
        return waiting + state.detector.count_since(since)

    async def leave_streams(self) -> None:
        """Stop watching all streams, which go on; whoever continues finds what is needed stored."""
        for state in list(self._states.values()):
            await self.leave_stream(state.stream)
        await self.leave_ended()

    async def leave_ended(self) -> None:
        """Wait for what is left of streams that have ended, and log what cannot be stored."""
        for state in list(self._ended.values()):
            await self._give_up(state)
        self._ended.clear()

    async def leave_stream(self, stream: Stream) -> Stream:
        """Stop watching a stream that goes on; whoever continues finds what is needed stored."""
        state = self._states.pop(stream.id)
        self._end_opening(state)
        self._update_evidence(state, state.detector.finish())
        state.counter.note_missed(state.detector.take_missed())
        if state.memory is None:
            self._chat_states.save(state)
        await self._give_up(state)
        return state.stream

    async def forget_deleted(self, stream: Stream) -> bool:
        """Drop what is known of a stream if it was deleted, as with its creator; say whether."""
        if not await self._stream_storage.is_deleted(stream):
            return False
        self.forget_stream(stream)
        return True

    def forget_stream(self, stream: Stream) -> None:
        """Drop what is known of a stream that another process hears now; nothing is stored."""
        self._states.pop(stream.id, None)

    async def end_stream(
        self, stream: Stream, *, duration_seconds: float, asset: Asset | None = None
    ) -> Stream:
        """Stop watching a stream that is over, and store its counts and its end.

        `asset` is its video, where that was not to be known while it was watched. What cannot be
        stored within seconds is left to `settle`.
        """
        state = self._states.pop(stream.id)
        self._chat_states.save_unstored(state)
        self._end_opening(state)
        self._update_evidence(state, state.detector.finish())
        state.counter.note_missed(state.detector.take_missed())
        if state.memory is None:
            # It comes first, for it tells whether the counts are still ours to store.
            self._chat_states.save_memory(state)
        self._chat_states.save_counts(state)
        self._chat_states.change_stream(
            state,
            lambda known: known.end(
                duration_seconds=duration_seconds, asset_id=asset.id if asset else None
            ),
            name="end",
        )
        is_stored = await state.pending.drain(seconds=END_SECONDS)
        if state.done or not is_stored:
            self._ended[stream.id] = state
        return state.stream

    async def _give_up(self, state: ChatState) -> None:
        """Wait for what is not stored yet, and then log it."""
        await state.pending.drain(seconds=LEAVE_SECONDS)
        state.pending.give_up()

    async def _settle(self, state: ChatState, call: ClipCall | None = None) -> Heard:
        """Store what can be stored; return that, and a call that was made just now."""
        await state.pending.run()
        done, state.done = state.done, []
        newest = next((one for one in reversed(done) if one.moment), NOTHING)
        own = next((one for one in done if call and one.call is call), NOTHING)
        late = tuple(one for one in done if one is not newest and one is not own)
        return Heard(moment=newest.moment, call=call, joined=own.joined, late=late)

    def _hear_notice(self, state: ChatState, notice: ChatNotice) -> None:
        if notice.kind in _RETRACTIONS:
            state.calls.forget(notice)
            self._change_moment(
                state,
                "retraction",
                lambda moment: self._spike_storage.take_back(state.stream, moment, notice),
            )
        self._detect(state, notice)
        if notice.kind in _CROWD_COMES:
            # After a restart, newcomers who greet must not count as a reaction.
            self._chat_states.save(state)

    def _detect(self, state: ChatState, event: ChatMessage | ChatNotice) -> None:
        """Let the detector hear an event, and follow what it finds."""
        if state.opening is None:
            self._follow(state, state.detector.hear(event))
            return
        if state.opening.add(event):
            self._chat_states.save_memory(state)
        if state.opening.is_over(event.offset_seconds):
            self._end_opening(state)

    def _pass_time(self, state: ChatState, offset_seconds: float) -> None:
        if state.opening is None:
            self._follow(state, state.detector.pass_time(offset_seconds))
        elif state.opening.pass_time(offset_seconds):
            self._chat_states.save_memory(state)

    def _end_opening(self, state: ChatState) -> None:
        opening, state.opening = state.opening, None
        events = opening.list_events() if opening else []
        if not events:
            return
        for event in events:
            self._follow(state, state.detector.hear(event))
        # What was found early is found, and stored, by now; or it was none.
        self._chat_states.save_memory(state)

    def _follow(self, state: ChatState, spike: ChatSpike | None) -> None:
        """Queue what the detector found; viewers may have had that moment clipped already."""
        self._update_evidence(state, state.detector.take_ripe())
        if missed := state.detector.take_missed():
            state.counter.note_missed(missed)
        if spike is None:
            return
        if state.calls.meet_spike(spike.detected_at_seconds):
            self._update_evidence(state, spike)
        else:
            state.days.count_spike(spike.detected_at_seconds)
            state.spikes += 1
            self._add_moment(state, spike)
        self._chat_states.save(state)

    def _follow_call(self, state: ChatState, message: ChatMessage, call: ClipCall) -> None:
        """Queue what a call for a clip changes: it credits a moment, or makes a new one."""
        if call.status is ClipCallStatus.JOINED and state.has_moment:
            state.days.count_call(message.offset_seconds)

            async def credit(moment: StoredMoment) -> StoredMoment:
                joined = await self._spike_storage.credit(state.stream, moment, call.asked_by)
                state.done.append(Heard(call=call, joined=joined))
                return joined

            self._change_moment(state, "credit", credit)
        if call.status is ClipCallStatus.REACHED:
            state.days.count_call(message.offset_seconds)
            self._end_opening(state)
            asked = place_call(state.detector.describe(), call, message.offset_seconds)
            self._add_moment(state, asked)

    def _add_moment(self, state: ChatState, spike: ChatSpike) -> None:
        draft = self._spike_storage.draft_moment(state.stream, state.asset, spike)
        state.has_moment = True

        async def store() -> None:
            state.moment = await self._spike_storage.store_moment(state.stream, draft)
            # Chat is told of what viewers asked for, not of what a moderator had cut already.
            if spike.asked_by or not state.moment.is_joined:
                state.done.append(Heard(moment=state.moment))

        state.pending.add("moment", store)

    def _update_evidence(self, state: ChatState, evidence: ChatSpike | None) -> None:
        if evidence:
            self._change_moment(
                state,
                "evidence",
                lambda moment: self._spike_storage.update_evidence(state.stream, moment, evidence),
            )

    def _change_moment(
        self,
        state: ChatState,
        name: str,
        change: Callable[[StoredMoment], Awaitable[StoredMoment]],
    ) -> None:
        """Queue a change of the latest moment, if there is one."""
        if not state.has_moment:
            return

        async def store() -> None:
            if state.moment:
                state.moment = await change(state.moment)

        state.pending.add(name, store)
