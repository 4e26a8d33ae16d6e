"""Live moments in the table."""

from __future__ import annotations

from core.adapters.table.items.live_moment_items import live_moment_item, live_moment_key
from core.adapters.table.keys import LIVE_MOMENT_PREFIX, creator_pk, live_moment_sk
from core.adapters.table.rows import Rows, beginning, between, read_range
from core.adapters.table.table import Query, Table
from core.domain.footage.live_moment import LiveMoment
from core.domain.work.ids import CreatorId, StreamId
from core.ports.work import Clock

MS_MAX = 10**10 - 1


class LiveMomentTable:
    """Keeps live moments for 90 days."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._rows = Rows(
            table=table, clock=clock, kind=LiveMoment, item=live_moment_item, noun="live moment"
        )

    async def find_moment(
        self, creator_id: CreatorId, stream_id: StreamId, detected_ms: int
    ) -> LiveMoment | None:
        return await self._rows.find(live_moment_key(creator_id, stream_id, detected_ms))

    async def save_moment(self, moment: LiveMoment) -> LiveMoment:
        return await self._rows.save(moment)

    async def list_moments(
        self, creator_id: CreatorId, stream_id: StreamId, *, may_lag: bool = True
    ) -> tuple[LiveMoment, ...]:
        ends = (live_moment_sk(stream_id, 0), live_moment_sk(stream_id, MS_MAX))
        condition = between(creator_pk(creator_id), ends)
        items = await read_range(self._table, condition, consistent=not may_lag)
        found = [self._rows.read(item) for item in items]
        return tuple(moment for moment in found if moment is not None)

    async def list_newest(self, creator_id: CreatorId, *, limit: int) -> tuple[LiveMoment, ...]:
        condition = beginning(creator_pk(creator_id), LIVE_MOMENT_PREFIX)
        page = await self._table.query(Query(condition=condition, limit=limit, forward=False))
        found = (self._rows.read(item) for item in page.items)
        return tuple(moment for moment in found if moment is not None)
