"""The stores on the table; `open_stores` builds them all."""

from __future__ import annotations

from dataclasses import dataclass

from core.adapters.queue.table_queue import TableQueue
from core.adapters.table.cursors import CursorSigner
from core.adapters.table.stores.assets import AssetTable
from core.adapters.table.stores.cards import CardTable
from core.adapters.table.stores.clips import ClipTable
from core.adapters.table.stores.guilds import GuildTable
from core.adapters.table.stores.histograms import HistogramTable
from core.adapters.table.stores.jobs import JobTable
from core.adapters.table.stores.members import MemberTable
from core.adapters.table.stores.pages import Pager
from core.adapters.table.stores.publications import PublicationTable
from core.adapters.table.stores.spikes import SpikeTable
from core.adapters.table.stores.streams import StreamTable
from core.adapters.table.stores.workspace import TableWorkspace
from core.adapters.table.table import Table
from core.ports.time_and_ids import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """Every store of one table, and the queue that lies in it."""

    streams: StreamTable
    spikes: SpikeTable
    histograms: HistogramTable
    assets: AssetTable
    clips: ClipTable
    publications: PublicationTable
    jobs: JobTable
    queue: TableQueue
    workspace: TableWorkspace
    guilds: GuildTable
    members: MemberTable
    cards: CardTable


def open_stores(table: Table, *, cursor_secret: bytes, clock: Clock) -> Stores:
    """Build the stores; cursors are signed with the secret, of at least 16 bytes."""
    signer = CursorSigner(cursor_secret)
    pager = Pager(table, signer)
    return Stores(
        streams=StreamTable(table, pager, clock),
        spikes=SpikeTable(table, pager, clock),
        histograms=HistogramTable(table, pager, clock),
        assets=AssetTable(table, pager, clock),
        clips=ClipTable(table, pager, signer),
        publications=PublicationTable(table, pager),
        jobs=JobTable(table, pager, clock),
        queue=TableQueue(table, clock),
        workspace=TableWorkspace(table),
        guilds=GuildTable(table),
        members=MemberTable(table),
        cards=CardTable(table, clock),
    )
