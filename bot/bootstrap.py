"""The composition root: the single file that knows every concrete class. Read top to bottom."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.adapters.analysts.gemini import GeminiAnalyst, open_client
from core.adapters.analysts.local import LocalAnalyst
from core.adapters.aws import Aws
from core.adapters.charts import MatplotlibPainter
from core.adapters.chat_logs import RecordedChatReader
from core.adapters.cipher import KmsCipher, LocalCipher, MovedCipher, has_keys, read_keys
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
from core.adapters.queue.table_queue import TableQueue
from core.adapters.storage.copying import ObjectCopyReport, copy_objects
from core.adapters.storage.folder import FolderStorage
from core.adapters.storage.s3 import Bucket, S3Storage, S3Uploads
from core.adapters.table import schema
from core.adapters.table.copying import CopyReport, WorkspaceCopy
from core.adapters.table.dynamodb import DynamoTable
from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.stores import open_stores
from core.adapters.table.table import ItemKey
from core.adapters.vision.facecam import VideoFacecamFinder
from core.adapters.vision.subject import VideoSubjectTracker
from core.app import App, Limits, Ports, build_app
from core.domain.chat_detector import ChatSpikeDetector
from core.domain.ids import CreatorId
from core.domain.platform import Platform
from core.errors import InvalidInput
from core.ports.media import ObjectStorage
from core.ports.secrets import Cipher
from core.ports.time_and_ids import Clock
from core.ports.understanding import VideoAnalyst

if TYPE_CHECKING:
    from config.settings import Settings

__all__ = [
    "check_table",
    "copy_workspace",
    "create_table",
    "open_app",
    "remove_abandoned",
]

WORKSPACE_FILE = "truss.sqlite3"

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
        scratch = await empty_scratch(home)
        is_local = is_seeded or home != settings.home
        async with (
            _open_backing(settings, home, clock, scratch) as backing,
            _open_analyst(settings, ffmpeg, scratch, is_local=is_local) as video_analyst,
        ):
            table = backing.table
            stores = open_stores(
                table,
                cursor_secret=secret,
                clock=clock,
                cipher=backing.cipher,
                storage=backing.storage,
            )
            ports = Ports(
                clock=clock,
                ids=SeededIds(DEMO_SEED) if is_seeded else RandomIds(),
                profiles=stores.profiles,
                streams=stores.streams,
                spikes=stores.spikes,
                histograms=stores.histograms,
                analytics=stores.analytics,
                tunings=stores.tuning,
                assets=stores.assets,
                clips=stores.clips,
                publications=stores.publications,
                jobs=stores.jobs,
                queue=TableQueue(table, clock, is_shared=isinstance(table, DynamoTable)),
                due=stores.due,
                guilds=stores.guilds,
                members=stores.members,
                cards=stores.cards,
                board=NoBoard(),
                workspace=stores.workspace,
                upkeep=table,
                storage=backing.storage,
                prober=VideoProber(),
                signals=VideoSignalReader(ffmpeg),
                renderer=FfmpegRenderer(ffmpeg, captions=home / "captions"),
                facecams=await asyncio.to_thread(VideoFacecamFinder),
                tracker=await asyncio.to_thread(VideoSubjectTracker),
                analyst=LocalAnalyst(),
                video_analyst=video_analyst,
                windows=stores.windows,
                spends=stores.spends,
                analyses=stores.analyses,
                transcripts=stores.transcripts,
                publishers={Platform.FOLDER: FolderPublisher(publish_folder)},
                chat_logs=RecordedChatReader(),
                charts=MatplotlibPainter(),
                demo=GeneratedStream(ffmpeg=str(await ffmpeg.find_executable()), seed=DEMO_SEED),
                make_detector=lambda learned: ChatSpikeDetector(settings.spike, learned=learned),
            )
            limits = Limits(
                scratch=scratch,
                demo_folder=home / "generated",
                demo_published=home / "published",
                demo_started_at=DEMO_STARTED_AT,
                home_creator_id=CreatorId(settings.creator_id),
                shown_on=frozenset({Platform.DISCORD} if settings.discord_token else ()),
                grace_seconds=0.0 if is_seeded else settings.grace_seconds,
                lease_seconds=settings.lease_seconds,
                retry_seconds=settings.retry_seconds,
                clip_calls=settings.clip_calls,
                model=settings.gemini,
            )
            yield build_app(replace(ports, **instead), limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Backing:
    """Where everything lies: on this machine, or where the settings say."""

    table: SqliteTable | DynamoTable
    storage: ObjectStorage
    cipher: Cipher


@asynccontextmanager
async def _open_backing(
    settings: Settings, home: Path, clock: Clock, scratch: Path
) -> AsyncIterator[_Backing]:
    """Open table, storage and cipher; a home that is not the settings' keeps all of its own."""
    async with AsyncExitStack() as stack:
        aws: Aws | None = None
        if home == settings.home and (settings.table or settings.bucket or settings.kms_key_id):
            aws = await _open_aws(settings, clock)
            stack.push_async_callback(aws.close)
        table = await _open_table(settings, home, aws)
        stack.push_async_callback(table.close)
        yield _Backing(
            table=table,
            storage=await _open_storage(settings, home, aws, scratch),
            cipher=await _open_cipher(settings, home, aws),
        )


@asynccontextmanager
async def _open_analyst(
    settings: Settings, ffmpeg: FfmpegSupply, scratch: Path, *, is_local: bool
) -> AsyncIterator[VideoAnalyst | None]:
    """Give the analyst that sees: none without a key, nor in a demo or replay, which ask nobody."""
    key = settings.gemini_api_key.get_secret_value()
    if is_local or not key:
        yield None
        return
    address, tuning = settings.gemini_api_url, settings.gemini
    async with open_client(api_key=key, base_url=address, tuning=tuning) as client:
        yield GeminiAnalyst(client=client, ffmpeg=ffmpeg, scratch=scratch, tuning=tuning)


async def _open_aws(settings: Settings, clock: Clock) -> Aws:
    return await Aws.open(now=clock.now, refresh_seconds=settings.credentials_refresh_seconds)


async def _open_table(settings: Settings, home: Path, aws: Aws | None) -> SqliteTable | DynamoTable:
    if aws is None or not settings.table:
        return await SqliteTable.open(home / WORKSPACE_FILE)
    table = DynamoTable(await aws.dynamodb(), settings.table, aws.threads)
    await table.get(ItemKey("OPENED", "NOW"))  # a table that cannot be used is told at the start
    return table


async def _open_storage(
    settings: Settings, home: Path, aws: Aws | None, scratch: Path
) -> ObjectStorage:
    if aws is None or not settings.bucket:
        folder = FolderStorage(home / "objects")
        await folder.remove_leftovers()
        return folder
    return S3Storage(
        await _open_bucket(settings, aws),
        scratch=scratch,
        cache_bytes=settings.cache_megabytes * 1024**2,
    )


async def _open_bucket(settings: Settings, aws: Aws) -> Bucket:
    bucket = Bucket(await aws.s3(), settings.bucket, aws.threads)
    await bucket.check()
    return bucket


async def _open_cipher(settings: Settings, home: Path, aws: Aws | None) -> Cipher:
    if aws is None or not settings.kms_key_id:
        return LocalCipher(await read_keys(home))
    kms = await KmsCipher.open(await aws.kms(), settings.kms_key_id, aws.threads)
    return MovedCipher(kms, LocalCipher(await read_keys(home))) if await has_keys(home) else kms


async def create_table(settings: Settings) -> list[str]:
    """Make the settings' table where there is none; return what it lacks, in sentences."""
    problems: list[str] = await _with_table(settings, schema.create_table, schema.check_table)
    return problems


async def check_table(settings: Settings) -> list[str]:
    """Return what the settings' table lacks, in sentences."""
    problems: list[str] = await _with_table(settings, schema.check_table)
    return problems


async def _with_table(settings: Settings, *steps: Callable[[Any, str], Any]) -> Any:
    """Take the steps one after the other and return what the last one gives."""
    _need_table(settings)
    aws = await _open_aws(settings, SystemClock())
    outcome: Any = None
    try:
        for step in steps:
            outcome = await aws.run(partial(step, await aws.dynamodb(), settings.table))
    finally:
        await aws.close()
    return outcome


async def copy_workspace(
    settings: Settings, on_copied: Callable[[str, int, int], None]
) -> tuple[CopyReport, ObjectCopyReport | None]:
    """Copy the home's workspace into the settings' table, and its files into their bucket.

    `on_copied` gets what is counted (items or files), how many are done, and how many there are.
    """
    _need_table(settings)
    clock, home = SystemClock(), settings.home
    async with hold_home(home), AsyncExitStack() as stack:
        aws = await _open_aws(settings, clock)
        stack.push_async_callback(aws.close)
        table = DynamoTable(await aws.dynamodb(), settings.table, aws.threads)
        copy = WorkspaceCopy(home / WORKSPACE_FILE, table=table, name=settings.table, now=clock.now)
        items = await copy.run(partial(on_copied, "items"))
        if not settings.bucket:
            return items, None
        bucket = await _open_bucket(settings, aws)
        files = await copy_objects(
            home / "objects",
            S3Storage(bucket, scratch=home / "scratch"),
            S3Uploads(bucket, now=clock.now),
            partial(on_copied, "files"),
        )
        return items, files


def _need_table(settings: Settings) -> None:
    if not settings.table:
        raise InvalidInput("Name the table: set TRUSS_TABLE.")
