"""Insights in the table, and their data: a creator's days and posts' metrics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from core.adapters.table import keys
from core.adapters.table.items.insight_items import (
    day_item,
    insight_item,
    metric_item,
    metric_key,
    read_day_item,
)
from core.adapters.table.items.records import from_record, reader
from core.adapters.table.items.values import is_live
from core.adapters.table.limits import BATCH_WRITE_MAX
from core.adapters.table.pages import Listing, Pager
from core.adapters.table.rows import beginning, between, read_range
from core.adapters.table.table import ConditionFailed, Item, Table, key_of
from core.adapters.table.writing import new
from core.domain.learning.insight import Insight
from core.domain.learning.metrics import DayCounts, PostMetric, sum_days
from core.domain.people.creator_profile import check_month
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from core.ports.paging import Page
from core.ports.work import Clock


class InsightTable:
    """Keeps insights, newest first."""

    def __init__(self, table: Table, pager: Pager) -> None:
        self._table = table
        self._pager = pager

    async def add_insight(self, insight: Insight) -> bool:
        put = new(insight_item(insight))
        try:
            await self._table.put_if(put.item, put.condition)
        except ConditionFailed:
            return False
        return True

    async def list_insights(
        self,
        creator_id: CreatorId,
        *,
        month: str | None = None,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Insight]:
        prefix = keys.INSIGHT_PREFIX
        if month is not None:
            prefix = f"{prefix}{check_month(month)}#"
        listing = Listing(
            creator_id=creator_id,
            name=f"insights#{month or ''}",
            condition=beginning(keys.creator_pk(creator_id), prefix),
            forward=False,
        )
        return await self._pager.read_page(listing, reader(Insight), cursor=cursor, limit=limit)


class AnalyticsTable:
    """Keeps days: the platforms' figures in one row, each worker's own events in another."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    async def put_day(self, creator_id: CreatorId, day: DayCounts) -> None:
        await self._table.put_if(day_item(creator_id, day, at=self._clock.now()))

    async def put_local_day(self, creator_id: CreatorId, worker_id: str, day: DayCounts) -> None:
        item = day_item(creator_id, day, at=self._clock.now(), worker_id=worker_id)
        await self._table.put_if(item)

    async def list_days(
        self, creator_id: CreatorId, first: date, last: date
    ) -> tuple[DayCounts, ...]:
        if first > last:
            return ()
        condition = between(keys.creator_pk(creator_id), keys.analytics_range(first, last))
        now = self._clock.now()
        rows = await read_range(self._table, condition)
        return sum_days(read_day_item(row) for row in rows if is_live(row, now))


class MetricTable:
    """Keeps how posts did, day by day."""

    def __init__(self, table: Table, pager: Pager, clock: Clock) -> None:
        self._table = table
        self._pager = pager
        self._clock = clock

    async def put_metrics(self, creator_id: CreatorId, metrics: Sequence[PostMetric]) -> None:
        made = [metric_item(creator_id, metric) for metric in metrics]
        items = list({key_of(item): item for item in made}.values())
        for start in range(0, len(items), BATCH_WRITE_MAX):
            await self._table.batch_put(items[start : start + BATCH_WRITE_MAX])

    async def find_days(
        self, creator_id: CreatorId, platform: Platform, post_id: str, days: Sequence[date]
    ) -> Mapping[date, PostMetric]:
        wanted = {metric_key(creator_id, platform, on, post_id): on for on in days}
        found = await self._table.batch_get(list(wanted)) if wanted else {}
        now = self._clock.now()
        return {
            wanted[key]: from_record(PostMetric, item)
            for key, item in found.items()
            if is_live(item, now)
        }

    async def list_metrics(
        self,
        creator_id: CreatorId,
        platform: Platform,
        *,
        first: date,
        last: date,
        cursor: str | None = None,
        limit: int = 100,
    ) -> Page[PostMetric]:
        ends = keys.metric_range(platform.value, first, last)
        listing = Listing(
            creator_id=creator_id,
            name=f"metrics#{platform.value}#{first}#{last}",
            condition=between(keys.creator_pk(creator_id), ends),
        )
        now = self._clock.now()

        def read(item: Item) -> PostMetric | None:
            return from_record(PostMetric, item) if is_live(item, now) else None

        return await self._pager.read_page(listing, read, cursor=cursor, limit=limit)

    async def find_newest(
        self, creator_id: CreatorId, platform: Platform, post_id: str, *, last: date, days: int
    ) -> PostMetric | None:
        wanted = [
            metric_key(creator_id, platform, last - timedelta(days=back), post_id)
            for back in range(days)
        ]
        found = await self._table.batch_get(wanted, consistent=True)
        now = self._clock.now()
        for key in wanted:
            if key in found and is_live(found[key], now):
                return from_record(PostMetric, found[key])
        return None
