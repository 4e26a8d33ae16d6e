"""Clip covers: the picture by which a clip is known, chosen from its own frames."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import structlog

from core.domain.clips.clip import Clip, ClipStatus
from core.domain.people.actor import Actor
from core.domain.review.review_card import describe_change
from core.domain.work.ids import ClipId
from core.errors import Conflict, InvalidInput
from core.ports.clips import ClipStore, Renderer
from core.ports.storage import ObjectStorage
from core.ports.work import Clock
from core.services.work.scratch_folder import open_scratch

_log = structlog.get_logger(__name__)
_COVERED = frozenset({ClipStatus.IN_REVIEW, ClipStatus.APPROVED, ClipStatus.REJECTED})


class ClipCovers:
    """Takes another frame of a finished clip as its cover; the video stays as it is."""

    def __init__(
        self,
        *,
        clock: Clock,
        clips: ClipStore,
        storage: ObjectStorage,
        renderer: Renderer,
        scratch: Path,
    ) -> None:
        self._clock = clock
        self._clips = clips
        self._storage = storage
        self._renderer = renderer
        self._scratch = scratch

    async def choose_cover(
        self, actor: Actor, clip_id: ClipId, at_seconds: float, *, seen_version: int
    ) -> Clip:
        """Make the frame at `at_seconds` of the clip its cover; a decision stays as it is.

        Raises InvalidInput outside of the clip; Conflict where it changed or has no video.
        """
        actor.require_reviewer()
        clip = await self._clips.get_clip(actor.creator_id, clip_id)
        if clip.as_seen(seen_version) is None:
            raise Conflict(describe_change(clip), current=clip)
        if clip.status not in _COVERED or clip.object_key is None:
            raise Conflict("This clip has no video yet; choose its cover then.", current=clip)
        length = clip.duration_seconds or clip.end_seconds - clip.start_seconds
        if not (math.isfinite(at_seconds) and 0.0 <= at_seconds <= length):
            raise InvalidInput(f"Choose a moment of the clip, from 0 to {length:g} s.")
        return await self._put(clip, clip.object_key, at_seconds)

    async def _put(self, clip: Clip, object_key: str, at_seconds: float) -> Clip:
        """Store the new cover under a name of its own, so that nobody is shown the older one."""
        folder = object_key.rpartition("/")[0]
        cover_key = f"{folder}/cover-{clip.version}-{round(1000 * at_seconds)}.jpg"
        async with (
            open_scratch(self._scratch, prefix="cover-") as scratch,
            self._storage.open_file(object_key) as video,
        ):
            cover = scratch / "cover.jpg"
            await self._renderer.make_thumbnail(video, cover, at_seconds=at_seconds, is_exact=True)
            await self._storage.put_file(cover_key, cover)
        chosen = replace(
            clip,
            thumbnail_key=cover_key,
            cover_seconds=round(clip.start_seconds + at_seconds, 3),
            updated_at=self._clock.now(),
        )
        try:
            saved = await self._clips.save_clip(chosen)
        except Conflict:
            await self._storage.delete_file(cover_key)
            raise
        if clip.thumbnail_key and clip.thumbnail_key != cover_key:
            await self._storage.delete_file(clip.thumbnail_key)
        _log.info("clip.covered", clip_id=clip.id, at_seconds=at_seconds)
        return saved
