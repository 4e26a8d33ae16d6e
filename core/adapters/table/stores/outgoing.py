"""Publish targets and daily upload counts in the table."""

from __future__ import annotations

from datetime import date

from core.adapters.table.expressions import Attr
from core.adapters.table.items.outgoing_items import (
    targets_item,
    targets_key,
    uploads_attributes,
    uploads_key,
)
from core.adapters.table.rows import Rows
from core.adapters.table.table import ConditionFailed, Table, Update
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
    """Keeps a count per day, platform and account; one write counts and checks."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    async def take_upload(
        self, platform: Platform, account_id: str, *, on: date, at_most: int
    ) -> bool:
        if at_most < 1:
            return False
        update = Update(
            key=uploads_key(platform, account_id, on),
            set=uploads_attributes(self._clock.now()),
            add={"uploads": 1},
            condition=Attr("uploads").not_exists() | Attr("uploads").lt(at_most),
        )
        try:
            await self._table.update_if(update)
        except ConditionFailed:
            return False
        return True
