"""Jobs in the table, each added together with its queue row and its due row."""

from __future__ import annotations

from dataclasses import replace

from core.adapters.table import keys
from core.adapters.table.expressions import Key
from core.adapters.table.items.job_items import (
    carrying_item,
    due_item,
    due_key,
    job_item,
    queue_item,
    read_job_item,
)
from core.adapters.table.items.values import is_live
from core.adapters.table.pages import Listing, Pager
from core.adapters.table.table import Action, Delete, Index, Item, ItemKey, Put, Table
from core.adapters.table.writing import add_all, new, over, save_over
from core.domain.work.ids import CreatorId, JobId
from core.domain.work.job import ENDED, Job, JobStatus
from core.errors import NotFound
from core.ports.paging import Page
from core.ports.work import Clock


def add_job_actions(job: Job) -> list[Action]:
    """Return the actions that add a job: its record, its queue row, its due row.

    The job is visible from `next_at` on, or from when it was created. One that is carried is a
    queue row alone, which whoever receives it turns into its record in the same transaction.
    """
    visible_at = job.next_at or job.created_at
    if job.is_carried:
        return [Put(item=carrying_item(job, visible_at, written_at=job.updated_at))]
    return [
        new(job_item(job)),
        Put(item=queue_item(job, visible_at, written_at=job.updated_at)),
        Put(item=due_item(job)),
    ]


def _due_actions(job: Job) -> list[Action]:
    """Return what a save does to the job's due row: ended jobs have none, queued ones need one."""
    if job.status in ENDED:
        return [Delete(key=due_key(job))]
    return [Put(item=due_item(job))] if job.status is JobStatus.QUEUED else []


class JobTable:
    """Keeps job records, ended ones for another 30 days."""

    def __init__(self, table: Table, pager: Pager, clock: Clock) -> None:
        self._table = table
        self._pager = pager
        self._clock = clock

    async def get_job(self, creator_id: CreatorId, job_id: JobId) -> Job:
        key = ItemKey(keys.creator_pk(creator_id), keys.job_sk(job_id))
        item = await self._table.get(key, consistent=True)
        if item is None or not is_live(item, self._clock.now()):
            raise NotFound("There is no such job; choose another one.")
        return read_job_item(item)

    async def add_job(self, job: Job) -> bool:
        return await add_all(self._table, add_job_actions(job))

    async def save_job(self, job: Job) -> Job:
        saved = replace(job, version=job.version + 1)
        put = over(job_item(saved), seen=job.version)
        await save_over(self._table, put, _due_actions(saved), read=read_job_item, noun="job")
        return saved

    async def list_jobs(
        self,
        creator_id: CreatorId,
        status: JobStatus,
        *,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Job]:
        """List the jobs with one status, newest first."""
        listing = Listing(
            creator_id=creator_id,
            name=f"jobs#{status.value}",
            condition=Key("GSI2PK").eq(keys.status_gsi2pk(creator_id, "JOB", status.value)),
            index=Index.GSI2,
            forward=False,
        )
        now = self._clock.now()

        def read(item: Item) -> Job | None:
            matches = item["status"] == status and is_live(item, now)
            return read_job_item(item) if matches else None

        return await self._pager.read_index_page(listing, read, cursor=cursor, limit=limit)
