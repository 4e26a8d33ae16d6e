"""The composition root: the single file that knows every concrete class. Read top to bottom."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.adapters.analysts.local import LocalAnalyst
from core.adapters.captions.reader import CaptionFileReader
from core.adapters.chat_logs import RecordedChatReader
from core.adapters.clock import SeededClock, SystemClock
from core.adapters.demo.stream import GeneratedStream
from core.adapters.ffmpeg.probe import VideoProber
from core.adapters.ffmpeg.render import FfmpegRenderer
from core.adapters.ffmpeg.signals import VideoSignalReader
from core.adapters.ffmpeg.supply import FfmpegSupply
from core.adapters.home import empty_scratch, hold_home, read_secret, remove_abandoned
from core.adapters.ids import RandomIds, SeededIds
from core.adapters.no_board import NoBoard
from core.adapters.publishers.folder import FolderPublisher
from core.adapters.storage.folder import FolderStorage
from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.stores import open_stores
from core.adapters.vision.facecam import VideoFacecamFinder
from core.adapters.vision.subject import VideoSubjectTracker
from core.app import App, Cutter, Limits, Ports, build_app, build_cutter
from core.domain.chat_detector import ChatSpikeDetector
from core.domain.ids import CreatorId
from core.domain.platform import Platform

if TYPE_CHECKING:
    from config.settings import Settings

__all__ = ["open_app", "open_cutter", "remove_abandoned"]

DEMO_STARTED_AT = datetime(2026, 1, 10, 19, 0, tzinfo=UTC)
DEMO_SEED = "truss"


@asynccontextmanager
async def open_app(
    settings: Settings,
    *,
    home: Path,
    publish_folder: Path,
    is_seeded: bool = False,
    **instead: Any,
) -> AsyncIterator[App]:
    """Open everything that lies in `home`, and close it in reverse.

    A seeded app has a clock and ids that are equal in every run. `instead` names ports that
    somebody else brings, as tests do.
    """
    async with hold_home(home):
        ffmpeg = FfmpegSupply(settings.ffmpeg or None)
        secret = await read_secret(home, "cursors")
        clock = SeededClock(DEMO_STARTED_AT) if is_seeded else SystemClock()
        storage = FolderStorage(home / "objects")
        await storage.remove_leftovers()
        table = await SqliteTable.open(home / "truss.sqlite3")
        try:
            stores = open_stores(table, cursor_secret=secret, clock=clock)
            ports = Ports(
                clock=clock,
                ids=SeededIds(DEMO_SEED) if is_seeded else RandomIds(),
                streams=stores.streams,
                spikes=stores.spikes,
                histograms=stores.histograms,
                assets=stores.assets,
                clips=stores.clips,
                publications=stores.publications,
                jobs=stores.jobs,
                queue=stores.queue,
                guilds=stores.guilds,
                members=stores.members,
                cards=stores.cards,
                board=NoBoard(),
                workspace=stores.workspace,
                upkeep=table,
                storage=storage,
                prober=VideoProber(),
                signals=VideoSignalReader(ffmpeg),
                renderer=FfmpegRenderer(ffmpeg, captions=home / "captions"),
                facecams=await asyncio.to_thread(VideoFacecamFinder),
                tracker=VideoSubjectTracker(),
                analyst=LocalAnalyst(),
                publishers={Platform.FOLDER: FolderPublisher(publish_folder)},
                chat_logs=RecordedChatReader(),
                demo=GeneratedStream(ffmpeg=str(await ffmpeg.find_executable()), seed=DEMO_SEED),
                make_detector=lambda: ChatSpikeDetector(settings.spike),
            )
            limits = Limits(
                scratch=await empty_scratch(home),
                demo_folder=home / "generated",
                demo_started_at=DEMO_STARTED_AT,
                home_creator_id=CreatorId(settings.creator_id),
                grace_seconds=0.0 if is_seeded else settings.grace_seconds,
                lease_seconds=settings.lease_seconds,
                retry_seconds=settings.retry_seconds,
            )
            yield build_app(replace(ports, **instead), limits)
        finally:
            await table.close()


def open_cutter(settings: Settings, **instead: Any) -> Cutter:
    """Return what cuts single clips: nothing is held, and nothing but the clip is kept."""
    ffmpeg = FfmpegSupply(settings.ffmpeg or None)
    ports: dict[str, Any] = {
        "prober": VideoProber(),
        "signals": VideoSignalReader(ffmpeg),
        "renderer": FfmpegRenderer(ffmpeg, captions=settings.home / "captions"),
        "facecams": VideoFacecamFinder(),
        "tracker": VideoSubjectTracker(),
        "captions": CaptionFileReader(),
    }
    return build_cutter(**(ports | instead))
