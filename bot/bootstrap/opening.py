"""The composition root: every port with its concrete class. Read top to bottom, once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.bootstrap.accounts import open_oauth
from bot.bootstrap.backing import open_backing
from bot.bootstrap.metrics import open_metrics
from bot.bootstrap.publishers import add_discord, add_twitch, open_publishers
from bot.bootstrap.twitch import make_vods, open_rings, open_twitch
from core.adapters.analysts.gemini import GeminiAnalyst, open_client
from core.adapters.analysts.local import LocalAnalyst
from core.adapters.charts import MatplotlibPainter
from core.adapters.chat_logs import RecordedChatReader
from core.adapters.clock import SeededClock, SystemClock
from core.adapters.demo.stream import GeneratedStream
from core.adapters.disconnected_board import DisconnectedBoard
from core.adapters.fetching import GuardedFetcher
from core.adapters.ffmpeg.probe import VideoProber
from core.adapters.ffmpeg.render import FfmpegRenderer
from core.adapters.ffmpeg.signals import VideoSignalReader
from core.adapters.ffmpeg.supply import FfmpegSupply
from core.adapters.home import empty_scratch, hold_home, read_secret
from core.adapters.ids import RandomIds, SeededIds
from core.adapters.queue.table_queue import TableQueue
from core.adapters.table.dynamodb import DynamoTable
from core.adapters.table.stores import open_stores
from core.adapters.vision.facecam_finder import VideoFacecamFinder
from core.adapters.vision.subject_tracker import VideoSubjectTracker
from core.adapters.whisper import open_listener
from core.app import App, Limits, Ports, build_app
from core.domain.chat.spike_detector import ChatSpikeDetector
from core.domain.videos.web_address import read_web_address
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from core.ports.review import AnnouncementBoard
from core.ports.understanding import VideoAnalyst

if TYPE_CHECKING:
    from config.settings import Settings

DEMO_STARTED_AT = datetime(2026, 1, 10, 19, 0, tzinfo=UTC)
DEMO_SEED = "truss"


@asynccontextmanager
async def open_app(
    settings: Settings,
    *,
    home: Path,
    publish_folder: Path,
    is_seeded: bool = False,
    page_url: str = "",
    announcements: AnnouncementBoard | None = None,
    **instead: Any,
) -> AsyncIterator[App]:
    """Open everything that lies in `home`, and close it in reverse.

    A seeded app has a clock and ids that are equal in every run. `page_url` is where the page is
    found on this machine. With `announcements` clips can go out to channels of Discord. `instead`
    names ports that somebody else brings, as tests do.
    """
    async with hold_home(home):
        ffmpeg = FfmpegSupply(settings.ffmpeg or None)
        secret = await read_secret(home, "cursors")
        clock = SeededClock(DEMO_STARTED_AT) if is_seeded else SystemClock()
        scratch = await empty_scratch(home)
        is_local = is_seeded or home != settings.home
        async with (
            open_backing(settings, home, clock, scratch) as backing,
            _open_analyst(settings, ffmpeg, scratch, is_local=is_local) as video_analyst,
            open_oauth(settings, is_local=is_local) as oauth,
            open_metrics(settings, is_local=is_local) as metric_readers,
            open_publishers(
                settings, publish_folder=publish_folder, is_local=is_local
            ) as publishers,
            open_twitch(settings, clock, is_local=is_local) as twitch,
            open_rings(settings, home, ffmpeg, clock) as rings,
        ):
            table = backing.table
            stores = open_stores(
                table,
                cursor_secret=secret,
                clock=clock,
                cipher=backing.cipher,
                storage=backing.files.storage,
            )
            ports = Ports(
                clock=clock,
                ids=SeededIds(DEMO_SEED) if is_seeded else RandomIds(),
                profiles=stores.profiles,
                preferences=stores.preferences,
                framings=stores.framings,
                streams=stores.streams,
                spikes=stores.spikes,
                histograms=stores.histograms,
                memories=stores.memories,
                analytics=stores.analytics,
                tunings=stores.tuning,
                **twitch,
                bindings=stores.twitch,
                assets=stores.assets,
                clips=stores.clips,
                publications=stores.publications,
                jobs=stores.jobs,
                queue=TableQueue(table, clock, is_shared=isinstance(table, DynamoTable)),
                due=stores.due,
                claims=stores.due,
                targets=stores.targets,
                daily_counts=stores.daily_counts,
                slots=stores.slots,
                cipher=backing.cipher,
                guilds=stores.guilds,
                members=stores.members,
                cards=stores.cards,
                tokens=stores.tokens,
                oauth=oauth,
                ballots=stores.ballots,
                directory=stores.directory,
                metrics=stores.metrics,
                metric_readers=metric_readers,
                board=DisconnectedBoard(),
                notices=DisconnectedBoard(),
                links=stores.secrets,
                sessions=stores.secrets,
                intakes=stores.intakes,
                followed=stores.followed,
                uploads=stores.uploads,
                upload_tickets=backing.files.tickets,
                upload_receiver=backing.files.receiver,
                rings=rings,
                vods=make_vods(settings, scratch, ffmpeg),
                live_moments=stores.live_moments,
                fetcher=GuardedFetcher(settings.fetch_allowed_networks),
                attachments=GuardedFetcher(origins=frozenset({_origin(settings.discord_cdn_url)})),
                workspace=stores.workspace,
                upkeep=table,
                storage=backing.files.storage,
                prober=VideoProber(),
                signals=VideoSignalReader(ffmpeg),
                renderer=FfmpegRenderer(ffmpeg, captions=home / "captions"),
                facecams=await asyncio.to_thread(VideoFacecamFinder),
                tracker=await asyncio.to_thread(VideoSubjectTracker),
                listener=None
                if is_seeded
                else open_listener(settings.whisper_model, language=settings.whisper_language),
                analyst=LocalAnalyst(),
                video_analyst=video_analyst,
                windows=stores.windows,
                spends=stores.spends,
                analyses=stores.analyses,
                transcripts=stores.transcripts,
                publishers=add_twitch(
                    add_discord(publishers, announcements, stores.guilds),
                    twitch["twitch_clips"],
                    stores.streams,
                ),
                chat_logs=RecordedChatReader(),
                charts=MatplotlibPainter(),
                demo=GeneratedStream(ffmpeg=str(await ffmpeg.find_executable()), seed=DEMO_SEED),
                make_detector=lambda learned, memory: ChatSpikeDetector(
                    settings.spike, learned=learned, memory=memory
                ),
            )
            limits = Limits(
                scratch=scratch,
                demo_folder=home / "generated",
                demo_published=home / "published",
                demo_started_at=DEMO_STARTED_AT,
                home_creator_id=CreatorId(settings.creator_id),
                page_url=settings.public_url or page_url,
                upload_bytes_max=settings.upload_megabytes_max * 1024**2,
                shown_on=frozenset({Platform.DISCORD} if settings.discord_token else ()),
                catches_footage=not is_local,
                grace_seconds=0.0 if is_seeded else settings.grace_seconds,
                lease_seconds=settings.lease_seconds,
                retry_seconds=settings.retry_seconds,
                sweep_seconds=0.5 if is_local else settings.sweep_seconds,
                public_url=settings.public_url,
                clip_calls=settings.clip_calls,
                spike=settings.spike,
                model=settings.gemini,
            )
            app = build_app(replace(ports, **instead), limits)
            try:
                yield app
            finally:
                await app.spike_detection.leave_streams()
                await app.token_refresh.finish()


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


def _origin(url: str) -> str:
    return read_web_address(url).origin
