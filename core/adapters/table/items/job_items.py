"""Jobs as items, and the two rows that lead to them: the queue's and the due one.

The job record is the truth. The queue row says when the job may be received; the due row stays
until the job has ended, so that a sweeper finds jobs whose queue row was lost. Of a carried job
there is the queue row alone, which holds what its record will say.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from core.adapters.table import keys
from core.adapters.table.items.values import (
    SCHEMA_VERSION,
    expiry,
    instant,
    number,
    present,
    read_instant,
    read_optional_instant,
)
from core.adapters.table.table import Item, ItemKey
from core.domain.work.job import ENDED, Job, JobKind, JobStatus

JOB_KEPT_DAYS = 30
CARRIED: Final = "job"


def job_item(job: Job) -> Item:
    ended = job.status in ENDED
    return present(
        {
            "PK": keys.creator_pk(job.creator_id),
            "SK": keys.job_sk(job.id),
            "GSI2PK": keys.status_gsi2pk(job.creator_id, "JOB", job.status.value),
            "GSI2SK": keys.status_gsi2sk(job.created_at, job.id),
            "type": "job",
            "schemaVersion": SCHEMA_VERSION,
            "version": job.version,
            "status": job.status.value,
            "card": {"kind": job.kind.value, "subjectId": job.subject_id},
            "createdAt": instant(job.created_at),
            "updatedAt": instant(job.updated_at),
            "ttl": expiry(job.updated_at, days=JOB_KEPT_DAYS) if ended else None,
            **_body(job),
        }
    )


def _body(job: Job) -> Item:
    return {
        "id": job.id,
        "creatorId": job.creator_id,
        "kind": job.kind.value,
        "subjectId": job.subject_id,
        "stage": job.stage,
        "progress": number(job.progress),
        "attempts": job.attempts,
        "failures": job.failures,
        "nextAt": instant(job.next_at),
        "leaseUntil": instant(job.lease_until),
        "reason": job.reason,
        "about": job.about or None,
    }


def read_job_item(item: Mapping[str, Any]) -> Job:
    return Job(
        id=item["id"],
        creator_id=item["creatorId"],
        kind=JobKind(item["kind"]),
        subject_id=item["subjectId"],
        created_at=read_instant(item["createdAt"]),
        updated_at=read_instant(item.get("updatedAt", item["createdAt"])),
        status=JobStatus(item["status"]),
        stage=item.get("stage", ""),
        progress=float(item.get("progress", 0)),
        attempts=item.get("attempts", 0),
        failures=item.get("failures", 0),
        next_at=read_optional_instant(item.get("nextAt")),
        lease_until=read_optional_instant(item.get("leaseUntil")),
        reason=item.get("reason"),
        about=item.get("about", ""),
        version=item.get("version", 1),
    )


def queue_item(job: Job, visible_at: datetime, *, written_at: datetime) -> Item:
    """Return the row of a job that waits; `waitMs` is how far ahead it lay when it was written."""
    return {
        "PK": keys.queue_pk(job.queue.value),
        "SK": keys.queue_sk(visible_at, job.id),
        "type": "queued",
        "schemaVersion": SCHEMA_VERSION,
        "creatorId": job.creator_id,
        "jobId": job.id,
        "waitMs": wait_ms(visible_at - written_at),
    }


def carrying_item(job: Job, visible_at: datetime, *, written_at: datetime) -> Item:
    """Return the queue row of a job that has no record yet, with what the record will say."""
    carried = {
        "kind": job.kind.value,
        "subjectId": job.subject_id,
        "createdAt": instant(job.created_at),
        "nextAt": instant(job.next_at),
        "about": job.about or None,
    }
    return queue_item(job, visible_at, written_at=written_at) | {CARRIED: present(carried)}


def read_carried(row: Mapping[str, Any]) -> Job | None:
    """Return the job that a queue row carries, as its record begins; None if it leads to one."""
    if CARRIED not in row:
        return None
    names = {"id": row["jobId"], "creatorId": row["creatorId"], "status": JobStatus.QUEUED.value}
    return read_job_item(names | row[CARRIED])


def wait_ms(wait: timedelta) -> int:
    """Return a wait as milliseconds; what lies in the past does not wait."""
    return max(0, round(wait.total_seconds() * 1000))


def due_key(job: Job) -> ItemKey:
    return ItemKey(
        keys.due_pk(job.creator_id), keys.due_sk(job.created_at, "job", job.creator_id, job.id)
    )


def due_item(job: Job) -> Item:
    key = due_key(job)
    return {
        "PK": key.pk,
        "SK": key.sk,
        "type": "due",
        "schemaVersion": SCHEMA_VERSION,
        "kind": "job",
        "creatorId": job.creator_id,
        "id": job.id,
    }
