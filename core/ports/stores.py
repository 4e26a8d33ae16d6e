"""Every store by name, and the queue that lies beside them; each subject's page says what they do.

`get_x` raises NotFound, `find_x` may return None, `list_x` returns one page. `add_x` returns
False when the thing is already there, and `save_x` is conditioned on the version that was seen:
the saved object comes back with the next version, and the loser gets Conflict with `current`.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.ports.accounts import TokenStore
from core.ports.chat import ChatMemoryStore, HistogramStore, SpikeStore
from core.ports.clips import ClipStore, FramingStore
from core.ports.footage import LiveMomentStore
from core.ports.learning import (
    AnalyticsStore,
    DueBatchStore,
    ImportStore,
    InsightStore,
    LessonStore,
    MeasuredPostStore,
    MetricStore,
    TaskStore,
)
from core.ports.people import (
    Directory,
    EmailStore,
    GuildStore,
    MemberStore,
    OneTimeSecrets,
    PreferencesStore,
    ProfileStore,
    SessionStore,
)
from core.ports.plan import Calendar, PlanStore, PostStore, SlotStore
from core.ports.publishing import DailyCountStore, PublicationClaims, PublicationStore, TargetStore
from core.ports.review import BallotStore, CardStore
from core.ports.streams import StreamStore, TuningStore, TwitchBindingStore
from core.ports.understanding import AnalysisStore, SpendStore, TranscriptStore, WindowStore
from core.ports.uploads import UploadStore
from core.ports.videos import AssetStore, FollowedJobStore, IntakeStore
from core.ports.work import (
    DueStore,
    Formats,
    JobQueue,
    JobStore,
    OwnershipStore,
    TroubleStore,
    Workspace,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """All that one table keeps."""

    analyses: AnalysisStore
    analytics: AnalyticsStore
    assets: AssetStore
    ballots: BallotStore
    bindings: TwitchBindingStore
    calendar: Calendar
    cards: CardStore
    claims: PublicationClaims
    clips: ClipStore
    daily_counts: DailyCountStore
    directory: Directory
    due: DueStore
    due_batches: DueBatchStore
    emails: EmailStore
    followed: FollowedJobStore
    formats: Formats
    framings: FramingStore
    guilds: GuildStore
    histograms: HistogramStore
    imports: ImportStore
    insights: InsightStore
    intakes: IntakeStore
    jobs: JobStore
    lessons: LessonStore
    links: OneTimeSecrets
    live_moments: LiveMomentStore
    measured_posts: MeasuredPostStore
    members: MemberStore
    memories: ChatMemoryStore
    metrics: MetricStore
    ownerships: OwnershipStore
    plans: PlanStore
    posts: PostStore
    preferences: PreferencesStore
    profiles: ProfileStore
    publications: PublicationStore
    queue: JobQueue
    sessions: SessionStore
    slots: SlotStore
    spends: SpendStore
    spikes: SpikeStore
    streams: StreamStore
    targets: TargetStore
    tasks: TaskStore
    tokens: TokenStore
    transcripts: TranscriptStore
    troubles: TroubleStore
    tunings: TuningStore
    uploads: UploadStore
    windows: WindowStore
    workspace: Workspace
