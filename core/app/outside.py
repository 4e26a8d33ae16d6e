"""What the product needs from outside, and the numbers that it takes from the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from core.domain.chat_spike import SpikeTuning
from core.domain.clip_calls import ClipCallTuning
from core.domain.ids import CreatorId
from core.domain.model_tuning import ModelTuning
from core.domain.platform import Platform
from core.ports.accounts import OAuthClient, TokenStore
from core.ports.captions import SpeechListener
from core.ports.charts import ChartPainter
from core.ports.chat_answers import ChatWords
from core.ports.chat_logs import ChatLogReader
from core.ports.chat_memory import ChatMemoryStore
from core.ports.creators import Directory, FramingStore, PreferencesStore, ProfileStore
from core.ports.demo import DemoStream
from core.ports.due import DueStore, PublicationClaims
from core.ports.fetching import Fetcher
from core.ports.footage import LiveMomentStore, LiveRings, VodReader
from core.ports.insights import AnalyticsStore, MetricStore
from core.ports.intakes import FollowedJobStore, IntakeStore
from core.ports.live_chat import PublicChat
from core.ports.measuring import MetricReader
from core.ports.media import Analyst, ObjectStorage, Prober, Renderer, SignalReader
from core.ports.outgoing import DailyCountStore, TargetStore
from core.ports.people import (
    BallotStore,
    CardBoard,
    CardStore,
    GuildStore,
    MemberStore,
    NoticeBoard,
)
from core.ports.plans import SlotStore
from core.ports.publishing import Publisher
from core.ports.secrets import Cipher
from core.ports.sign_in import OneTimeSecrets, SessionStore
from core.ports.stores import (
    AssetStore,
    ClipStore,
    HistogramStore,
    JobQueue,
    JobStore,
    PublicationStore,
    SpikeStore,
    StreamStore,
    Upkeep,
    Workspace,
)
from core.ports.time_and_ids import Clock, Ids
from core.ports.twitch import ChatVoice, TwitchClips, TwitchRecordings
from core.ports.twitch_channels import ChannelFinder, LiveStreams, TuningStore, TwitchBindingStore
from core.ports.understanding import (
    AnalysisStore,
    SpendStore,
    TranscriptStore,
    VideoAnalyst,
    WindowStore,
)
from core.ports.upload_progress import UploadStore
from core.ports.uploads import UploadReceiver, UploadTickets
from core.ports.vision import FacecamFinder, SubjectTracker
from core.services.ear_keeping import MakeDetector


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """All that the product needs from outside; tests hand in fakes."""

    clock: Clock
    ids: Ids
    profiles: ProfileStore
    preferences: PreferencesStore
    framings: FramingStore
    streams: StreamStore
    spikes: SpikeStore
    histograms: HistogramStore
    memories: ChatMemoryStore
    analytics: AnalyticsStore
    tunings: TuningStore
    bindings: TwitchBindingStore
    finder: ChannelFinder
    live_streams: LiveStreams | None
    twitch_clips: TwitchClips | None
    twitch_recordings: TwitchRecordings | None
    chat_voice: ChatVoice | None
    chat_words: ChatWords
    public_chat: PublicChat
    assets: AssetStore
    clips: ClipStore
    publications: PublicationStore
    jobs: JobStore
    queue: JobQueue
    due: DueStore
    claims: PublicationClaims
    targets: TargetStore
    daily_counts: DailyCountStore
    slots: SlotStore
    cipher: Cipher
    guilds: GuildStore
    members: MemberStore
    cards: CardStore
    tokens: TokenStore
    oauth: Mapping[Platform, OAuthClient]
    ballots: BallotStore
    directory: Directory
    metrics: MetricStore
    metric_readers: Mapping[Platform, MetricReader]
    board: CardBoard
    notices: NoticeBoard
    links: OneTimeSecrets
    sessions: SessionStore
    intakes: IntakeStore
    followed: FollowedJobStore
    uploads: UploadStore
    upload_tickets: UploadTickets
    upload_receiver: UploadReceiver | None
    fetcher: Fetcher
    rings: LiveRings
    vods: VodReader
    live_moments: LiveMomentStore
    attachments: Fetcher
    workspace: Workspace
    upkeep: Upkeep
    storage: ObjectStorage
    prober: Prober
    signals: SignalReader
    renderer: Renderer
    facecams: FacecamFinder
    tracker: SubjectTracker
    listener: SpeechListener | None
    analyst: Analyst
    video_analyst: VideoAnalyst | None
    windows: WindowStore
    spends: SpendStore
    analyses: AnalysisStore
    transcripts: TranscriptStore
    publishers: Mapping[Platform, Publisher]
    chat_logs: ChatLogReader
    charts: ChartPainter
    demo: DemoStream
    make_detector: MakeDetector


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Numbers and places that the services take from the settings."""

    scratch: Path
    demo_folder: Path
    demo_published: Path
    demo_started_at: datetime
    home_creator_id: CreatorId
    page_url: str = ""
    upload_bytes_max: int = 20 * 1024**3
    shown_on: frozenset[Platform] = frozenset()
    catches_footage: bool = False
    grace_seconds: float = 0.0
    lease_seconds: float = 30.0
    retry_seconds: float = 5.0
    idle_seconds: float = 0.2
    sweep_seconds: float = 5.0
    public_url: str = ""
    clip_calls: ClipCallTuning = field(default_factory=ClipCallTuning)
    spike: SpikeTuning = field(default_factory=SpikeTuning)
    model: ModelTuning = field(default_factory=ModelTuning)
