"""Ballots in the table, one row per clip."""

from __future__ import annotations

from core.adapters.table.items.people_items import ballot_item, ballot_key
from core.adapters.table.rows import Rows
from core.adapters.table.table import Item, Table
from core.domain.review.ballot import Ballot
from core.domain.work.ids import (
    ClipId,
    CreatorId,
)
from core.ports.work import Clock


class BallotTable:
    """Keeps what was said on a clip's cards, for 90 days after the last change."""

    def __init__(self, table: Table, clock: Clock) -> None:
        def make(ballot: Ballot) -> Item:
            return ballot_item(ballot, said_at=clock.now())

        self._rows = Rows(table=table, clock=clock, kind=Ballot, item=make, noun="ballot")

    async def find_ballot(self, creator_id: CreatorId, clip_id: ClipId) -> Ballot | None:
        return await self._rows.find(ballot_key(creator_id, clip_id))

    async def save_ballot(self, ballot: Ballot) -> Ballot:
        return await self._rows.save(ballot)
