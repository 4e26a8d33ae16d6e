"""Ports: the concrete class of every port, for a home and its connections."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.bootstrap.analyst import Models
from bot.bootstrap.backing import Backing, open_queue
from bot.bootstrap.twitch import open_rings
from cogs.chat_answers import ChatPhrases
from core.adapters.analysts.local import LocalAnalyst
from core.adapters.charts import FilePainter
from core.adapters.chat_logs import RecordedChatReader
from core.adapters.demo.stream import GeneratedStream
from core.adapters.disconnected_board import DisconnectedBoard
from core.adapters.exports import ExportFiles
from core.adapters.fetching import GuardedFetcher
from core.adapters.ffmpeg.probe import VideoProber
from core.adapters.ffmpeg.render import FfmpegRenderer
from core.adapters.ffmpeg.signals import VideoSignalReader
from core.adapters.ffmpeg.supply import FfmpegSupply
from core.adapters.helix import Helix
from core.adapters.home import read_secret
from core.adapters.irc import IrcFinder, IrcReader
from core.adapters.live_ring import StreamRings, StreamVods
from core.adapters.table.archive.table_archive import TableArchive
from core.adapters.table.metered import MeteredTable
from core.adapters.table.queue.table_queue import read_waiting
from core.adapters.table.stores import open_stores
from core.adapters.table.table import Item
from core.adapters.vision.facecam_finder import VideoFacecamFinder
from core.adapters.vision.subject_tracker import VideoSubjectTracker
from core.app import Limits, Ports, outside
from core.domain.chat.spike_detector import ChatSpikeDetector
from core.domain.videos.web_address import read_web_address
from core.domain.work.ids import CreatorId
from core.domain.work.meters import Meters
from core.domain.work.platform import Platform
from core.domain.work.process_roles import EVERY_ROLE
from core.ports.accounts import OAuthClient
from core.ports.clips import SpeechListener
from core.ports.learning import MetricReader
from core.ports.people import MailSender, Roster
from core.ports.publishing import Publisher
from core.ports.review import AnnouncementBoard, CardBoard, NoticeBoard
from core.ports.stores import Stores
from core.ports.work import Clock, Ids, JobRelay
from core.services.work.wake_ups import WakeUps

if TYPE_CHECKING:
    from config.settings import Settings

DEMO_STARTED_AT = datetime(2026, 1, 10, 19, 0, tzinfo=UTC)
DEMO_SEED = "truss"


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """An opened home: its table, files and rings, and the ffmpeg that works on them."""

    folder: Path
    scratch: Path
    clock: Clock
    ids: Ids
    ffmpeg: FfmpegSupply
    backing: Backing
    stores: Stores
    rings: StreamRings
    holder: str
    meters: Meters
    wake_ups: WakeUps | None
    relay: JobRelay | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Boards:
    """Where cards, notices and announcements go; without a board, clips are not announced."""

    cards: CardBoard = field(default_factory=DisconnectedBoard)
    notices: NoticeBoard = field(default_factory=DisconnectedBoard)
    announcements: AnnouncementBoard | None = None
    roster: Roster = field(default_factory=DisconnectedBoard)


@dataclass(frozen=True, slots=True, kw_only=True)
class Connections:
    """What the app connects to; by default only what `publishers` names."""

    publishers: Mapping[Platform, Publisher]
    helix: Helix | None = None
    models: Models = field(default_factory=Models)
    listener: SpeechListener | None = None
    oauth: Mapping[Platform, OAuthClient] = field(default_factory=dict)
    metric_readers: Mapping[Platform, MetricReader] = field(default_factory=dict)
    boards: Boards = field(default_factory=Boards)
    mail: MailSender | None = None


@asynccontextmanager
async def open_home(
    settings: Settings, folder: Path, *, scratch: Path, backing: Backing, clock: Clock, ids: Ids
) -> AsyncIterator[Home]:
    """Open the home in a folder that this process holds."""
    ffmpeg = FfmpegSupply(settings.ffmpeg or None)
    meters, wake_ups = Meters(), WakeUps(clock)
    is_read = settings.metrics_on_loopback or bool(settings.metrics_token.get_secret_value())

    def wake(item: Item) -> None:
        if waiting := read_waiting(item):
            wake_ups.note(*waiting)

    def note(item: Item) -> None:
        (wake if relay is None else relay.note)(item)

    table = MeteredTable(backing.table, meters, weighs=is_read, on_stored=note)
    queue, relay = open_queue(backing.sqs, table, clock)
    holder = (await read_secret(folder, "holder")).hex()[:16]
    stores = open_stores(
        table,
        cursor_secret=await read_secret(folder, "cursors"),
        clock=clock,
        cipher=backing.cipher,
        storage=backing.files.storage,
        is_shared=backing.is_shared,
        chat_days=settings.chat_days,
        queue=queue,
        home=holder,
    )
    async with open_rings(settings, folder, ffmpeg, clock) as rings:
        yield Home(
            folder=folder,
            scratch=scratch,
            clock=clock,
            ids=ids,
            ffmpeg=ffmpeg,
            backing=backing,
            stores=stores,
            rings=rings,
            meters=meters,
            wake_ups=None if relay else wake_ups,
            relay=relay,
            holder=holder,
        )


async def make_ports(settings: Settings, home: Home, to: Connections) -> Ports:
    """Return every port, made from a home and its connections."""
    return Ports(
        clock=home.clock,
        ids=home.ids,
        stores=home.stores,
        storage=home.backing.files.storage,
        upkeep=home.backing.table,
        meters=home.meters,
        wake_ups=home.wake_ups,
        relay=home.relay,
        archive=TableArchive(home.backing.table),
        streams=outside.StreamPorts(
            finder=to.helix or IrcFinder(url=settings.twitch_irc_url), live=to.helix
        ),
        chat=_make_chat(settings, home, to),
        footage=outside.FootagePorts(
            rings=home.rings,
            vods=StreamVods(
                home.scratch, ffmpeg=home.ffmpeg, address=settings.twitch_video_address
            ),
            twitch_clips=to.helix,
            twitch_recordings=to.helix,
        ),
        videos=_make_videos(settings, home, to),
        clips=await _make_clips(settings, home, to),
        accounts=outside.AccountPorts(cipher=home.backing.cipher, oauth=to.oauth),
        people=outside.PeoplePorts(roster=to.boards.roster, mail=to.mail),
        review=outside.ReviewPorts(
            board=to.boards.cards,
            notices=to.boards.notices,
            announcements=to.boards.announcements,
        ),
        publishers=to.publishers,
        metric_readers=to.metric_readers,
        exports=ExportFiles(),
        demo=GeneratedStream(ffmpeg=str(await home.ffmpeg.find_executable()), seed=DEMO_SEED),
    )


def make_limits(settings: Settings, home: Home, *, page_url: str) -> Limits:
    """Return the limits of a connected app, from the settings."""
    return Limits(
        holder=home.holder,
        roles="" if settings.roles == EVERY_ROLE else ", ".join(sorted(settings.roles)),
        is_shared=home.backing.is_shared,
        scratch=home.scratch,
        demo_folder=home.folder / "generated",
        demo_published=home.folder / "published",
        demo_started_at=DEMO_STARTED_AT,
        home_creator_id=CreatorId(settings.creator_id),
        page_url=settings.public_url or page_url,
        upload_bytes_max=settings.upload_megabytes_max * 1024**2,
        creator_bytes_max=settings.creator_gigabytes_max * 1024**3,
        shown_on=frozenset({Platform.DISCORD} if settings.discord_token else ()),
        catches_footage=True,
        grace_seconds=settings.grace_seconds,
        lease_seconds=settings.lease_seconds,
        retry_seconds=settings.retry_seconds,
        sweep_seconds=settings.sweep_seconds,
        public_url=settings.public_url,
        owner_email=settings.owner_email,
        clip_calls=settings.clip_calls,
        spike=settings.spike,
        model=settings.gemini,
    )


def _make_chat(settings: Settings, home: Home, to: Connections) -> outside.ChatPorts:
    return outside.ChatPorts(
        public=IrcReader(url=settings.twitch_irc_url, clock=home.clock),
        logs=RecordedChatReader(),
        words=ChatPhrases(),
        charts=FilePainter(),
        make_detector=lambda learned, memory: ChatSpikeDetector(
            settings.spike, learned=learned, memory=memory
        ),
        voice=to.helix,
    )


def _make_videos(settings: Settings, home: Home, to: Connections) -> outside.VideoPorts:
    origin = read_web_address(settings.discord_cdn_url).origin
    return outside.VideoPorts(
        fetcher=GuardedFetcher(settings.fetch_allowed_networks),
        attachments=GuardedFetcher(origins=frozenset({origin})),
        tickets=home.backing.files.tickets,
        receiver=home.backing.files.receiver,
        prober=VideoProber(is_mixed=settings.mix_sound_tracks),
        signals=VideoSignalReader(is_mixed=settings.mix_sound_tracks),
        analyst=to.models.analyst,
        ask_model=to.models.ask_model,
    )


async def _make_clips(settings: Settings, home: Home, to: Connections) -> outside.ClipPorts:
    return outside.ClipPorts(
        renderer=FfmpegRenderer(
            home.ffmpeg, captions=home.folder / "captions", is_mixed=settings.mix_sound_tracks
        ),
        facecams=await asyncio.to_thread(VideoFacecamFinder),
        tracker=await asyncio.to_thread(VideoSubjectTracker),
        analyst=LocalAnalyst(),
        listener=to.listener,
    )
