"""Chat answers: telling viewers what became of the clips they asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import structlog

from core.domain.chat.chat_answer import (
    PATIENCE_SECONDS,
    PROGRESS_SECONDS,
    AnswerSubject,
    ClipLink,
    LinkStatus,
)
from core.domain.chat.chat_spike import ChatSpike
from core.domain.chat.clip_calls import ClipCall, ClipCallStatus
from core.domain.streams.stream import Stream
from core.domain.streams.twitch_channel import TwitchBinding
from core.domain.work.ids import StreamId
from core.domain.work.job import Job, JobKind
from core.domain.work.rate_window import RateWindow
from core.errors import NotFound
from core.ports.chat import ChatWords, MomentLinks, SpikeStore
from core.ports.paging import collect
from core.ports.streams import StreamStore
from core.ports.work import Clock, Ids, JobStore
from core.services.chat.chat_sending import ChatSending
from core.services.chat.spike_storage import StoredMoment
from core.services.work.job_handlers import JobProgress
from core.services.work.new_jobs import NewJobs

_log = structlog.get_logger(__name__)

LOOK_AGAIN: Final = timedelta(seconds=5)


class ChatAnswers:
    """Answers viewers who asked for clips; an answer is a job, because a clip takes a while."""

    def __init__(
        self,
        *,
        clock: Clock,
        ids: Ids,
        jobs: JobStore,
        streams: StreamStore,
        spikes: SpikeStore,
        links: MomentLinks,
        words: ChatWords,
        chat_sending: ChatSending,
    ) -> None:
        self._clock = clock
        self._new_jobs = NewJobs(clock=clock, ids=ids)
        self._jobs = jobs
        self._streams = streams
        self._spikes = spikes
        self._links = links
        self._words = words
        self._chat_sending = chat_sending
        self._told: dict[str, RateWindow] = {}

    async def follow_moment(
        self, channel: TwitchBinding, stream: Stream, moment: StoredMoment
    ) -> None:
        """Queue an answer for a moment that viewers asked for."""
        if moment.spike.asked_by:
            await self._queue_answer(channel, stream, moment.spike)

    async def follow_call(
        self, channel: TwitchBinding, stream: Stream, call: ClipCall, joined: StoredMoment | None
    ) -> None:
        """Report progress now and then; a moment that viewers joined gets an answer, too."""
        if joined is not None:
            await self._queue_answer(channel, stream, joined.spike)
        elif call.status is ClipCallStatus.COUNTED and self._is_time(channel):
            await self._chat_sending.say(
                channel.broadcaster_id, self._words.describe_progress(call)
            )

    async def miss_call(self, channel: TwitchBinding) -> None:
        """Answer `!clip` while the channel is offline."""
        if self._is_time(channel):
            await self._chat_sending.say(channel.broadcaster_id, self._words.describe_offline())

    async def list_links(self, channel: TwitchBinding, *, limit: int) -> Sequence[ClipLink]:
        return await self._links.list_links(channel.creator_id, limit=limit)

    async def answer_chat(self, job: Job, progress: JobProgress) -> None:
        """Post the link once the clip can be watched; until then, look again later."""
        progress.enter("answer", 0.5)
        try:
            subject = AnswerSubject.from_text(job.subject_id)
            stream = await self._streams.get_stream(job.creator_id, StreamId(subject.stream_id))
            spike = await self._find_spike(stream, subject.detected_ms)
        except (ValueError, NotFound) as error:
            _log.info("answer.nothing_to_say", subject=job.subject_id, reason=str(error))
            return
        link = await self._links.find_link(stream, spike)
        if link.status is LinkStatus.READY:
            text = self._words.describe_clipped(link, spike.asked_by or "")
            await self._chat_sending.say(subject.broadcaster_id, text)
        elif link.status is LinkStatus.IMPOSSIBLE:
            text = self._words.describe_refusal(link.reason)
            await self._chat_sending.say(subject.broadcaster_id, text)
        elif not self._is_too_late(stream, spike):
            await self._queue_again(job, subject)

    async def give_up(self, job: Job, stage: str, reason: str) -> None:
        """Post nothing: the clip may be fine although we failed to announce it."""
        _log.warning("answer.given_up", subject=job.subject_id, stage=stage, reason=reason)

    def _is_time(self, channel: TwitchBinding) -> bool:
        """True at most once per interval, so that a crowd gets one progress message, not twenty."""
        window = self._told.setdefault(channel.broadcaster_id, RateWindow(1, PROGRESS_SECONDS))
        return window.take(self._clock.steady_seconds())

    async def _queue_answer(self, channel: TwitchBinding, stream: Stream, spike: ChatSpike) -> None:
        subject = AnswerSubject(
            broadcaster_id=channel.broadcaster_id,
            stream_id=stream.id,
            detected_ms=round(spike.detected_at_seconds * 1000),
        )
        job = self._new_jobs.make(JobKind.ANSWER_CHAT, stream.creator_id, subject.to_text())
        await self._jobs.add_job(job)

    async def _queue_again(self, job: Job, subject: AnswerSubject) -> None:
        again = self._new_jobs.make(
            JobKind.ANSWER_CHAT, job.creator_id, subject.to_text(), job.id, after=LOOK_AGAIN
        )
        await self._jobs.add_job(again)

    async def _find_spike(self, stream: Stream, detected_ms: int) -> ChatSpike:
        spikes = await collect(lambda cursor: self._spikes.list_spikes(stream, cursor=cursor))
        for spike in spikes:
            if round(spike.detected_at_seconds * 1000) == detected_ms:
                return spike
        raise NotFound("There is no such moment.")

    def _is_too_late(self, stream: Stream, spike: ChatSpike) -> bool:
        age = (self._clock.now() - stream.started_at).total_seconds() - spike.detected_at_seconds
        return age > PATIENCE_SECONDS
