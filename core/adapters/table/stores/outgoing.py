"""Publish targets and daily upload counts in the table."""

from __future__ import annotations

from datetime import date

from core.adapters.table.expressions import Attr
from core.adapters.table.items.outgoing_items import (
    counted_upload_item,
    counted_upload_key,
    targets_item,
    targets_key,
    uploads_attributes,
    uploads_key,
)
from core.adapters.table.rows import Rows
from core.adapters.table.table import Delete, ItemKey, Table, TransactionCancelled, Update, key_of
from core.adapters.table.writing import add_all, new
from core.domain.publishing.publish_target import PublishTargets
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from core.ports.work import Clock


class TargetTable:
    """Keeps a creator's publish targets in one row."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._rows = Rows(
            table=table, clock=clock, kind=PublishTargets, item=targets_item, noun="publish targets"
        )

    async def get_targets(self, creator_id: CreatorId) -> PublishTargets:
        found = await self._rows.find(targets_key(creator_id))
        return found or PublishTargets(creator_id=creator_id)

    async def save_targets(self, targets: PublishTargets) -> PublishTargets:
        return await self._rows.save(targets)


class DailyCountTable:
    """Keeps a count per day, platform and account, beside a row for each upload in it.

    One transaction writes both, so that neither a repeated call nor a kill counts anything twice.
    """

    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    async def take_upload(
        self, platform: Platform, account_id: str, *, on: date, at_most: int, name: str
    ) -> bool:
        if at_most < 1:
            return False
        now = self._clock.now()
        row = counted_upload_item(counted_upload_key(platform, account_id, on, name), now)
        count = Update(
            key=uploads_key(platform, account_id, on),
            set=uploads_attributes(now),
            add={"uploads": 1},
            condition=Attr("uploads").not_exists() | Attr("uploads").lt(at_most),
        )
        try:
            await self._table.transact([new(row), count])
        except TransactionCancelled as error:
            return 0 in error.failed or await self._is_counted(key_of(row))
        return True

    async def give_back(self, platform: Platform, account_id: str, *, on: date, name: str) -> bool:
        key = counted_upload_key(platform, account_id, on, name)
        row = Delete(key=key, condition=Attr("PK").exists())
        count = Update(key=uploads_key(platform, account_id, on), add={"uploads": -1})
        return await add_all(self._table, [row, count])

    async def _is_counted(self, key: ItemKey) -> bool:
        return await self._table.get(key, consistent=True) is not None
