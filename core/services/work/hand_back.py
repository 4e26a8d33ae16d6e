"""Handing back: a job whose worker is told to stop is another's at once."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from core.domain.work.job import Job, JobStatus
from core.errors import Conflict, TrussError
from core.ports.work import JobQueue, JobStore, Lease

_log = structlog.get_logger(__name__)

HAND_BACK_SECONDS: Final = 2.0
"""How long a stopping worker tries; after that the lease runs out by itself."""
SETTLING_SECONDS: Final = 2.0
"""What the stopped work had sent to the table or a platform has arrived before another begins."""


async def hand_back(
    job: Job, lease: Lease, *, jobs: JobStore, queue: JobQueue, now: datetime
) -> None:
    """Put a running job back into its queue; being stopped is no try, and no crash either."""
    due = now + timedelta(seconds=SETTLING_SECONDS)
    waiting = replace(
        job.move_to(JobStatus.QUEUED, at=now),
        attempts=max(1, job.attempts - 1),  # what was begun once stays begun
        next_at=due,
        lease_until=None,
    )
    try:
        async with asyncio.timeout(HAND_BACK_SECONDS):
            await asyncio.gather(_save(waiting, jobs), queue.release(lease, visible_at=due))
    except (TrussError, TimeoutError) as error:
        _log.warning("job.not_handed_back", job_id=job.id, reason=type(error).__name__)
    else:
        _log.info("job.handed_back", job_id=job.id)


async def _save(waiting: Job, jobs: JobStore) -> None:
    with suppress(Conflict):  # a word on its progress was still being stored
        await jobs.save_job(waiting)
