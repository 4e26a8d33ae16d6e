"""Intakes and followed jobs in the table."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

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
from core.adapters.table.rows import beginning, read_range
from core.adapters.table.sealing import SealedAttribute
from core.adapters.table.table import ConditionFailed, Query, Table
from core.adapters.table.writing import new, over, save_over
from core.domain.clips.tracked_job import FollowedJob
from core.domain.videos.intake import Intake, IntakeId
from core.domain.work.ids import CreatorId, JobId
from core.errors import Conflict, NotFound
from core.ports.accounts import Cipher, SealBroken
from core.ports.work import Clock


class IntakeTable:
    """Keeps intakes; their ids sort by time. An address may grant access, so it is sealed."""

    def __init__(self, table: Table, clock: Clock, cipher: Cipher | None = None) -> None:
        self._table = table
        self._clock = clock
        self._url = SealedAttribute("url", cipher)

    async def get_intake(self, creator_id: CreatorId, intake_id: IntakeId) -> Intake:
        item = await self._table.get(intake_key(creator_id, intake_id), consistent=True)
        if item is None or not is_live(item, self._clock.now()):
            raise NotFound("There is no such intake; choose another one.")
        return await self._open(item)

    async def add_intake(self, intake: Intake) -> bool:
        put = new(await self._url.seal(intake_item(intake)))
        try:
            await self._table.put_if(put.item, put.condition)
        except ConditionFailed:
            return False
        return True

    async def save_intake(self, intake: Intake) -> Intake:
        saved = replace(intake, version=intake.version + 1)
        put = over(await self._url.seal(intake_item(saved)), seen=intake.version)
        try:
            await save_over(self._table, put, read=lambda item: item, noun="intake")
        except Conflict as error:
            raise Conflict(str(error), current=await self._open(error.current)) from error
        return saved

    async def list_intakes(self, creator_id: CreatorId, *, limit: int = 20) -> tuple[Intake, ...]:
        page = await self._table.query(
            Query(
                condition=beginning(keys.creator_pk(creator_id), keys.INTAKE_PREFIX),
                limit=bounded(limit, LIMIT_MAX),
                forward=False,
                consistent=True,
            )
        )
        now = self._clock.now()
        found = []
        for item in page.items:
            # One whose key is gone can be fetched by nobody, and must not hide all others.
            with suppress(SealBroken):
                found += [await self._open(item)] if is_live(item, now) else []
        return tuple(found)

    async def _open(self, item: Any) -> Intake:
        return from_record(Intake, await self._url.open(item))


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
