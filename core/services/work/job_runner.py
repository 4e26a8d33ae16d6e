"""Job runner: performs the jobs of a queue; a killed process loses and repeats nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial

import structlog

from core.background import spawn
from core.domain.people.actor import Actor
from core.domain.work.job import ATTEMPTS_MAX, ENDED, Job, JobKind, JobStatus, Queue
from core.domain.work.job_failure import (
    find_again_seconds,
    find_traceback,
    may_retry,
    name_failure,
    uses_no_try,
)
from core.errors import Conflict, ExternalFailure, NotFound, TrussError, tell_in_full
from core.ports.work import Clock, JobQueue, JobStore, Lease
from core.services.work.hand_back import hand_back
from core.services.work.health import Health
from core.services.work.job_handlers import JobHandler, JobProgress
from core.services.work.lease_keeping import LeaseKeeping, WorkWatch
from core.services.work.patience import SparseLog
from core.services.work.supervision import Part, ReportingPatience
from core.services.work.wake_ups import WakeUps, wait_for

_log = structlog.get_logger(__name__)

CRASHES_MAX = 50
"""How often a job may end the process that works on it, before it is left alone."""
CRASHED = "This work ended its worker again and again; it is left alone."
NOT_OURS_SECONDS = 1.0
"""A job that another process must do is left to it for so long, and then looked at again."""
OUTAGE_SECONDS_MAX = 120.0
"""The longest pause between two tries of a job that no outage ends."""
IDLE_GROWS_TO = 40
"""By how much the pause of an idle worker grows: from a fifth of a second to eight seconds."""


class JobRunner:
    """Takes jobs from a queue, one at a time for each caller of `run`."""

    def __init__(
        self,
        *,
        clock: Clock,
        jobs: JobStore,
        queue: JobQueue,
        handlers: Mapping[JobKind, JobHandler],
        health: Health,
        lease_seconds: float,
        retry_seconds: float,
        idle_seconds: float,
        wake_ups: WakeUps | None = None,
    ) -> None:
        self._wake_ups = wake_ups
        self._is_awaited = False
        self._clock = clock
        self._jobs = jobs
        self._queue = queue
        self._handlers = handlers
        self._health = health
        self._lease_seconds = lease_seconds
        self._retry_seconds = retry_seconds
        self._idle_seconds = idle_seconds
        self._stumbling = SparseLog("worker.stumbled", clock)
        self._keeping = LeaseKeeping(
            clock=clock,
            jobs=jobs,
            queue=queue,
            lease_seconds=lease_seconds,
            pause_seconds=idle_seconds,
        )

    @property
    def kinds(self) -> frozenset[JobKind]:
        """The kinds of jobs that can be done here."""
        return frozenset(self._handlers)

    async def list_running(self, actor: Actor) -> tuple[Job, ...]:
        """Return the creator's jobs that are being done now, at most a hundred."""
        page = await self._jobs.list_jobs(actor.creator_id, JobStatus.RUNNING, limit=100)
        return page.items

    async def take_over(self, queue: Queue) -> int:
        """Take over what a dead predecessor had in hand; only for the sole owner of the table."""
        return await self._queue.release_all(queue)

    async def run(self, queue: Queue, *, stumbles_max: int | None = None) -> None:
        """Work for ever; cancel the task to stop. After each failure in a row it waits longer.

        A worker that somebody waits for gives up after `stumbles_max` failures in a row of what
        it stands on, a full disk say, and raises the last; a server's worker keeps trying.
        """
        self._is_awaited = stumbles_max is not None
        part = Part(self._health, f"Work ({queue.value})", "Nothing is worked on")
        patience = ReportingPatience(
            part, self._stumbling, first_seconds=self._idle_seconds, queue=queue.value
        )
        pause_seconds = self._idle_seconds
        while True:
            ticket = self._wake_ups.take_ticket(queue) if self._wake_ups else None
            try:
                worked = await self.work_once(queue)
            except Exception as error:  # the edge of a worker: it outlives whatever it meets
                if stumbles_max is not None and patience.failures + 1 >= stumbles_max:
                    raise
                await patience.wait(error)
                continue
            patience.reset()
            pause_seconds = await self._rest(ticket, 0.0 if worked else pause_seconds)

    async def _rest(self, ticket: asyncio.Event | None, pause_seconds: float) -> float:
        """Wait for work, if there was none; return how long to wait next time.

        Without wake-ups, as where somebody else adds the jobs, pauses do not grow.
        """
        if not pause_seconds:
            return self._idle_seconds
        if ticket is None:
            await asyncio.sleep(pause_seconds)
            return pause_seconds
        if await wait_for(ticket, pause_seconds):
            return self._idle_seconds
        return min(pause_seconds * 2, self._idle_seconds * IDLE_GROWS_TO)

    async def work_once(self, queue: Queue) -> bool:
        """Perform the next visible job; False when there was none."""
        lease = await self._queue.receive(queue, lease_seconds=self._lease_seconds)
        if lease is None:
            return False
        try:
            job = await self._jobs.get_job(lease.creator_id, lease.job_id)
            if not await self._is_for_us(job):
                away = timedelta(seconds=NOT_OURS_SECONDS)
                await self._queue.release(lease, visible_at=self._clock.now() + away)
                return True
            running = await self._start(job, lease)
        except NotFound:
            running = None
        if running is None:
            await self._queue.delete(lease)
        else:
            await self._perform(running, lease)
        return True

    async def _is_for_us(self, job: Job) -> bool:
        handler = self._handlers[job.kind]
        if job.status in ENDED or handler.is_for_us is None:
            return True
        return await handler.is_for_us(job)

    async def _start(self, job: Job, lease: Lease) -> Job | None:
        """Return the job as running under this lease, or None when it has ended."""
        if job.status in ENDED:
            return None
        if job.attempts - job.failures >= CRASHES_MAX:
            await self._fail(job, CRASHED)
            return None
        running = replace(
            job.move_to(JobStatus.RUNNING, at=self._clock.now()),
            attempts=job.attempts + 1,
            lease_until=lease.until,
            next_at=None,
        )
        return await self._jobs.save_job(running)

    async def _perform(self, job: Job, lease: Lease) -> None:
        handler = self._handlers[job.kind]
        progress = JobProgress()
        watch = WorkWatch(job=job, lease=lease, progress=progress)
        with structlog.contextvars.bound_contextvars(job_id=job.id, job_kind=job.kind.value):
            work = spawn_quietly(partial(handler.work, job, progress), name=f"job {job.id}")
            beat = spawn(self._keeping.keep(watch, work), name=f"lease of {job.id}")
            failure: Exception | None = None
            try:
                await work
            except asyncio.CancelledError:
                if not watch.is_lost:
                    beat.cancel()
                    work.cancel()
                    await asyncio.wait({work})
                    await self._hand_back(watch)
                    raise
            except Exception as error:  # noqa: BLE001 - the edge of a job: whatever it is, it is kept
                failure = error
            finally:
                watch.has_ended.set()
                await asyncio.wait({beat})
            if watch.is_lost or not await self._keeping.still_holds(watch):
                _log.warning("job.lease_lost")
                return
            try:
                await self._end(watch, failure)
            except Conflict:
                _log.warning("job.called_off")

    async def _hand_back(self, watch: WorkWatch) -> None:
        job, now = watch.current(self._clock), self._clock.now()
        await hand_back(job, watch.lease, jobs=self._jobs, queue=self._queue, now=now)

    async def _end(self, watch: WorkWatch, failure: Exception | None) -> None:
        job = watch.current(self._clock)
        now = self._clock.now()
        if failure is None:
            done = replace(job.move_to(JobStatus.DONE, at=now), progress=1.0, lease_until=None)
            await self._jobs.save_job(done)
            await self._queue.delete(watch.lease)
            _log.info("job.done", subject_id=job.subject_id)
            return
        stage, reason = name_failure(failure, job.stage)
        if uses_no_try(failure, is_awaited=self._is_awaited):
            # However long it lasts, that is no row of crashes. What was begun once stays begun.
            job = replace(job, attempts=max(1, job.attempts - 1))
        else:
            job = replace(job, failures=job.failures + 1)
        if may_retry(failure) and self._has_tries_left(job, failure):
            await self._put_off(replace(job, stage=stage), watch.lease, failure, reason)
            return
        told = _tell_in_full(failure, reason)
        _log.error("job.failed", stage=stage, reason=told, exc_info=find_traceback(failure))
        await self._fail(replace(job, stage=stage), reason)
        await self._queue.delete(watch.lease)

    async def _put_off(self, job: Job, lease: Lease, failure: Exception, reason: str) -> None:
        """Leave the job for later: longer after each failure, or for as long as it was asked."""
        backoff = self._retry_seconds * 2 ** min(20, max(0, job.failures - 1))
        pause = max(min(OUTAGE_SECONDS_MAX, backoff), find_again_seconds(failure))
        now = self._clock.now()
        due = now + timedelta(seconds=pause)
        again = job.move_to(JobStatus.QUEUED, at=now)
        await self._jobs.save_job(replace(again, next_at=due, lease_until=None, reason=reason))
        await self._queue.release(lease, visible_at=due)
        told = _tell_in_full(failure, reason)
        _log.warning("job.retried", stage=job.stage, reason=told, due_at=due.isoformat())

    def _has_tries_left(self, job: Job, failure: Exception) -> bool:
        """Tell whether a job may be tried again; an error nobody foresaw is no outage."""
        is_outage = isinstance(failure, ExternalFailure)
        outlasts = is_outage and self._handlers[job.kind].outlasts_outages
        return outlasts or job.failures < ATTEMPTS_MAX

    async def _fail(self, job: Job, reason: str) -> None:
        """End the job, and tell its subject; a subject that cannot be told ends it all the same."""
        try:
            await self._handlers[job.kind].give_up(job, job.stage, reason)
        except (Conflict, NotFound) as error:
            _log.warning("job.subject_not_told", job_id=job.id, reason=str(error))
        if job.status is JobStatus.QUEUED:
            job = job.move_to(JobStatus.RUNNING, at=self._clock.now())
        failed = job.move_to(JobStatus.FAILED, at=self._clock.now())
        await self._jobs.save_job(replace(failed, reason=reason, lease_until=None))


def _tell_in_full(failure: Exception, reason: str) -> str:
    return tell_in_full(failure) if isinstance(failure, TrussError) else reason


def spawn_quietly(work: Callable[[], Awaitable[None]], *, name: str) -> asyncio.Task[None]:
    """Start the work of a job; its failure is the caller's to look at.

    It is called by its task: one that is cancelled before it begins leaves nothing unawaited.
    """

    async def run() -> None:
        await work()

    return asyncio.get_running_loop().create_task(run(), name=name)
