"""What the product needs from outside, and the numbers that it takes from the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from core.domain.chat.chat_spike import SpikeTuning
from core.domain.chat.clip_calls import ClipCallTuning
from core.domain.videos.model_tuning import ModelTuning
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from core.ports.accounts import (
    Cipher,
    OAuthClient,
    TokenStore,
)
from core.ports.chat import (
    ChartPainter,
    ChatLogReader,
    ChatMemoryStore,
    ChatVoice,
    ChatWords,
    HistogramStore,
    PublicChat,
    SpikeStore,
)
from core.ports.clips import (
    Analyst,
    ClipStore,
    FacecamFinder,
    FramingStore,
    Renderer,
    SpeechListener,
    SubjectTracker,
)
from core.ports.demo import DemoStream
from core.ports.footage import (
    LiveMomentStore,
    LiveRings,
    TwitchClips,
    TwitchRecordings,
    VodReader,
)
from core.ports.learning import (
    AnalyticsStore,
    MetricReader,
    MetricStore,
)
from core.ports.people import (
    Directory,
    GuildStore,
    MemberStore,
    OneTimeSecrets,
    PreferencesStore,
    ProfileStore,
    SessionStore,
)
from core.ports.plan import SlotStore
from core.ports.publishing import (
    DailyCountStore,
    PublicationClaims,
    PublicationStore,
    Publisher,
    TargetStore,
)
from core.ports.review import (
    BallotStore,
    CardBoard,
    CardStore,
    NoticeBoard,
)
from core.ports.storage import ObjectStorage
from core.ports.streams import (
    ChannelFinder,
    LiveStreams,
    StreamStore,
    TuningStore,
    TwitchBindingStore,
)
from core.ports.understanding import (
    AnalysisStore,
    SpendStore,
    TranscriptStore,
    VideoAnalyst,
    WindowStore,
)
from core.ports.uploads import (
    UploadReceiver,
    UploadStore,
    UploadTickets,
)
from core.ports.videos import (
    AssetStore,
    Fetcher,
    FollowedJobStore,
    IntakeStore,
    Prober,
    SignalReader,
)
from core.ports.work import (
    Clock,
    DueStore,
    Ids,
    JobQueue,
    JobStore,
    Upkeep,
    Workspace,
)
from core.services.chat.chat_state import MakeDetector


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
