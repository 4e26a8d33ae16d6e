"""The app: every service, built from the ports it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from core.domain.chat_learning import Learned
from core.domain.clip_calls import ClipCallTuning
from core.domain.ids import CreatorId
from core.domain.job import JobKind
from core.domain.model_tuning import ModelTuning
from core.domain.platform import Platform
from core.ports.charts import ChartPainter
from core.ports.chat_logs import ChatLogReader
from core.ports.creators import ProfileStore
from core.ports.demo import DemoStream
from core.ports.due import DueStore
from core.ports.insights import AnalyticsStore
from core.ports.media import Analyst, ObjectStorage, Prober, Renderer, SignalReader
from core.ports.people import CardBoard, CardStore, GuildStore, MemberStore
from core.ports.publishing import Publisher
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
from core.ports.twitch_channels import TuningStore
from core.ports.understanding import (
    AnalysisStore,
    SpendStore,
    TranscriptStore,
    VideoAnalyst,
    WindowStore,
)
from core.ports.vision import FacecamFinder, SubjectTracker
from core.services.analysing import Analysing
from core.services.carding import Carding
from core.services.clipping import Clipping
from core.services.cutting import Cutting
from core.services.deciding import Deciding
from core.services.drafting import Drafting
from core.services.following import CardJobs, FollowedClips, FollowedPublications
from core.services.importing import Importing
from core.services.keeping import Keeping
from core.services.learning import Learning
from core.services.membership import Membership
from core.services.publishing import Publishing
from core.services.rehearsing import Rehearsing
from core.services.reporting import Reporting
from core.services.requesting import Requesting
from core.services.reviewing import Reviewing
from core.services.signal_keeping import SignalKeeping
from core.services.spike_keeping import SpikeKeeping
from core.services.watching import Detector, Watching
from core.services.window_asking import ProfileVoices, WindowAsking
from core.services.working import JobHandler, Working


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """All that the product needs from outside; tests hand in fakes."""

    clock: Clock
    ids: Ids
    profiles: ProfileStore
    streams: StreamStore
    spikes: SpikeStore
    histograms: HistogramStore
    analytics: AnalyticsStore
    tunings: TuningStore
    assets: AssetStore
    clips: ClipStore
    publications: PublicationStore
    jobs: JobStore
    queue: JobQueue
    due: DueStore
    guilds: GuildStore
    members: MemberStore
    cards: CardStore
    board: CardBoard
    workspace: Workspace
    upkeep: Upkeep
    storage: ObjectStorage
    prober: Prober
    signals: SignalReader
    renderer: Renderer
    facecams: FacecamFinder
    tracker: SubjectTracker
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
    make_detector: Callable[[Learned], Detector]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Numbers and places that the services take from the settings."""

    scratch: Path
    demo_folder: Path
    demo_published: Path
    demo_started_at: datetime
    home_creator_id: CreatorId
    shown_on: frozenset[Platform] = frozenset()
    grace_seconds: float = 0.0
    lease_seconds: float = 30.0
    retry_seconds: float = 5.0
    idle_seconds: float = 0.2
    clip_calls: ClipCallTuning = field(default_factory=ClipCallTuning)
    model: ModelTuning = field(default_factory=ModelTuning)


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """What a face may call."""

    ports: Ports
    watching: Watching
    learning: Learning
    importing: Importing
    analysing: Analysing
    clipping: Clipping
    reviewing: Reviewing
    membership: Membership
    deciding: Deciding
    carding: Carding
    publishing: Publishing
    reporting: Reporting
    rehearsing: Rehearsing
    requesting: Requesting
    working: Working
    keeping: Keeping


def build_app(ports: Ports, limits: Limits) -> App:
    """Wire the services; nothing is opened or started here."""
    ports = _follow(ports)
    learning = _build_learning(ports)
    watching = _build_watching(ports, limits, learning)
    importing = Importing(
        ids=ports.ids, assets=ports.assets, storage=ports.storage, prober=ports.prober
    )
    clipping = Clipping(
        clock=ports.clock,
        clips=ports.clips,
        assets=ports.assets,
        storage=ports.storage,
        signals=ports.signals,
        renderer=ports.renderer,
        cutting=Cutting(
            signals=ports.signals,
            renderer=ports.renderer,
            facecams=ports.facecams,
            tracker=ports.tracker,
        ),
        platforms=frozenset(ports.publishers) | limits.shown_on,
        analyst=ports.analyst,
        scratch=limits.scratch,
    )
    publishing = Publishing(
        clock=ports.clock,
        ids=ports.ids,
        clips=ports.clips,
        publications=ports.publications,
        jobs=ports.jobs,
        storage=ports.storage,
        publishers=ports.publishers,
    )
    reviewing = Reviewing(
        clock=ports.clock,
        ids=ports.ids,
        clips=ports.clips,
        publications=ports.publications,
        grace_seconds=limits.grace_seconds,
        learning=learning,
    )
    membership = Membership(
        clock=ports.clock,
        guilds=ports.guilds,
        members=ports.members,
        home_creator_id=limits.home_creator_id,
    )
    carding = _build_carding(ports)
    analysing = _build_analysing(ports, limits)
    handlers = _list_handlers(analysing, clipping, publishing, carding)
    return App(
        ports=ports,
        watching=watching,
        learning=learning,
        importing=importing,
        analysing=analysing,
        clipping=clipping,
        reviewing=reviewing,
        membership=membership,
        deciding=Deciding(
            cards=ports.cards, clips=ports.clips, membership=membership, reviewing=reviewing
        ),
        carding=carding,
        publishing=publishing,
        reporting=Reporting(
            streams=ports.streams, spikes=ports.spikes, histograms=ports.histograms
        ),
        rehearsing=Rehearsing(
            demo=ports.demo,
            streams=ports.streams,
            clips=ports.clips,
            workspace=ports.workspace,
            storage=ports.storage,
            importing=importing,
            watching=watching,
            folder=limits.demo_folder,
            published=limits.demo_published,
            started_at=limits.demo_started_at,
        ),
        requesting=Requesting(
            clock=ports.clock,
            ids=ports.ids,
            assets=ports.assets,
            jobs=ports.jobs,
            handlers=handlers,
        ),
        working=_build_working(ports, limits, handlers),
        keeping=Keeping(
            clock=ports.clock,
            upkeep=ports.upkeep,
            due=ports.due,
            jobs=ports.jobs,
            queue=ports.queue,
        ),
    )


def _follow(ports: Ports) -> Ports:
    """Return the ports with stores that let a clip's cards follow what becomes of it."""
    card_jobs = _card_jobs(ports)
    return replace(
        ports,
        clips=FollowedClips(ports.clips, card_jobs),
        publications=FollowedPublications(ports.publications, ports.jobs, card_jobs),
    )


def _card_jobs(ports: Ports) -> CardJobs:
    return CardJobs(clock=ports.clock, ids=ports.ids, guilds=ports.guilds)


def _build_carding(ports: Ports) -> Carding:
    return Carding(
        clock=ports.clock,
        clips=ports.clips,
        publications=ports.publications,
        jobs=ports.jobs,
        card_jobs=_card_jobs(ports),
        storage=ports.storage,
        guilds=ports.guilds,
        cards=ports.cards,
        board=ports.board,
    )


def _build_analysing(ports: Ports, limits: Limits) -> Analysing:
    return Analysing(
        clock=ports.clock,
        ids=ports.ids,
        assets=ports.assets,
        streams=ports.streams,
        spikes=ports.spikes,
        analyses=ports.analyses,
        transcripts=ports.transcripts,
        storage=ports.storage,
        prober=ports.prober,
        signals=SignalKeeping(storage=ports.storage, signals=ports.signals, scratch=limits.scratch),
        asking=WindowAsking(
            clock=ports.clock,
            windows=ports.windows,
            spends=ports.spends,
            analyst=ports.video_analyst,
            tuning=limits.model,
            find_voice=ProfileVoices(profiles=ports.profiles).find_voice,
        ),
        drafting=Drafting(clock=ports.clock, ids=ports.ids, clips=ports.clips),
    )


def _build_learning(ports: Ports) -> Learning:
    return Learning(
        streams=ports.streams,
        spikes=ports.spikes,
        histograms=ports.histograms,
        assets=ports.assets,
        storage=ports.storage,
        signals=ports.signals,
        tunings=ports.tunings,
    )


def _build_watching(ports: Ports, limits: Limits, learning: Learning) -> Watching:
    return Watching(
        ids=ports.ids,
        streams=ports.streams,
        histograms=ports.histograms,
        analytics=ports.analytics,
        spike_keeping=SpikeKeeping(
            clock=ports.clock, ids=ports.ids, spikes=ports.spikes, clips=ports.clips
        ),
        learning=learning,
        make_detector=ports.make_detector,
        call_tuning=limits.clip_calls,
    )


def _list_handlers(
    analysing: Analysing, clipping: Clipping, publishing: Publishing, carding: Carding
) -> Mapping[JobKind, JobHandler]:
    return {
        JobKind.ANALYSE_ASSET: JobHandler(work=analysing.analyse_asset, give_up=analysing.give_up),
        JobKind.RENDER_CLIP: JobHandler(work=clipping.render_clip, give_up=clipping.give_up),
        JobKind.PUBLISH_CLIP: JobHandler(work=publishing.publish_clip, give_up=publishing.give_up),
        JobKind.POST_CARD: JobHandler(work=carding.post_card, give_up=carding.give_up),
    }


def _build_working(ports: Ports, limits: Limits, handlers: Mapping[JobKind, JobHandler]) -> Working:
    return Working(
        clock=ports.clock,
        jobs=ports.jobs,
        queue=ports.queue,
        handlers=handlers,
        lease_seconds=limits.lease_seconds,
        retry_seconds=limits.retry_seconds,
        idle_seconds=limits.idle_seconds,
    )
