"""Metered jobs: the job store, counting how jobs end."""

from __future__ import annotations

from core.domain.work.ids import CreatorId, JobId
from core.domain.work.job import ENDED, Job, JobKind, JobStatus
from core.domain.work.meters import Meters
from core.ports.paging import Page
from core.ports.work import JobStore


class MeteredJobs:
    """Passes everything on."""

    def __init__(self, jobs: JobStore, meters: Meters) -> None:
        self._jobs = jobs
        self._meters = meters

    async def get_job(self, creator_id: CreatorId, job_id: JobId) -> Job:
        return await self._jobs.get_job(creator_id, job_id)

    async def add_job(self, job: Job) -> bool:
        return await self._jobs.add_job(job)

    async def save_job(self, job: Job) -> Job:
        saved = await self._jobs.save_job(job)
        if saved.status in ENDED:
            outcome = saved.status.value
            self._meters.count("truss_jobs_ended_total", kind=saved.kind.value, outcome=outcome)
            if saved.kind is JobKind.RENDER_CLIP:
                self._meters.count("truss_renders_total", outcome=outcome)
        return saved

    async def list_jobs(
        self,
        creator_id: CreatorId,
        status: JobStatus,
        *,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Job]:
        return await self._jobs.list_jobs(creator_id, status, cursor=cursor, limit=limit)


_: type[JobStore] = MeteredJobs
