"""Storing spikes: each moment once, together with the clip and the job that follow from it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final
from weakref import WeakValueDictionary

import structlog

from core.domain.chat.chat_message import ChatNotice
from core.domain.chat.chat_spike import ChatSpike
from core.domain.chat.spike_evidence import take_back
from core.domain.clips.clip import Clip, ClipStatus
from core.domain.footage.live_moment import CLIP_SECONDS_MIN, name_moment
from core.domain.streams.stream import Stream
from core.domain.videos.asset import Asset
from core.domain.work.ids import ClipId, StreamId, make_clip_id, place_clip_id
from core.domain.work.job import Job, JobKind
from core.domain.work.meters import Meters
from core.errors import Conflict, NotFound
from core.ports.chat import SpikeStore
from core.ports.clips import ClipStore
from core.ports.paging import collect
from core.ports.people import ProfileStore
from core.ports.work import Clock, Ids
from core.services.work.new_jobs import NewJobs

_log = structlog.get_logger(__name__)

NEAR_SECONDS: Final = 60.0
"""Moments further apart than two clips are not looked at."""
_SAME_SECONDS: Final = 0.001


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMoment:
    """A moment as stored, and its clip where there is one.

    `is_joined` says that it had been found, or asked for, before.
    """

    spike: ChatSpike
    clip_id: ClipId | None
    is_joined: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftMoment:
    """A moment that is to be stored, with the clip and the job that follow; their ids are set."""

    spike: ChatSpike
    clip: Clip | None
    job: Job | None


class SpikeStorage:
    """Stores spikes and drafts their clips; doing it again after a crash changes nothing."""

    def __init__(
        self,
        *,
        clock: Clock,
        ids: Ids,
        spikes: SpikeStore,
        clips: ClipStore,
        profiles: ProfileStore,
        meters: Meters,
        catches_footage: bool = False,
    ) -> None:
        """If `catches_footage` is set, moments without a video queue a job that fetches one."""
        self._clock = clock
        self._ids = ids
        self._new_jobs = NewJobs(clock=clock, ids=ids)
        self._spikes = spikes
        self._clips = clips
        self._profiles = profiles
        self._meters = meters
        self._catches_footage = catches_footage
        # A stream's is there while somebody holds it or waits for it.
        self._locks: WeakValueDictionary[StreamId, asyncio.Lock] = WeakValueDictionary()

    def draft_moment(self, stream: Stream, asset: Asset | None, spike: ChatSpike) -> DraftMoment:
        """Draft a moment: with a video a clip and its render job, else a job to fetch the video."""
        clip = self._draft_clip(stream, asset, spike) if asset else None
        job = self._render_job(clip) if clip else self._catch_job(stream, asset, spike)
        return DraftMoment(spike=spike, clip=clip, job=job)

    async def store_moment(self, stream: Stream, draft: DraftMoment) -> StoredMoment:
        """Store a moment with what follows from it; storing the same draft again is harmless.

        Where it was found, or asked for, already, it is added to that one: one moment, one clip.
        """
        async with self._locks.setdefault(stream.id, asyncio.Lock()):
            known = await self._find_same(stream, draft.spike)
            if known is not None:
                return await self._join(stream, known, draft.spike)
            return await self._add(stream, draft)

    async def _find_same(self, stream: Stream, spike: ChatSpike) -> ChatSpike | None:
        """Return the stored moment that this one is, or was joined to already."""
        at = spike.detected_at_seconds
        near = await self._spikes.list_near(
            stream, first_seconds=at - NEAR_SECONDS, last_seconds=at + NEAR_SECONDS
        )
        for each in near:
            if abs(each.detected_at_seconds - at) < _SAME_SECONDS and _is_again(each, spike):
                return None
        known = (each for each in near if each.is_same_moment(spike) or each.shows(spike))
        return next(known, None)

    async def _join(self, stream: Stream, known: ChatSpike, spike: ChatSpike) -> StoredMoment:
        moment = StoredMoment(spike=known, clip_id=None, is_joined=True)
        joined = known.join(spike)
        _log.info("spike.joined", stream_id=stream.id, at_seconds=known.detected_at_seconds)
        return moment if joined == known else await self._save(stream, moment, joined)

    async def _add(self, stream: Stream, draft: DraftMoment) -> StoredMoment:
        draft = await self._place(draft)
        spike, clip = draft.spike, draft.clip
        is_new = await self._spikes.add_spike(stream, spike, clip=clip, job=draft.job)
        if is_new:
            by = "viewers" if spike.asked_by else "chat"
            self._meters.count("truss_spikes_total", by=by)
        _log.info(
            "spike.detected" if is_new else "spike.known",
            stream_id=stream.id,
            at_seconds=round(spike.detected_at_seconds, 1),
            score=round(spike.score, 2),
            chatters=spike.chatters,
            clip_id=clip.id if clip else None,
        )
        return StoredMoment(spike=spike, clip_id=clip.id if clip else None)

    async def _place(self, draft: DraftMoment) -> DraftMoment:
        """Return the draft with its clip in one of the partitions that its creator's clips have."""
        if draft.clip is None or draft.job is None:
            return draft
        profile = await self._profiles.get_profile(draft.clip.creator_id)
        clip_id = place_clip_id(draft.clip.id, shards=profile.clip_shards)
        return replace(
            draft,
            clip=replace(draft.clip, id=clip_id),
            job=replace(draft.job, subject_id=clip_id),
        )

    async def list_all(self, stream: Stream) -> Sequence[ChatSpike]:
        """Return the stream's spikes in the order they were found in."""
        return await collect(lambda cursor: self._spikes.list_spikes(stream, cursor=cursor))

    async def update_evidence(
        self, stream: Stream, moment: StoredMoment, evidence: ChatSpike
    ) -> StoredMoment:
        """Replace the evidence of a moment, and of its clip while that is a draft.

        Its time of detection, its window and who asked for it stay; its peak stays within that.
        """
        kept = moment.spike
        return await self._save(
            stream,
            moment,
            replace(
                evidence,
                detected_at_seconds=kept.detected_at_seconds,
                start_seconds=kept.start_seconds,
                end_seconds=kept.end_seconds,
                peak_seconds=kept.limit(evidence.peak_seconds),
                asked_by=kept.asked_by,
                asked_title=kept.asked_title,
            ),
        )

    async def credit(self, stream: Stream, moment: StoredMoment, asked_by: str) -> StoredMoment:
        """Record who asked for a moment that was already found."""
        return await self._save(stream, moment, replace(moment.spike, asked_by=asked_by))

    async def take_back(
        self, stream: Stream, moment: StoredMoment, notice: ChatNotice
    ) -> StoredMoment:
        """Remove from the evidence what a moderator removed from chat."""
        lines = take_back(moment.spike.strongest, notice)
        if lines == moment.spike.strongest:
            return moment
        return await self._save(stream, moment, replace(moment.spike, strongest=lines))

    async def _save(self, stream: Stream, moment: StoredMoment, spike: ChatSpike) -> StoredMoment:
        await self._spikes.replace_spike(stream, spike)
        if moment.clip_id is not None:
            try:
                clip = await self._clips.get_clip(stream.creator_id, moment.clip_id)
                if clip.status is ClipStatus.DRAFT and clip.spike != spike:
                    now = self._clock.now()
                    await self._clips.save_clip(replace(clip, spike=spike, updated_at=now))
            except (NotFound, Conflict):
                _log.info("spike.evidence_too_late", stream_id=stream.id, clip_id=moment.clip_id)
        return replace(moment, spike=spike)

    def _catch_job(self, stream: Stream, asset: Asset | None, spike: ChatSpike) -> Job | None:
        """Return the job that fetches the moment's video; None where it has none to fetch."""
        if asset or stream.broadcaster_id is None or not self._catches_footage:
            return None
        name = name_moment(stream.id, spike)
        return self._new_jobs.make(JobKind.CATCH_FOOTAGE, stream.creator_id, name)

    def _draft_clip(self, stream: Stream, asset: Asset, spike: ChatSpike) -> Clip | None:
        start = max(0.0, spike.start_seconds)
        end = min(asset.facts.duration_seconds, spike.end_seconds)
        if end - start < CLIP_SECONDS_MIN:
            _log.info("spike.outside_video", stream_id=stream.id, at_seconds=spike.peak_seconds)
            return None
        at = stream.started_at + timedelta(seconds=spike.detected_at_seconds)
        ulid = self._ids.new_ulid(at, "clip", stream.id, f"{spike.detected_at_seconds:.3f}")
        return Clip(
            id=make_clip_id(ulid),
            creator_id=stream.creator_id,
            asset_id=asset.id,
            stream_id=stream.id,
            start_seconds=round(start, 3),
            end_seconds=round(end, 3),
            title=spike.asked_title or stream.title,
            title_by="chat" if spike.asked_title else None,
            spike=spike,
            created_at=at,
            updated_at=self._clock.now(),
        )

    def _render_job(self, clip: Clip) -> Job:
        return self._new_jobs.make(
            JobKind.RENDER_CLIP, clip.creator_id, clip.id, sorts_at=clip.created_at
        )


def _is_again(known: ChatSpike, spike: ChatSpike) -> bool:
    """Return whether this spike itself is stored already, since it was heard or sent twice."""
    if known.is_of_chat and spike.is_of_chat:
        return True
    return known.is_of_chat == spike.is_of_chat and known.asked_by == spike.asked_by
