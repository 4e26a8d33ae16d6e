"""Job lapses: when an unfinished job is so long overdue that it may be missing from the queue."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.domain.work.job import ENDED, Job, JobStatus

LOST_AFTER_SECONDS = 120.0


def visible_from(job: Job) -> datetime:
    """Return when the queue would let the job be received, if it is there."""
    if job.status is JobStatus.RUNNING and job.lease_until is not None:
        return job.lease_until
    return job.next_at or job.created_at


def may_be_lost(job: Job, now: datetime) -> bool:
    """Return whether nobody has taken or touched the job for suspiciously long."""
    untouched_since = max(visible_from(job), job.updated_at)
    return job.status not in ENDED and is_long_ago(untouched_since, now)


def has_long_ended(job: Job, now: datetime) -> bool:
    return job.status in ENDED and is_long_ago(job.updated_at, now)


def is_long_ago(at: datetime, now: datetime) -> bool:
    return now - at >= timedelta(seconds=LOST_AFTER_SECONDS)
