"""Chat histograms in the table."""

from __future__ import annotations

from core.adapters.table import keys
from core.adapters.table.expressions import Key
from core.adapters.table.items.histogram_items import (
    HISTOGRAM_KEPT_DAYS,
    histogram_item,
    read_histogram_item,
)
from core.adapters.table.items.values import is_live
from core.adapters.table.pages import Listing, Pager
from core.adapters.table.table import Item, Table
from core.domain.chat.chat_message import ChatHistogram
from core.domain.work.ids import CreatorId, StreamId
from core.ports.paging import Page
from core.ports.work import Clock


class HistogramTable:
    """Keeps a stream's chat counts for so many days."""

    def __init__(
        self, table: Table, pager: Pager, clock: Clock, *, days: int = HISTOGRAM_KEPT_DAYS
    ) -> None:
        self._days = days
        self._table = table
        self._pager = pager
        self._clock = clock

    async def put_histogram(self, creator_id: CreatorId, row: ChatHistogram) -> None:
        item = histogram_item(creator_id, row, at=self._clock.now(), days=self._days)
        await self._table.put_if(item)

    async def list_histograms(
        self,
        creator_id: CreatorId,
        stream_id: StreamId,
        *,
        cursor: str | None = None,
        limit: int = 200,
    ) -> Page[ChatHistogram]:
        listing = Listing(
            creator_id=creator_id,
            name=f"histograms#{stream_id}",
            condition=Key("PK").eq(keys.creator_pk(creator_id))
            & Key("SK").begins_with(keys.histogram_prefix(stream_id)),
        )
        now = self._clock.now()

        def read(item: Item) -> ChatHistogram | None:
            return read_histogram_item(item) if is_live(item, now) else None

        return await self._pager.read_page(listing, read, cursor=cursor, limit=limit)
