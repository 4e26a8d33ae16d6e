"""The demo: the whole main job on a generated stream, for people without an account."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import structlog

from core.domain.clips.clip import IN_THE_MAKING, Clip
from core.domain.people.actor import Actor
from core.domain.streams.stream import Stream, StreamStatus
from core.domain.videos.asset import Asset
from core.errors import InvalidInput
from core.ports.clips import ClipStore
from core.ports.demo import DemoStream
from core.ports.storage import ObjectStorage
from core.ports.streams import StreamStore
from core.ports.work import Workspace
from core.services.chat.spike_detection import SpikeDetection
from core.services.clips.cut_records import record_key
from core.services.videos.video_import import VideoImport

_log = structlog.get_logger(__name__)


class DemoRun:
    """Plays the demo: one stream, its chat, and the clips that follow."""

    def __init__(
        self,
        *,
        demo: DemoStream,
        streams: StreamStore,
        clips: ClipStore,
        workspace: Workspace,
        storage: ObjectStorage,
        video_import: VideoImport,
        spike_detection: SpikeDetection,
        folder: Path,
        published: Path,
        started_at: datetime,
    ) -> None:
        self._demo = demo
        self._streams = streams
        self._clips = clips
        self._workspace = workspace
        self._storage = storage
        self._video_import = video_import
        self._spike_detection = spike_detection
        self._folder = folder
        self._published = published
        self._started_at = started_at

    async def prepare(self, actor: Actor) -> bool:
        """Empty the demo's workspace; False if an interrupted run can be resumed instead."""
        streams = await self._streams.list_streams(actor.creator_id, limit=1)
        clips = await self._clips.list_clips(actor.creator_id, limit=100)
        was_cut_short = any(s.status is StreamStatus.LIVE for s in streams.items) or any(
            clip.status in IN_THE_MAKING for clip in clips.items
        )
        if was_cut_short:
            _log.info("demo.resumed", creator_id=actor.creator_id)
            return False
        for clip in clips.items:
            await self._forget_files(clip)
        await asyncio.to_thread(shutil.rmtree, self._published, ignore_errors=True)
        count = await self._workspace.forget_creator(actor.creator_id)
        _log.info("demo.reset", creator_id=actor.creator_id, items=count)
        return True

    async def make_video(self, *, on_progress: Callable[[float], None]) -> Path:
        """Return the demo's video, generated once and kept for the next run."""
        video = self._folder / f"{self._demo.name}.mp4"
        if not await asyncio.to_thread(_is_made, video):
            await self._demo.make_video(video, on_progress=on_progress)
        on_progress(1.0)
        return video

    async def play(
        self, actor: Actor, video: Path, *, on_progress: Callable[[float], None]
    ) -> Stream:
        """Play the whole chat at full speed; clip jobs are queued as spikes are found."""
        asset = await self._import(actor, video)
        stream = await self._spike_detection.start_stream(
            actor, title=self._demo.title, started_at=self._started_at, asset=asset
        )
        events = self._demo.make_chat()
        for heard, event in enumerate(events, start=1):
            await self._spike_detection.hear(stream, event)
            on_progress(heard / len(events))
        return await self._spike_detection.end_stream(
            stream, duration_seconds=self._demo.duration_seconds
        )

    async def list_clips(self, actor: Actor) -> list[Clip]:
        """Return the demo's clips in the order of the stream."""
        page = await self._clips.list_clips(actor.creator_id, limit=100)
        return sorted(page.items, key=lambda clip: clip.start_seconds)

    async def _import(self, actor: Actor, video: Path) -> Asset:
        """Import the video; generate it again if it was damaged meanwhile."""
        for is_last in (False, True):
            try:
                return await self._video_import.import_video(
                    actor, video, title=self._demo.title, published_at=self._started_at
                )
            except InvalidInput:
                if is_last:
                    raise
                await asyncio.to_thread(video.unlink)
                await self.make_video(on_progress=lambda _: None)
        raise AssertionError

    async def _forget_files(self, clip: Clip) -> None:
        record = record_key(clip.object_key) if clip.object_key else None
        for object_key in (clip.object_key, clip.thumbnail_key, clip.sheet_key, record):
            if object_key:
                await self._storage.delete_file(object_key)


def _is_made(video: Path) -> bool:
    video.parent.mkdir(parents=True, exist_ok=True)
    for left_by_a_kill in video.parent.glob(".*.part"):
        left_by_a_kill.unlink()
    return video.exists()
