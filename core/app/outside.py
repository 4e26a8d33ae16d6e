"""Outside: the ports that the app needs, by subject, and the limits from the settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from core.domain.chat.chat_spike import SpikeTuning
from core.domain.chat.clip_calls import ClipCallTuning
from core.domain.videos.model_tuning import ModelTuning
from core.domain.work.ids import CreatorId
from core.domain.work.meters import Meters
from core.domain.work.platform import Platform
from core.ports.accounts import Cipher, OAuthClient
from core.ports.archive import Archive
from core.ports.asking import AskModel
from core.ports.chat import ChartPainter, ChatLogReader, ChatVoice, ChatWords, PublicChat
from core.ports.clips import Analyst, FacecamFinder, Renderer, SpeechListener, SubjectTracker
from core.ports.demo import DemoStream
from core.ports.footage import LiveRings, TwitchClips, TwitchRecordings, VodReader
from core.ports.learning import ExportReader, MetricReader
from core.ports.people import MailSender, Roster
from core.ports.publishing import Publisher
from core.ports.review import AnnouncementBoard, CardBoard, NoticeBoard
from core.ports.storage import ObjectStorage
from core.ports.stores import Stores
from core.ports.streams import ChannelFinder, LiveStreams
from core.ports.understanding import VideoAnalyst
from core.ports.uploads import UploadReceiver, UploadTickets
from core.ports.videos import Fetcher, Prober, SignalReader
from core.ports.work import Clock, Ids, JobRelay, Upkeep
from core.services.chat.chat_state import MakeDetector
from core.services.work.checkup import Check
from core.services.work.wake_ups import WakeUps


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamPorts:
    """Finds channels and broadcasts; `live` is None without Twitch credentials."""

    finder: ChannelFinder
    live: LiveStreams | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatPorts:
    """Reads and sends chat; `voice` is None without Twitch credentials."""

    public: PublicChat
    logs: ChatLogReader
    words: ChatWords
    charts: ChartPainter
    make_detector: MakeDetector
    voice: ChatVoice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FootagePorts:
    """Where the video of a live moment can come from."""

    rings: LiveRings
    vods: VodReader
    twitch_clips: TwitchClips | None = None
    twitch_recordings: TwitchRecordings | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoPorts:
    """Fetches and analyses videos; `analyst` and `ask_model` are None without a model."""

    fetcher: Fetcher
    attachments: Fetcher
    tickets: UploadTickets
    receiver: UploadReceiver | None
    prober: Prober
    signals: SignalReader
    analyst: VideoAnalyst | None = None
    ask_model: AskModel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipPorts:
    """Frames, captions, renders and scores clips; `listener` is None without a speech model."""

    renderer: Renderer
    facecams: FacecamFinder
    tracker: SubjectTracker
    analyst: Analyst
    listener: SpeechListener | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPorts:
    """Links accounts and encrypts their tokens."""

    cipher: Cipher
    oauth: Mapping[Platform, OAuthClient] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePorts:
    """Who has which role, and how people are written to; no `mail` where none is set up."""

    roster: Roster
    mail: MailSender | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPorts:
    """Where cards, notices and public clips are shown to people."""

    board: CardBoard
    notices: NoticeBoard
    announcements: AnnouncementBoard | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Every port that the app needs; tests pass fakes."""

    clock: Clock
    ids: Ids
    stores: Stores
    storage: ObjectStorage
    upkeep: Upkeep
    archive: Archive
    streams: StreamPorts
    chat: ChatPorts
    footage: FootagePorts
    videos: VideoPorts
    clips: ClipPorts
    accounts: AccountPorts
    people: PeoplePorts
    review: ReviewPorts
    publishers: Mapping[Platform, Publisher]
    metric_readers: Mapping[Platform, MetricReader]
    exports: ExportReader
    demo: DemoStream
    checks: Sequence[Check] = ()
    meters: Meters = field(default_factory=Meters)
    wake_ups: WakeUps | None = None
    relay: JobRelay | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Numbers and places that the services take from the settings.

    `is_shared` where other processes may work on the table; `holder` names this one's home there,
    and `roles` says what it does, "" for everything.
    """

    scratch: Path
    demo_folder: Path
    demo_published: Path
    demo_started_at: datetime
    home_creator_id: CreatorId
    holder: str = "here"
    roles: str = ""
    is_shared: bool = False
    page_url: str = ""
    upload_bytes_max: int = 20 * 1024**3
    creator_bytes_max: int = 0
    shown_on: frozenset[Platform] = frozenset()
    catches_footage: bool = False
    grace_seconds: float = 0.0
    lease_seconds: float = 30.0
    retry_seconds: float = 5.0
    idle_seconds: float = 0.2
    sweep_seconds: float = 5.0
    public_url: str = ""
    owner_email: str = ""
    clip_calls: ClipCallTuning = field(default_factory=ClipCallTuning)
    spike: SpikeTuning = field(default_factory=SpikeTuning)
    model: ModelTuning = field(default_factory=ModelTuning)
