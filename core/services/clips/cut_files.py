"""Cut files: the files of one cut of a clip, stored and deleted together."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath

import structlog

from core.domain.clips.clip import Clip
from core.domain.clips.edit_plan import EditPlan
from core.domain.clips.made.cut_record import CutRecord
from core.domain.videos.asset import Asset
from core.domain.work.platform import Platform, list_caps, rendition_key
from core.errors import NotFound
from core.ports.clips import RenderedBefore, Renderer
from core.ports.storage import ObjectStorage
from core.services.clips.cut_order import Cut, CutBefore
from core.services.clips.cut_records import RECORD_NAME, read_record, record_key, write_record
from core.services.clips.renditions import Renditions
from core.services.work.job_handlers import JobProgress

_log = structlog.get_logger(__name__)


class CutFiles:
    """Stores a cut's video with its renditions, thumbnail, contact sheet and record."""

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
        digests = {out.name: await asyncio.to_thread(_digest, out)} if cut.record else {}
        for cap in list_caps(self._platforms, cut.rendered.size_bytes):
            progress.enter("shrink", 0.85)
            async with self._open_small(clip, cut, cap) as before:
                small = await self._renditions.make(
                    f"{place}/clip.mp4",
                    source,
                    cut.plan,
                    folder=out.parent,
                    bytes_max=cap,
                    before=before,
                )
            if cut.record:
                digests[rendition_key(out.name, cap)] = await asyncio.to_thread(_digest, small)
        progress.enter("thumbnail", 0.92)
        thumbnail, sheet = out.with_name("thumbnail.jpg"), out.with_name("sheet.jpg")
        at_seconds = _peak_in_clip(clip, cut.plan)
        await self._renderer.make_thumbnail(
            out, thumbnail, at_seconds=at_seconds, is_exact=clip.cover_seconds is not None
        )
        await self._renderer.make_contact_sheet(out, sheet)
        progress.enter("store", 0.95)
        files = [out, thumbnail, sheet]
        if cut.record is not None:
            record = replace(cut.record, digests=tuple(digests.items()))
            files.append(out.with_name(RECORD_NAME))
            await asyncio.to_thread(_write, files[-1], record)
        for file in files:
            await self._storage.put_file(f"{place}/{file.name}", file)
        return stored

    @asynccontextmanager
    async def open_before(self, clip: Clip) -> AsyncIterator[CutBefore | None]:
        """Yield the cut that a clip has, for its next one; None if too little is known of it."""
        if clip.object_key is None:
            yield None
            return
        async with AsyncExitStack() as files:
            try:
                kept = await files.enter_async_context(
                    self._storage.open_file(record_key(clip.object_key))
                )
                file = await files.enter_async_context(self._storage.open_file(clip.object_key))
            except NotFound:
                yield None
                return
            record = await asyncio.to_thread(_read, kept)
            if record is None:
                yield None
                return
            name = PurePosixPath(clip.object_key).name
            yield CutBefore(record=record, file=await _take_whole(record, file, name=name))

    @asynccontextmanager
    async def _open_small(
        self, clip: Clip, cut: Cut, bytes_max: int
    ) -> AsyncIterator[RenderedBefore | None]:
        """Yield what is known for a smaller rendition, with the one of the clip's older cut."""
        if cut.before is None or clip.object_key is None:
            yield CutBefore(record=cut.record).describe() if cut.record else None
            return
        async with AsyncExitStack() as files:
            older = self._storage.open_file(rendition_key(clip.object_key, bytes_max))
            try:
                file = await files.enter_async_context(older)
                name = rendition_key(PurePosixPath(clip.object_key).name, bytes_max)
                whole = await _take_whole(cut.before.record, file, name=name)
            except NotFound:
                whole = None
            yield replace(cut.before, file=whole).describe()

    async def delete(self, clip: Clip) -> None:
        """Delete the files of a clip's cut, if it has one."""
        if clip.object_key is None:
            return
        caps = list_caps(self._platforms, clip.size_bytes or 0)
        renditions = (rendition_key(clip.object_key, cap) for cap in caps)
        record = record_key(clip.object_key)
        for key in (clip.object_key, clip.thumbnail_key, clip.sheet_key, record, *renditions):
            if key is not None:
                await self._storage.delete_file(key)


async def _take_whole(record: CutRecord, file: Path, *, name: str) -> Path | None:
    """Return a file of an earlier cut; None where it is no longer what was stored."""
    with suppress(OSError):
        if record.is_whole(name, await asyncio.to_thread(_digest, file)):
            return file
    _log.warning("clip.file_not_whole", file=name)
    return None


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _write(file: Path, record: CutRecord) -> None:
    file.write_bytes(write_record(record))


def _read(file: Path) -> CutRecord | None:
    return read_record(file.read_bytes())


def _peak_in_clip(clip: Clip, plan: EditPlan) -> float:
    """Return the offset into the clip at which its thumbnail is taken."""
    if clip.cover_seconds is not None:
        chosen = clip.cover_seconds - plan.start_seconds
        return min(max(0.0, chosen), max(0.0, plan.duration_seconds - 0.5))
    peak = clip.spike.peak_seconds if clip.spike else clip.start_seconds + plan.duration_seconds / 2
    return min(max(0.0, peak - plan.start_seconds), max(0.0, plan.duration_seconds - 0.5))
