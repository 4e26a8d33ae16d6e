"""Job requests: long work requested, looked at, cancelled and retried by people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import structlog

from core.domain.people.actor import Actor
from core.domain.videos.asset import Asset
from core.domain.work.ids import AssetId, JobId
from core.domain.work.job import Job, JobKind, JobStatus
from core.errors import Conflict, NotFound
from core.ports.paging import Page
from core.ports.videos import AssetStore
from core.ports.work import Clock, Ids, JobQueue, JobStore
from core.services.work.job_handlers import JobHandler
from core.services.work.new_jobs import NewJobs

_log = structlog.get_logger(__name__)

CANCELLED = "Somebody called this work off."
CANCELLABLE = frozenset(
    {
        JobKind.ANALYSE_ASSET,
        JobKind.RENDER_CLIP,
        JobKind.JUDGE_CLIP,
        JobKind.MEASURE_LAG,
        JobKind.FETCH_ASSET,
    }
)
RETRYABLE = frozenset({JobKind.ANALYSE_ASSET, JobKind.FETCH_ASSET})
"""Kinds whose failed jobs begin anew as they are; the others' subjects say what comes next."""


class JobRequests:
    """Adds jobs for people and finds them by id; workers perform them."""

    def __init__(
        self,
        *,
        clock: Clock,
        ids: Ids,
        assets: AssetStore,
        jobs: JobStore,
        queue: JobQueue,
        handlers: Mapping[JobKind, JobHandler],
    ) -> None:
        self._clock = clock
        self._new_jobs = NewJobs(clock=clock, ids=ids)
        self._assets = assets
        self._jobs = jobs
        self._queue = queue
        self._handlers = handlers

    async def request_analysis(self, actor: Actor, asset_id: AssetId) -> Job:
        """Add the job that analyses an asset, or return the one under way."""
        actor.require_reviewer()
        asset = await self._assets.get_asset(actor.creator_id, asset_id)
        if under_way := await self._find_analysis(asset):
            return under_way
        job = self._new_jobs.make(JobKind.ANALYSE_ASSET, actor.creator_id, asset.id)
        await self._jobs.add_job(job)
        return job

    async def _find_analysis(self, asset: Asset) -> Job | None:
        """Return the analysis job of an asset that is queued or running."""
        for status in (JobStatus.RUNNING, JobStatus.QUEUED):
            page = await self._jobs.list_jobs(asset.creator_id, status, limit=100)
            for job in page.items:
                if job.kind is JobKind.ANALYSE_ASSET and job.subject_id == asset.id:
                    return job
        return None

    async def list_jobs(
        self, actor: Actor, status: JobStatus, *, cursor: str | None = None, limit: int = 20
    ) -> Page[Job]:
        """List the creator's jobs of one status, newest first."""
        actor.require_team()
        return await self._jobs.list_jobs(actor.creator_id, status, cursor=cursor, limit=limit)

    async def get_job(self, actor: Actor, job_id: JobId) -> Job:
        """Return one of the creator's jobs."""
        return await self._jobs.get_job(actor.creator_id, job_id)

    async def cancel_job(self, actor: Actor, job_id: JobId) -> Job:
        """Cancel work on a clip or video; its worker stops at its next heartbeat.

        Conflict where it has ended, or where its worker has just written: look again. What goes
        out is stopped by taking the approval back, never halfway through.
        """
        actor.require_reviewer()
        job = await self._jobs.get_job(actor.creator_id, job_id)
        if job.kind not in CANCELLABLE:
            raise Conflict("This work cannot be called off; take the approval back.", current=job)
        cancelled = await self._jobs.save_job(
            job.move_to(JobStatus.CANCELLED, at=self._clock.now())
        )
        try:
            await self._handlers[job.kind].give_up(job, job.stage, CANCELLED)
        except (Conflict, NotFound) as error:
            _log.warning("job.subject_not_told", job_id=job.id, reason=str(error))
        return cancelled

    async def retry_job(self, actor: Actor, job_id: JobId) -> Job:
        """Start a failed job again; Conflict if it has not failed, or cannot be retried."""
        actor.require_reviewer()
        job = await self._jobs.get_job(actor.creator_id, job_id)
        if job.kind not in RETRYABLE or job.status is not JobStatus.FAILED:
            raise Conflict("This work cannot be tried again; look how it stands now.", current=job)
        now = self._clock.now()
        again = replace(
            job.move_to(JobStatus.QUEUED, at=now),
            attempts=0,
            failures=0,
            next_at=now,
            reason=None,
            stage="",
            progress=0.0,
        )
        # A process that dies between the two leaves a job that the sweeper sends.
        saved = await self._jobs.save_job(again)
        await self._queue.send(saved, visible_at=now)
        return saved
