"""Lease keeping: a job stays its worker's while it is worked on, and people see how far it is."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace

from core.domain.work.job import Job
from core.errors import Conflict, NotFound, TrussError
from core.ports.work import Clock, JobQueue, JobStore, Lease
from core.services.work.job_handlers import JobProgress
from core.services.work.patience import Patience, SparseLog

HOLD_TRIES = 8
"""How often a worker asks a table that is away whether its job is still its own: for a minute."""
PROGRESS_SECONDS = 1.0
"""How often people who look see progress; the lease is extended less often."""


@dataclass(slots=True)
class WorkWatch:
    job: Job
    lease: Lease
    progress: JobProgress
    is_lost: bool = False
    has_ended: asyncio.Event = field(default_factory=asyncio.Event)

    async def ends_within(self, seconds: float) -> bool:
        """Wait so long at most; say whether the job's work has ended."""
        try:
            async with asyncio.timeout(seconds):
                await self.has_ended.wait()
        except TimeoutError:
            return False
        return True

    def has_moved(self) -> bool:
        """Say whether people who look would see something new."""
        seen = (self.job.stage, self.job.progress, self.job.lease_until)
        return seen != (self.progress.stage, self.progress.fraction, self.lease.until)

    def current(self, clock: Clock) -> Job:
        return replace(
            self.job,
            stage=self.progress.stage,
            progress=self.progress.fraction,
            lease_until=self.lease.until,
            reason=self.progress.note or self.job.reason,
            updated_at=clock.now(),
        )


class LeaseKeeping:
    """Extends leases in good time, and notices when one is lost."""

    def __init__(
        self,
        *,
        clock: Clock,
        jobs: JobStore,
        queue: JobQueue,
        lease_seconds: float,
        pause_seconds: float,
    ) -> None:
        self._clock = clock
        self._jobs = jobs
        self._queue = queue
        self._lease_seconds = lease_seconds
        self._pause_seconds = pause_seconds
        self._not_extended = SparseLog("lease.not_extended", clock)

    async def keep(self, watch: WorkWatch, work: asyncio.Task[None]) -> None:
        """Say how the job goes until it ends; what is being written then is written to its end."""
        every_seconds = min(PROGRESS_SECONDS, self._lease_seconds / 3)
        slept, extended_at = 0.0, self._clock.steady_seconds()
        while not await watch.ends_within(every_seconds):
            slept += every_seconds
            gone_by = max(slept, self._clock.steady_seconds() - extended_at)
            try:
                if gone_by >= self._lease_seconds / 3:
                    watch.lease = await self._extend(watch.lease)
                    slept, extended_at = 0.0, self._clock.steady_seconds()
                if watch.has_moved():
                    watch.job = await self._jobs.save_job(watch.current(self._clock))
            except (Conflict, NotFound):
                watch.is_lost = True
                work.cancel()
                return
            except TrussError as error:
                self._not_extended.note(error)

    async def still_holds(self, watch: WorkWatch) -> bool:
        """Say whether the job is still ours; a worker that was taken for dead decides nothing.

        While the table is away nobody knows, so it is asked again; what it stands on may be away
        for longer than the lease.
        """
        patience = Patience(self._not_extended, first_seconds=self._pause_seconds)
        while True:
            try:
                watch.lease = await self._extend(watch.lease)
            except Conflict:
                return False
            except TrussError as error:
                if patience.failures >= HOLD_TRIES:
                    raise
                await patience.wait(error)
            else:
                return True

    async def _extend(self, lease: Lease) -> Lease:
        return await self._queue.extend(lease, lease_seconds=self._lease_seconds)
