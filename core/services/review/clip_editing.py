"""Recutting: a clip made once more, trimmed, in another layout or after a failure; retitling."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog

from core.domain.clips.clip import (
    Clip,
    ClipStatus,
)
from core.domain.clips.edit_plan import Layout
from core.domain.clips.recut import (
    Trim,
    recut,
    retitle,
    trim,
)
from core.domain.people.actor import Actor
from core.domain.review.review_card import describe_change
from core.domain.work.ids import (
    ClipId,
    JobId,
)
from core.domain.work.job import (
    Job,
    JobKind,
)
from core.errors import Conflict
from core.ports.clips import ClipStore
from core.ports.publishing import PublicationStore
from core.ports.videos import AssetStore
from core.ports.work import (
    Clock,
    Ids,
)
from core.services.chat.channel_learning import ChannelLearning
from core.services.publishing.cancelling import recall

_log = structlog.get_logger(__name__)


class ClipEditing:
    """Sends clips back to be rendered, each over the version that was seen.

    A re-cut is a new cut: nobody has decided on it, and what an approval had scheduled is called
    off. Conflict, with what is there now, where the clip changed, is being made, or is going out.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        ids: Ids,
        clips: ClipStore,
        assets: AssetStore,
        publications: PublicationStore,
        channel_learning: ChannelLearning,
    ) -> None:
        self._clock = clock
        self._ids = ids
        self._clips = clips
        self._assets = assets
        self._publications = publications
        self._channel_learning = channel_learning

    async def trim_clip(
        self,
        actor: Actor,
        clip_id: ClipId,
        *,
        seen_version: int,
        start_by_seconds: float = 0.0,
        end_by_seconds: float = 0.0,
    ) -> Clip:
        """Move the edges by seconds (below zero is earlier); the new window is judged anew.

        Edges stop where the video ends. InvalidInput where that changes nothing, or makes a clip
        of a length that no clip may have.
        """
        clip = await self._open(actor, clip_id, seen_version)
        asset = await self._assets.get_asset(clip.creator_id, clip.asset_id)
        by = Trim(start_by_seconds=start_by_seconds, end_by_seconds=end_by_seconds)
        trimmed = trim(clip, by, asset_seconds=asset.facts.duration_seconds)
        return await self._send(actor, clip, trimmed)

    async def rerender_clip(
        self, actor: Actor, clip_id: ClipId, *, seen_version: int, layout: Layout | None = None
    ) -> Clip:
        """Make the same window again in `layout`, which stays with the clip; None: we choose."""
        clip = await self._open(actor, clip_id, seen_version)
        return await self._send(actor, clip, replace(clip, layout=layout))

    async def retry_clip(self, actor: Actor, clip_id: ClipId) -> Clip:
        """Make a clip again that could not be made; Conflict for any other."""
        actor.require_reviewer()
        clip = await self._clips.get_clip(actor.creator_id, clip_id)
        if clip.status is not ClipStatus.FAILED:
            raise Conflict("Only a clip that could not be made is tried again.", current=clip)
        return await self._send(actor, clip, clip)

    async def retitle_clip(
        self, actor: Actor, clip_id: ClipId, title: str, *, seen_version: int
    ) -> Clip:
        """Give a finished clip another title; a decision on it stands, nothing is rendered."""
        clip = await self._open(actor, clip_id, seen_version)
        if clip.status is ClipStatus.APPROVED:
            await recall(self._publications, clip, at=self._clock.now())
        saved = await self._save(retitle(clip, title, by=actor.person_id, at=self._clock.now()))
        _log.info("clip.retitled", clip_id=clip.id, by=actor.person_id)
        return saved

    async def _open(self, actor: Actor, clip_id: ClipId, seen_version: int) -> Clip:
        actor.require_reviewer()
        clip = await self._clips.get_clip(actor.creator_id, clip_id)
        if clip.as_seen(seen_version) is None:
            raise Conflict(describe_change(clip), current=clip)
        return clip

    async def _send(self, actor: Actor, seen: Clip, wanted: Clip) -> Clip:
        """Save what is wanted on its way to the renderer, with the job and what it calls off."""
        now = self._clock.now()
        recalled = await recall(self._publications, seen, at=now)
        job = self._job_of(wanted, now)
        saved = await self._save(
            replace(recut(wanted, at=now), render_job_id=job.id), changed=recalled, jobs=(job,)
        )
        await self._channel_learning.note_decision(seen.status, saved)
        _log.info("clip.recut", clip_id=saved.id, version=saved.version, by=actor.person_id)
        return saved

    async def _save(self, clip: Clip, **following: Any) -> Clip:
        """Save it; who came second in the same moment is told what is there now."""
        try:
            return await self._clips.save_clip(clip, **following)
        except Conflict as conflict:
            if isinstance(conflict.current, Clip):
                now = conflict.current
                raise Conflict(describe_change(now), current=now) from None
            raise

    def _job_of(self, clip: Clip, now: datetime) -> Job:
        name = self._ids.new_ulid(now, JobKind.RENDER_CLIP, clip.id, str(clip.version))
        return Job(
            id=JobId(name),
            creator_id=clip.creator_id,
            kind=JobKind.RENDER_CLIP,
            subject_id=clip.id,
            created_at=now,
            updated_at=now,
        )
