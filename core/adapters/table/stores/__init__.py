"""The stores on the table; `open_stores` builds them all."""

from __future__ import annotations

from dataclasses import dataclass

from core.adapters.queue.table_queue import TableQueue
from core.adapters.table.cursors import CursorSigner
from core.adapters.table.stores.assets import AssetTable
from core.adapters.table.stores.ballots import BallotTable
from core.adapters.table.stores.bodies import Bodies
from core.adapters.table.stores.cards import CardTable
from core.adapters.table.stores.chat_memories import ChatMemoryTable
from core.adapters.table.stores.clips import ClipTable
from core.adapters.table.stores.creators import (
    DirectoryTable,
    FramingTable,
    PreferencesTable,
    ProfileTable,
    UploadTable,
)
from core.adapters.table.stores.due import DueTable
from core.adapters.table.stores.guilds import GuildTable
from core.adapters.table.stores.histograms import HistogramTable
from core.adapters.table.stores.insights import AnalyticsTable, InsightTable, MetricTable
from core.adapters.table.stores.intakes import FollowedJobTable, IntakeTable
from core.adapters.table.stores.jobs import JobTable
from core.adapters.table.stores.live_moments import LiveMomentTable
from core.adapters.table.stores.members import MemberTable
from core.adapters.table.stores.outgoing import DailyCountTable, TargetTable
from core.adapters.table.stores.pages import Pager
from core.adapters.table.stores.plans import CalendarTable, PlanTable, SlotTable, TaskTable
from core.adapters.table.stores.posts import PostTable
from core.adapters.table.stores.publications import PublicationTable
from core.adapters.table.stores.sign_in import SecretTable
from core.adapters.table.stores.spikes import SpikeTable
from core.adapters.table.stores.streams import StreamTable
from core.adapters.table.stores.tokens import NoCipher, TokenTable
from core.adapters.table.stores.twitch_channels import TuningTable, TwitchBindingTable
from core.adapters.table.stores.understanding import (
    AnalysisTable,
    SpendTable,
    TranscriptTable,
    WindowTable,
)
from core.adapters.table.stores.workspace import TableWorkspace
from core.adapters.table.table import Table
from core.ports.accounts import Cipher
from core.ports.storage import ObjectStorage
from core.ports.work import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """Every store of one table, and the queue in it."""

    streams: StreamTable
    spikes: SpikeTable
    histograms: HistogramTable
    memories: ChatMemoryTable
    assets: AssetTable
    clips: ClipTable
    publications: PublicationTable
    jobs: JobTable
    profiles: ProfileTable
    preferences: PreferencesTable
    framings: FramingTable
    directory: DirectoryTable
    uploads: UploadTable
    intakes: IntakeTable
    followed: FollowedJobTable
    tokens: TokenTable
    plans: PlanTable
    slots: SlotTable
    live_moments: LiveMomentTable
    targets: TargetTable
    daily_counts: DailyCountTable
    posts: PostTable
    tasks: TaskTable
    calendar: CalendarTable
    insights: InsightTable
    analytics: AnalyticsTable
    metrics: MetricTable
    due: DueTable
    secrets: SecretTable
    twitch: TwitchBindingTable
    tuning: TuningTable
    library: AssetTable
    analyses: AnalysisTable
    windows: WindowTable
    transcripts: TranscriptTable
    spends: SpendTable
    queue: TableQueue
    workspace: TableWorkspace
    guilds: GuildTable
    members: MemberTable
    cards: CardTable
    ballots: BallotTable


def open_stores(
    table: Table,
    *,
    cursor_secret: bytes,
    clock: Clock,
    cipher: Cipher | None = None,
    storage: ObjectStorage | None = None,
) -> Stores:
    """Build the stores; cursors are signed with the secret, of at least 16 bytes.

    Without a cipher no platform token can be stored; without storage nothing too long for an item
    can: transcripts and window results.
    """
    cipher = cipher or NoCipher()
    bodies = Bodies(storage)
    signer = CursorSigner(cursor_secret)
    pager = Pager(table, signer)
    return Stores(
        streams=StreamTable(table, pager, clock),
        spikes=SpikeTable(table, pager, clock),
        histograms=HistogramTable(table, pager, clock),
        memories=ChatMemoryTable(table, clock),
        assets=AssetTable(table, pager, clock),
        clips=ClipTable(table, pager, signer),
        publications=PublicationTable(table, pager),
        jobs=JobTable(table, pager, clock),
        profiles=ProfileTable(table, clock),
        preferences=PreferencesTable(table, clock),
        framings=FramingTable(table, clock),
        directory=DirectoryTable(table, signer),
        uploads=UploadTable(table, clock),
        intakes=IntakeTable(table, clock),
        followed=FollowedJobTable(table, clock),
        tokens=TokenTable(table, cipher),
        plans=PlanTable(table, clock),
        slots=SlotTable(table, clock),
        live_moments=LiveMomentTable(table, clock),
        targets=TargetTable(table, clock),
        daily_counts=DailyCountTable(table, clock),
        posts=PostTable(table, pager, clock),
        tasks=TaskTable(table, pager, clock),
        calendar=CalendarTable(pager),
        insights=InsightTable(table, pager),
        analytics=AnalyticsTable(table, clock),
        metrics=MetricTable(table, pager, clock),
        due=DueTable(table, signer),
        secrets=SecretTable(table, clock),
        twitch=TwitchBindingTable(table, clock),
        tuning=TuningTable(table, clock),
        library=AssetTable(table, pager, clock),
        analyses=AnalysisTable(table),
        windows=WindowTable(table, bodies, clock),
        transcripts=TranscriptTable(table, bodies, clock),
        spends=SpendTable(table, clock),
        queue=TableQueue(table, clock),
        workspace=TableWorkspace(table),
        guilds=GuildTable(table),
        members=MemberTable(table),
        cards=CardTable(table, clock),
        ballots=BallotTable(table, clock),
    )
