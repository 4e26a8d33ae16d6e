"""Intakes and followed jobs in the table."""

from __future__ import annotations

from core.adapters.table import keys
from core.adapters.table.items.intake_items import (
    followed_item,
    followed_key,
    intake_item,
    intake_key,
)
from core.adapters.table.items.records import from_record
from core.adapters.table.items.values import is_live
from core.adapters.table.pages import LIMIT_MAX, bounded
from core.adapters.table.rows import Rows, beginning, read_range
from core.adapters.table.table import Query, Table
from core.domain.clips.tracked_job import FollowedJob
from core.domain.videos.intake import Intake, IntakeId
from core.domain.work.ids import CreatorId, JobId
from core.ports.work import Clock


class IntakeTable:
    """Keeps intakes; their ids sort by time."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._rows = Rows(table=table, clock=clock, kind=Intake, item=intake_item, noun="intake")

    async def get_intake(self, creator_id: CreatorId, intake_id: IntakeId) -> Intake:
        return await self._rows.get(intake_key(creator_id, intake_id))

    async def add_intake(self, intake: Intake) -> bool:
        return await self._rows.add(intake)

    async def save_intake(self, intake: Intake) -> Intake:
        return await self._rows.save(intake)

    async def list_intakes(self, creator_id: CreatorId, *, limit: int = 20) -> tuple[Intake, ...]:
        page = await self._rows.table.query(
            Query(
                condition=beginning(keys.creator_pk(creator_id), keys.INTAKE_PREFIX),
                limit=bounded(limit, LIMIT_MAX),
                forward=False,
                consistent=True,
            )
        )
        found = (self._rows.read(item) for item in page.items)
        return tuple(intake for intake in found if intake is not None)


class FollowedJobTable:
    """Keeps the jobs whose progress is reported to somebody."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    async def put_followed(self, followed: FollowedJob) -> None:
        await self._table.put_if(followed_item(followed))

    async def list_followed(self, creator_id: CreatorId) -> tuple[FollowedJob, ...]:
        condition = beginning(keys.creator_pk(creator_id), keys.FOLLOWED_PREFIX)
        items = await read_range(self._table, condition, consistent=True)
        now = self._clock.now()
        return tuple(from_record(FollowedJob, item) for item in items if is_live(item, now))

    async def delete_followed(self, creator_id: CreatorId, job_id: JobId) -> bool:
        return await self._table.delete_if(followed_key(creator_id, job_id)) is not None
