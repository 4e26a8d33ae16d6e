"""Clip editing: trimming, changing the layout, rendering again after a failure, and retitling."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import structlog

from core.domain.clips.box import Box
from core.domain.clips.clip import Clip, ClipStatus
from core.domain.clips.edit_plan import Layout
from core.domain.clips.framing_wish import check_facecam
from core.domain.clips.recut import Trim, recut, remember, retitle, trim
from core.domain.people.actor import Actor
from core.domain.review.review_card import describe_change
from core.domain.videos.asset import VideoFacts
from core.domain.work.ids import ClipId
from core.domain.work.job import JobKind
from core.errors import Conflict, InvalidInput
from core.ports.clips import ClipStore
from core.ports.publishing import PublicationStore
from core.ports.videos import AssetStore
from core.ports.work import Clock, Ids
from core.services.chat.channel_learning import ChannelLearning
from core.services.publishing.cancelling import cancel_publications
from core.services.work.new_jobs import NewJobs

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditWish:
    """What is to change in a clip; None and zero leave things as they are.

    `facecam` is in the video's own pixels; where it lies only matters in a layout that shows it.
    With `frees_layout` the layout is chosen anew for each cut.
    """

    title: str | None = None
    start_by_seconds: float = 0.0
    end_by_seconds: float = 0.0
    layout: Layout | None = None
    facecam: Box | None = None
    frees_layout: bool = False

    @property
    def is_recut(self) -> bool:
        """Whether the video has to be made anew."""
        is_framed = self.layout or self.facecam or self.frees_layout
        return bool(self.start_by_seconds or self.end_by_seconds or is_framed)


class ClipEditing:
    """Sends clips back to be rendered; each edit applies to the version that the person saw.

    A re-cut needs a new decision, and publications that an approval scheduled are cancelled.
    Raises Conflict, with the clip as it is now, if it changed, is rendering, or is going out.
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
        self._new_jobs = NewJobs(clock=clock, ids=ids)
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
        """Move the edges by seconds (negative is earlier); the new window is scored again.

        Edges stop at the ends of the video. Raises InvalidInput if nothing would change, or if the
        clip would be too short or too long.
        """
        clip = await self.open_clip(actor, clip_id, seen_version)
        asset = await self._assets.get_asset(clip.creator_id, clip.asset_id)
        by = Trim(start_by_seconds=start_by_seconds, end_by_seconds=end_by_seconds)
        trimmed = trim(clip, by, asset_seconds=asset.facts.duration_seconds)
        return await self._send(actor, clip, trimmed)

    async def edit_clip(
        self, actor: Actor, clip_id: ClipId, wish: EditWish, *, seen_version: int
    ) -> Clip:
        """Change title, window and layout together; one new cut follows where one is needed.

        Raises InvalidInput as `trim_clip` does, and where nothing would change.
        """
        if not wish.is_recut:
            if wish.title is None:
                raise InvalidInput("Nothing would change: say what is to be different.")
            return await self.retitle_clip(actor, clip_id, wish.title, seen_version=seen_version)
        clip = wanted = await self.open_clip(actor, clip_id, seen_version)
        if wish.title is not None:
            wanted = retitle(wanted, wish.title, by=actor.person_id, at=self._clock.now())
        if wish.start_by_seconds or wish.end_by_seconds or wish.facecam:
            asset = await self._assets.get_asset(clip.creator_id, clip.asset_id)
            wanted = _change_cut(wanted, wish, asset.facts)
        kept = None if wish.frees_layout else wanted.layout
        return await self._send(actor, clip, replace(wanted, layout=wish.layout or kept))

    async def rerender_clip(
        self, actor: Actor, clip_id: ClipId, *, seen_version: int, layout: Layout | None = None
    ) -> Clip:
        """Render the same window in another layout, which the clip keeps; None chooses one."""
        clip = await self.open_clip(actor, clip_id, seen_version)
        return await self._send(actor, clip, replace(clip, layout=layout))

    async def caption_anew(self, actor: Actor, clip_id: ClipId, *, seen_version: int) -> Clip:
        """Render the same window in the same layout, with the captions as they are known now."""
        clip = await self.open_clip(actor, clip_id, seen_version)
        return await self._send(actor, clip, clip)

    async def retry_clip(self, actor: Actor, clip_id: ClipId) -> Clip:
        """Render a failed clip again; Conflict for any other."""
        actor.require_reviewer()
        clip = await self._clips.get_clip(actor.creator_id, clip_id)
        if clip.status is not ClipStatus.FAILED:
            raise Conflict("Only a clip that could not be made is tried again.", current=clip)
        return await self._send(actor, clip, clip)

    async def retitle_clip(
        self, actor: Actor, clip_id: ClipId, title: str, *, seen_version: int
    ) -> Clip:
        """Change the title of a finished clip; it keeps its decision and is not rendered again."""
        clip = await self.open_clip(actor, clip_id, seen_version)
        if clip.status is ClipStatus.APPROVED:
            await cancel_publications(self._publications, clip, at=self._clock.now())
        saved = await self._save(retitle(clip, title, by=actor.person_id, at=self._clock.now()))
        _log.info("clip.retitled", clip_id=clip.id, by=actor.person_id)
        return saved

    async def open_clip(self, actor: Actor, clip_id: ClipId, seen_version: int) -> Clip:
        """Return the clip as a reviewer saw it; Conflict if it has changed since."""
        actor.require_reviewer()
        clip = await self._clips.get_clip(actor.creator_id, clip_id)
        if clip.as_seen(seen_version) is None:
            raise Conflict(describe_change(clip), current=clip)
        return clip

    async def _send(self, actor: Actor, seen: Clip, wanted: Clip) -> Clip:
        """Save the edited clip with its render job and the publications that this cancels."""
        now = self._clock.now()
        cancelled = await cancel_publications(self._publications, seen, at=now)
        job = self._new_jobs.make(
            JobKind.RENDER_CLIP, wanted.creator_id, wanted.id, str(wanted.version), at=now
        )
        saved = await self._save(
            replace(remember(recut(wanted, at=now), seen, at=now), render_job_id=job.id),
            changed=cancelled,
            jobs=(job,),
        )
        await self._channel_learning.note_decision(seen.status, saved)
        _log.info("clip.recut", clip_id=saved.id, version=saved.version, by=actor.person_id)
        return saved

    async def _save(self, clip: Clip, **following: Any) -> Clip:
        """Save the clip; if somebody else was faster, the Conflict says what they did."""
        try:
            return await self._clips.save_clip(clip, **following)
        except Conflict as conflict:
            if isinstance(conflict.current, Clip):
                now = conflict.current
                raise Conflict(describe_change(now), current=now) from None
            raise


def _change_cut(clip: Clip, wish: EditWish, facts: VideoFacts) -> Clip:
    """Return the clip with another window or camera; InvalidInput where the video has no such."""
    if wish.facecam is not None:
        check_facecam(wish.facecam, width=facts.width, height=facts.height)
        clip = replace(clip, facecam=wish.facecam)
    if not (wish.start_by_seconds or wish.end_by_seconds):
        return clip
    by = Trim(start_by_seconds=wish.start_by_seconds, end_by_seconds=wish.end_by_seconds)
    return trim(clip, by, asset_seconds=facts.duration_seconds)
