"""Housekeeping: removing expired rows and sending lost jobs again, by the clock."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import structlog

from core.domain.work.due import Due, DueKind
from core.domain.work.ids import JobId
from core.domain.work.job import FORMER_QUEUES, Job, Queue
from core.domain.work.job_lapse import LOST_AFTER_SECONDS, has_long_ended, may_be_lost, visible_from
from core.errors import NotFound
from core.ports.work import Clock, DueStore, JobQueue, JobStore, Upkeep

_log = structlog.get_logger(__name__)
_PAGE = 200


class Housekeeping:
    """Removes what has outlived its time, and finds what fell out of its queue."""

    def __init__(
        self, *, clock: Clock, upkeep: Upkeep, due: DueStore, jobs: JobStore, queue: JobQueue
    ) -> None:
        self._clock = clock
        self._upkeep = upkeep
        self._due = due
        self._jobs = jobs
        self._queue = queue

    async def sweep_expired(self) -> int:
        """Delete rows whose time to live is over; return how many."""
        count = await self._upkeep.sweep_expired(self._clock.now())
        if count:
            _log.info("rows.expired", count=count)
        return count

    async def resend_lost_jobs(self) -> int:
        """Send the jobs again that have not ended and are in no queue; return how many.

        A job that two sweepers send at once gets one row: its place follows from its record.
        """
        overdue = [job async for job in self._overdue_jobs(self._clock.now())]
        queues = {queue for job in overdue for queue in _queues_of(job)}
        waiting = {queue: await self._queue.list_waiting(queue) for queue in queues}
        lost = [
            job for job in overdue if not any(job.id in waiting[queue] for queue in _queues_of(job))
        ]
        for job in lost:
            await self._queue.send(job, visible_at=visible_from(job))
            _log.warning("job.resent", job_id=job.id, job_kind=job.kind.value)
        return len(lost)

    async def _overdue_jobs(self, now: datetime) -> AsyncIterator[Job]:
        async for due in self._due_jobs(now - timedelta(seconds=LOST_AFTER_SECONDS)):
            job = await self._find_job(due)
            if job is None or has_long_ended(job, now):
                await self._due.delete_due(due)
            elif may_be_lost(job, now):
                yield job

    async def _due_jobs(self, until: datetime) -> AsyncIterator[Due]:
        for shard in range(self._due.shards):
            cursor: str | None = None
            while True:
                page = await self._due.list_due(shard, until=until, cursor=cursor, limit=_PAGE)
                for due in page.items:
                    if due.kind is DueKind.JOB:
                        yield due
                if (cursor := page.cursor) is None:
                    break

    async def _find_job(self, due: Due) -> Job | None:
        try:
            return await self._jobs.get_job(due.creator_id, JobId(due.id))
        except NotFound:
            return None


def _queues_of(job: Job) -> set[Queue]:
    """Return the queues in which a job may lie: its own, and where an older version put it."""
    return {job.queue, FORMER_QUEUES.get(job.kind, job.queue)}
