"""Shrinking: a clip in the size that a platform takes, made when it is needed, and once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import structlog

from core.domain.clips.clip import Clip
from core.domain.clips.frame_plan import make_plan
from core.domain.work.platform import (
    Platform,
    list_caps,
    rendition_key,
)
from core.errors import NotFound
from core.ports.clips import Renderer
from core.ports.storage import ObjectStorage
from core.ports.videos import Prober
from core.services.work.scratch_folder import open_scratch

_log = structlog.get_logger(__name__)


class Renditions:
    """Makes renditions of finished clips; most were made with the clip already."""

    def __init__(
        self, *, storage: ObjectStorage, prober: Prober, renderer: Renderer, scratch: Path
    ) -> None:
        self._storage = storage
        self._prober = prober
        self._renderer = renderer
        self._scratch = scratch

    async def ensure(self, clip: Clip, platform: Platform) -> None:
        """Make and store the rendition that a platform takes, unless it is there.

        It is encoded from the finished clip, whose source may be gone by now. Two who make it at
        once store the same thing twice, each of them whole.
        """
        caps = list_caps([platform], clip.size_bytes or 0)
        if not caps or clip.object_key is None:
            return
        key = rendition_key(clip.object_key, caps[0])
        if await self._is_there(key):
            return
        async with (
            open_scratch(self._scratch, prefix="shrink-") as folder,
            self._storage.open_file(clip.object_key) as video,
        ):
            small = folder / "small.mp4"
            await self._encode(video, small, bytes_max=caps[0])
            await self._storage.put_file(key, small)
        _log.info("clip.shrunk", clip_id=clip.id, platform=platform.value, bytes_max=caps[0])

    async def _encode(self, video: Path, out: Path, *, bytes_max: int) -> None:
        facts = await self._prober.probe(video)
        plan = make_plan(
            facts,
            start_seconds=0.0,
            end_seconds=facts.duration_seconds,
            loudness_lufs=None,
            longest_seconds=facts.duration_seconds,
        )
        await self._renderer.render(
            video, replace(plan, bytes_max=bytes_max), out, on_progress=lambda _: None
        )

    async def _is_there(self, key: str) -> bool:
        try:
            async with self._storage.open_file(key):
                return True
        except NotFound:
            return False
