"""Keys of jobs, queues, leases, due rows and directories."""

from __future__ import annotations

import zlib
from datetime import UTC, date, datetime

from core.adapters.table.keys.parts import CREATOR_PREFIX, creator_pk, name_part, time_part
from core.domain.work.ids import CreatorId, JobId

DUE_SHARDS = 8
DIRECTORY_SHARDS = 8
FOLLOWED_PREFIX = "FOLLOWED#"
MEASURING = "MEASURING"
LEASES = "LEASES"
FORMATS = "FORMATS"
REACHED = "REACHED"
LEASE_PREFIX = "LEASE#"
TROUBLES = "TROUBLES"


def job_sk(job_id: JobId) -> str:
    return f"JOB#{name_part(job_id)}"


def queue_pk(queue: str, shard: int = 0) -> str:
    return f"QUEUE#{queue}#{shard}"


def queue_sk(visible_at: datetime, job_id: JobId) -> str:
    """`<visibleAt in ms, 13 digits>#<jobId>`."""
    return f"{queue_time(visible_at)}#{name_part(job_id)}"


def queue_time(at: datetime) -> str:
    """Return a time as 13 digits of milliseconds."""
    return f"{int(at.timestamp() * 1000):013d}"


def read_queue_time(sort_key: str) -> datetime:
    """Return from when on a queue's row is visible, by its sort key."""
    return datetime.fromtimestamp(int(sort_key.partition("#")[0]) / 1000, UTC)


def lease_sk(name: str) -> str:
    """`LEASE#<name>` in the partition `LEASES`: who owns a channel, or the timers."""
    return f"{LEASE_PREFIX}{name_part(name)}"


def trouble_sk(process: str) -> str:
    """`PROCESS#<name>` in the partition `TROUBLES`: what does not work there."""
    return f"PROCESS#{name_part(process)}"


def _shard(name: str, shards: int) -> int:
    return zlib.crc32(name.encode()) % shards


def due_pk(creator_id: CreatorId) -> str:
    """`DUE#<0-7>`, by the creator: what must be looked at by the clock."""
    return due_shard_pk(_shard(creator_id, DUE_SHARDS))


def due_shard_pk(shard: int) -> str:
    return f"DUE#{shard}"


def due_sk(due_at: datetime, kind: str, creator_id: CreatorId, name: str) -> str:
    """`<dueAt>#<kind>#<creatorId>#<id>`."""
    creator = directory_sk(creator_id)
    return f"{time_part(due_at)}#{kind}#{creator}#{name_part(name)}"


def measuring_pk(creator_id: CreatorId) -> str:
    """`DUE#METRICS#<0-7>`: apart from `DUE#<k>`, which is read every few seconds."""
    return measuring_shard_pk(_shard(creator_id, DUE_SHARDS))


def measuring_shard_pk(shard: int) -> str:
    return f"DUE#METRICS#{shard}"


def measuring_sk(due_at: datetime, creator_id: CreatorId, made_on: date) -> str:
    """`<dueAt>#<creatorId>#<date>`: a creator's posts of one day, which are measured together."""
    return f"{time_part(due_at)}#{directory_sk(creator_id)}#{made_on.isoformat()}"


def directory_pk(kind: str, name: str) -> str:
    """`DIR#CREATORS#<0-7>`, `DIR#TWITCH#<0-7>`: what must be walked is, without a scan."""
    return directory_shard_pk(kind, _shard(name, DIRECTORY_SHARDS))


def directory_shard_pk(kind: str, shard: int) -> str:
    return f"DIR#{kind}#{shard}"


def directory_sk(creator_id: CreatorId) -> str:
    return creator_pk(creator_id).removeprefix(CREATOR_PREFIX)


def followed_sk(job_id: JobId) -> str:
    return f"{FOLLOWED_PREFIX}{name_part(job_id)}"
