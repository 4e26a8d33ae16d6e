"""Renditions: smaller encodes of a clip for platforms that limit the size of a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TypedDict

import structlog

from core.domain.clips.clip import Clip
from core.domain.clips.edit_plan import EditPlan
from core.domain.clips.frame_plan import make_plan
from core.domain.work.platform import Platform, list_caps, rendition_key
from core.errors import NotFound
from core.ports.clips import RenderedBefore, Renderer
from core.ports.storage import ObjectStorage
from core.ports.videos import Prober
from core.services.work.scratch_folder import open_scratch

_log = structlog.get_logger(__name__)


class _Limits(TypedDict):
    bytes_max: int
    is_known_large: bool


class Renditions:
    """Makes renditions, most of them together with the cut, others when they are needed."""

    def __init__(
        self, *, storage: ObjectStorage, prober: Prober, renderer: Renderer, scratch: Path
    ) -> None:
        self._storage = storage
        self._prober = prober
        self._renderer = renderer
        self._scratch = scratch

    async def ensure(self, clip: Clip, platform: Platform) -> None:
        """Make and store the rendition that a platform needs, unless it exists.

        It is encoded from the finished clip, whose source may be gone by now, once it is known that
        it may be stored. Two who make it at once store the same thing twice, each of them whole.
        """
        caps = list_caps([platform], clip.size_bytes or 0)
        if not caps or clip.object_key is None:
            return
        key = rendition_key(clip.object_key, caps[0])
        if await self._is_there(key):
            return
        await self._storage.try_rights()
        async with (
            open_scratch(self._scratch, prefix="shrink-") as folder,
            self._storage.open_file(clip.object_key) as video,
        ):
            plan = await self._plan_whole(video)
            await self.make(clip.object_key, video, plan, folder=folder, bytes_max=caps[0])
        _log.info("clip.shrunk", clip_id=clip.id, platform=platform.value, bytes_max=caps[0])

    async def make(
        self,
        object_key: str,
        source: Path,
        plan: EditPlan,
        *,
        folder: Path,
        bytes_max: int,
        before: RenderedBefore | None = None,
    ) -> Path:
        """Encode the clip at `object_key` once more, in a file of at most `bytes_max` bytes.

        `plan` says how the clip is cut from `source`, and `before` what is known of that. The file
        is returned; it lies in the folder.
        """
        small = folder / "small.mp4"
        limits: _Limits = {"bytes_max": bytes_max, "is_known_large": True}
        if before is not None:
            before = replace(before, plan=replace(before.plan, **limits))
        await self._renderer.render(
            source,
            replace(plan, **limits),
            small,
            on_progress=lambda _: None,
            before=before,
        )
        await self._storage.put_file(rendition_key(object_key, bytes_max), small)
        return small

    async def _plan_whole(self, video: Path) -> EditPlan:
        facts = await self._prober.probe(video)
        return make_plan(
            facts,
            start_seconds=0.0,
            end_seconds=facts.duration_seconds,
            longest_seconds=facts.duration_seconds,
        )

    async def _is_there(self, key: str) -> bool:
        try:
            async with self._storage.open_file(key):
                return True
        except NotFound:
            return False
