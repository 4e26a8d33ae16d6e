"""The stores on the table; `open_stores` builds them all."""

from __future__ import annotations

from core.adapters.table.bodies import Bodies
from core.adapters.table.cursors import CursorSigner
from core.adapters.table.formats import FormatTable
from core.adapters.table.items.spike_items import SPIKE_KEPT_DAYS
from core.adapters.table.pages import Pager
from core.adapters.table.queue.table_queue import TableQueue
from core.adapters.table.stores.assets import AssetTable
from core.adapters.table.stores.cards import BallotTable, CardTable
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
from core.adapters.table.stores.measuring.figure_files import FigureFileTable
from core.adapters.table.stores.measuring.lessons import LessonTable
from core.adapters.table.stores.measuring.measured_posts import DueBatchTable, MeasuredPostTable
from core.adapters.table.stores.members import EmailTable, MemberTable
from core.adapters.table.stores.outgoing import DailyCountTable, TargetTable
from core.adapters.table.stores.plans import CalendarTable, PlanTable, SlotTable, TaskTable
from core.adapters.table.stores.posts import PostTable
from core.adapters.table.stores.processes.ownerships import OwnershipTable
from core.adapters.table.stores.processes.troubles import TroubleTable
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
from core.ports.stores import Stores
from core.ports.work import Clock, JobQueue


def open_stores(
    table: Table,
    *,
    cursor_secret: bytes,
    clock: Clock,
    cipher: Cipher | None = None,
    storage: ObjectStorage | None = None,
    is_shared: bool = False,
    chat_days: int = SPIKE_KEPT_DAYS,
    queue: JobQueue | None = None,
    home: str = "",
) -> Stores:
    """Build the stores; cursors are signed with the secret, of at least 16 bytes.

    Without a cipher no platform token can be stored, without storage nothing that is too long for
    an item: transcripts and the results of windows. `is_shared` where several processes work on one
    table. What is known of chats is kept for `chat_days`. Without a `queue` the table is one,
    in which a process of a `home` takes up what the one before it left.
    """
    bodies = Bodies(storage)
    signer = CursorSigner(cursor_secret)
    pager = Pager(table, signer)
    due, secrets = DueTable(table, signer), SecretTable(table, clock, cipher)
    return Stores(
        analyses=AnalysisTable(table),
        analytics=AnalyticsTable(table, clock),
        assets=AssetTable(table, pager, clock),
        ballots=BallotTable(table, clock),
        bindings=TwitchBindingTable(table, clock),
        calendar=CalendarTable(pager),
        cards=CardTable(table, clock),
        claims=due,
        clips=ClipTable(table, pager, signer),
        daily_counts=DailyCountTable(table, clock),
        directory=DirectoryTable(table, signer),
        due=due,
        due_batches=DueBatchTable(table, signer),
        emails=EmailTable(table),
        followed=FollowedJobTable(table, clock),
        formats=FormatTable(table, clock),
        framings=FramingTable(table, clock),
        guilds=GuildTable(table),
        histograms=HistogramTable(table, pager, clock, days=chat_days),
        imports=FigureFileTable(table),
        insights=InsightTable(table, pager),
        intakes=IntakeTable(table, clock, cipher),
        jobs=JobTable(table, pager, clock),
        lessons=LessonTable(table, clock),
        links=secrets,
        live_moments=LiveMomentTable(table, clock),
        measured_posts=MeasuredPostTable(table, clock),
        members=MemberTable(table),
        memories=ChatMemoryTable(table, clock),
        metrics=MetricTable(table, pager, clock),
        ownerships=OwnershipTable(table),
        plans=PlanTable(table, clock),
        posts=PostTable(table, pager, clock),
        preferences=PreferencesTable(table, clock),
        profiles=ProfileTable(table, clock),
        publications=PublicationTable(table, pager),
        queue=queue or TableQueue(table, clock, is_shared=is_shared, home=home),
        sessions=secrets,
        slots=SlotTable(table, clock),
        spends=SpendTable(table, clock),
        spikes=SpikeTable(table, pager, clock, days=chat_days),
        streams=StreamTable(table, pager, clock),
        targets=TargetTable(table, clock),
        tasks=TaskTable(table, pager, clock),
        tokens=TokenTable(table, cipher or NoCipher()),
        transcripts=TranscriptTable(table, bodies, clock),
        troubles=TroubleTable(table, clock),
        tunings=TuningTable(table, clock),
        uploads=UploadTable(table, clock),
        windows=WindowTable(table, bodies, clock),
        workspace=TableWorkspace(table),
    )
