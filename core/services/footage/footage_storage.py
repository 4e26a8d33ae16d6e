"""Footage storage: stores the video of a live moment, and drafts its clip."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import structlog

from core.domain.chat.chat_spike import ChatSpike
from core.domain.clips.clip import Clip
from core.domain.footage.live_moment import (
    FootageStatus,
    LiveMoment,
    MomentWindow,
    place_clip,
    to_ms,
)
from core.domain.streams.stream import Stream
from core.domain.videos.asset import Asset
from core.domain.videos.intake import name_source
from core.domain.work.ids import AssetId, make_clip_id
from core.domain.work.job import JobKind
from core.ports.clips import ClipStore
from core.ports.footage import CaughtVideo, LiveMomentStore
from core.ports.people import ProfileStore
from core.ports.storage import ObjectStorage
from core.ports.videos import AssetStore, Prober
from core.ports.work import Clock, Ids
from core.services.work.new_jobs import NewJobs

_log = structlog.get_logger(__name__)


class FootageStorage:
    """Stores live moments and their footage; every step can be repeated after a kill."""

    def __init__(
        self,
        *,
        clock: Clock,
        ids: Ids,
        moments: LiveMomentStore,
        assets: AssetStore,
        clips: ClipStore,
        profiles: ProfileStore,
        storage: ObjectStorage,
        prober: Prober,
    ) -> None:
        self._clock = clock
        self._ids = ids
        self._new_jobs = NewJobs(clock=clock, ids=ids)
        self._moments = moments
        self._assets = assets
        self._clips = clips
        self._profiles = profiles
        self._storage = storage
        self._prober = prober

    async def open_moment(self, stream: Stream, spike: ChatSpike) -> LiveMoment:
        """Return the moment; the first time, with new ids for its asset, clip and jobs."""
        detected_ms = to_ms(spike.detected_at_seconds)
        known = await self._moments.find_moment(stream.creator_id, stream.id, detected_ms)
        if known is not None:
            return known
        now = self._clock.now()
        at = stream.started_at + timedelta(seconds=spike.detected_at_seconds)
        names = (stream.id, str(detected_ms))
        profile = await self._profiles.get_profile(stream.creator_id)
        ulid = self._ids.new_ulid(at, "clip", *names)
        moment = LiveMoment(
            creator_id=stream.creator_id,
            stream_id=stream.id,
            detected_ms=detected_ms,
            asset_id=AssetId(self._ids.new_ulid(at, "footage", *names)),
            clip_id=make_clip_id(ulid, shards=profile.clip_shards),
            created_at=at,
            updated_at=now,
        )
        return await self._moments.save_moment(moment)

    async def keep(
        self,
        stream: Stream,
        spike: ChatSpike,
        moment: LiveMoment,
        window: MomentWindow,
        caught: CaughtVideo,
    ) -> LiveMoment:
        """Store the video as an asset, then the clip with its render job.

        If the video shows too little of the moment, nothing is drafted.
        """
        facts = await self._prober.probe(caught.path)
        place = place_clip(
            window, video_starts_at=caught.starts_at, video_seconds=facts.duration_seconds
        )
        if place is None:
            _log.info("footage.too_little", stream_id=stream.id)
            return moment
        asset = Asset(
            id=moment.asset_id,
            creator_id=stream.creator_id,
            title=stream.title,
            object_key=name_source(stream.creator_id, moment.asset_id),
            facts=facts,
            published_at=caught.starts_at,
        )
        await self._storage.put_file(asset.object_key, caught.path)
        await self._assets.add_asset(asset)
        clip = self._draft(stream, spike, moment, place)
        await self._clips.add_clip(
            clip, jobs=(self._new_jobs.make(JobKind.RENDER_CLIP, clip.creator_id, clip.id),)
        )
        _log.info("footage.caught", stream_id=stream.id, clip_id=clip.id, asset_id=asset.id)
        return await self._save(moment, FootageStatus.CAUGHT, "")

    def _draft(
        self, stream: Stream, spike: ChatSpike, moment: LiveMoment, place: tuple[float, float]
    ) -> Clip:
        return Clip(
            id=moment.clip_id,
            creator_id=stream.creator_id,
            asset_id=moment.asset_id,
            stream_id=stream.id,
            start_seconds=place[0],
            end_seconds=place[1],
            title=spike.asked_title or stream.title,
            title_by="chat" if spike.asked_title else None,
            spike=spike,
            created_at=moment.created_at,
            updated_at=self._clock.now(),
        )

    async def miss(self, moment: LiveMoment, reason: str) -> LiveMoment:
        _log.info("footage.missing", stream_id=moment.stream_id, reason=reason)
        return await self._save(moment, FootageStatus.MISSING, reason)

    async def _save(self, moment: LiveMoment, footage: FootageStatus, reason: str) -> LiveMoment:
        now = self._clock.now()
        return await self._moments.save_moment(
            replace(moment, footage=footage, reason=reason, updated_at=now)
        )
