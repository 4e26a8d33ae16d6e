"""Cut files: the files of one cut of a clip, stored and deleted together."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path

from core.domain.clips.clip import Clip
from core.domain.clips.edit_plan import EditPlan
from core.domain.videos.asset import Asset
from core.domain.work.platform import Platform, list_caps, rendition_key
from core.ports.clips import Renderer
from core.ports.storage import ObjectStorage
from core.services.clips.renditions import Renditions
from core.services.clips.video_cutting import Cut
from core.services.work.job_runner import JobProgress


class CutFiles:
    """Stores a cut's video with its renditions, thumbnail and contact sheet."""

    def __init__(
        self,
        *,
        storage: ObjectStorage,
        renderer: Renderer,
        renditions: Renditions,
        platforms: frozenset[Platform],
    ) -> None:
        self._storage = storage
        self._renderer = renderer
        self._renditions = renditions
        self._platforms = platforms

    def open_source(self, asset: Asset) -> AbstractAsyncContextManager[Path]:
        """Yield a local path of the video that is cut."""
        return self._storage.open_file(asset.object_key)

    async def store(
        self, clip: Clip, cut: Cut, *, source: Path, out: Path, progress: JobProgress
    ) -> Clip:
        """Store the video at `out`, cut from `source`; return the clip with its object keys.

        A worker that takes the clip over writes to the same places, the next cut goes to others.
        """
        place = f"creators/{clip.creator_id}/clips/{clip.id}/{clip.version}"
        stored = replace(
            clip,
            object_key=f"{place}/clip.mp4",
            thumbnail_key=f"{place}/thumbnail.jpg",
            sheet_key=f"{place}/sheet.jpg",
        )
        for cap in list_caps(self._platforms, cut.rendered.size_bytes):
            progress.enter("shrink", 0.85)
            await self._renditions.make(
                f"{place}/clip.mp4", source, cut.plan, folder=out.parent, bytes_max=cap
            )
        progress.enter("thumbnail", 0.92)
        thumbnail, sheet = out.with_name("thumbnail.jpg"), out.with_name("sheet.jpg")
        at_seconds = _peak_in_clip(clip, cut.plan)
        await self._renderer.make_thumbnail(
            out, thumbnail, at_seconds=at_seconds, is_exact=clip.cover_seconds is not None
        )
        await self._renderer.make_contact_sheet(out, sheet)
        progress.enter("store", 0.95)
        for file in (out, thumbnail, sheet):
            await self._storage.put_file(f"{place}/{file.name}", file)
        return stored

    async def delete(self, clip: Clip) -> None:
        """Delete the files of a clip's cut, if it has one."""
        if clip.object_key is None:
            return
        caps = list_caps(self._platforms, clip.size_bytes or 0)
        renditions = (rendition_key(clip.object_key, cap) for cap in caps)
        for key in (clip.object_key, clip.thumbnail_key, clip.sheet_key, *renditions):
            if key is not None:
                await self._storage.delete_file(key)


def _peak_in_clip(clip: Clip, plan: EditPlan) -> float:
    """Return the offset into the clip at which its thumbnail is taken."""
    if clip.cover_seconds is not None:
        chosen = clip.cover_seconds - plan.start_seconds
        return min(max(0.0, chosen), max(0.0, plan.duration_seconds - 0.5))
    peak = clip.spike.peak_seconds if clip.spike else clip.start_seconds + plan.duration_seconds / 2
    return min(max(0.0, peak - plan.start_seconds), max(0.0, plan.duration_seconds - 0.5))
