"""Every key of the table, built here and nowhere else (docs/data-model.md lists them).

Numbers are zero padded and times are ISO-8601 in UTC with milliseconds, so that byte order is the
order people expect. A name that could reach into another row's key is refused.
"""

from __future__ import annotations

import zlib
from datetime import UTC, datetime

from core.domain.ids import (
    DEMO_CREATOR_ID,
    AssetId,
    ClipId,
    CreatorId,
    JobId,
    PublicationId,
    StreamId,
    clip_shard,
)
from core.errors import InvalidInput

NAME_LENGTH_MAX = 128
DUE_SHARDS = 8
DIRECTORY_SHARDS = 8
METADATA = "METADATA"
CLIP_PREFIX = "CLIP#"
ASSET_PREFIX = "ASSET#"
STREAM_PREFIX = "STREAM#"
SPIKE_PREFIX = "LIVE_CHAT_SPIKE#"
PUBLICATION_PREFIX = "PUB#"
LAST = "~"  # sorts after every digit and letter: the open end of a range


def time_part(at: datetime) -> str:
    """Return `2026-11-21T04:39:00.000Z`; ValueError where `at` names no time zone."""
    if at.tzinfo is None:
        raise ValueError(f"a time without a zone: {at}")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def month_part(at: datetime) -> str:
    """Return `2026-11`."""
    return time_part(at)[:7]


def name_part(name: str) -> str:
    """Return `name` as it may stand between two `#`; InvalidInput where it may not."""
    if not 0 < len(name) <= NAME_LENGTH_MAX:
        raise InvalidInput(f"A name of 1 to {NAME_LENGTH_MAX} characters is needed.")
    if "#" in name or not name.isprintable():
        raise InvalidInput(f"The name {name[:40]!r} may not hold '#' or control characters.")
    return name


def _shard(name: str, shards: int) -> int:
    return zlib.crc32(name.encode()) % shards


def creator_pk(creator_id: CreatorId) -> str:
    """`CREATOR#<id>`: the partition of one creator. Only the demo's id contains a `#`."""
    if creator_id == DEMO_CREATOR_ID:
        return f"CREATOR#{creator_id}"
    return f"CREATOR#{name_part(creator_id)}"


def clips_pk(creator_id: CreatorId, shard: int) -> str:
    """The partition of a clip shard; shard 0 is the creator's own partition."""
    partition = creator_pk(creator_id)
    return f"{partition}#CLIPS#{shard}" if shard else partition


def clip_pk(creator_id: CreatorId, clip_id: ClipId) -> str:
    """The partition of a clip, whose id carries its shard; InvalidInput for another id."""
    try:
        return clips_pk(creator_id, clip_shard(clip_id))
    except ValueError as error:
        raise InvalidInput(f"{clip_id[:40]!r} is not the id of a clip.") from error


def clip_sk(clip_id: ClipId) -> str:
    return f"{CLIP_PREFIX}{name_part(clip_id)}"


def asset_sk(asset_id: AssetId) -> str:
    return f"{ASSET_PREFIX}{name_part(asset_id)}"


def stream_sk(stream_id: StreamId) -> str:
    return f"{STREAM_PREFIX}{name_part(stream_id)}"


def spike_sk(detected_at: datetime, stream_id: StreamId) -> str:
    """`LIVE_CHAT_SPIKE#<iso-ms>#<streamId>`: two streams at one moment stay two spikes."""
    return f"{SPIKE_PREFIX}{time_part(detected_at)}#{name_part(stream_id)}"


def spike_range(first_at: datetime, last_at: datetime | None) -> tuple[str, str]:
    """Both ends of the spikes of a stretch of time; no end where `last_at` is None."""
    last = LAST if last_at is None else time_part(last_at) + LAST
    return f"{SPIKE_PREFIX}{time_part(first_at)}", f"{SPIKE_PREFIX}{last}"


def histogram_prefix(stream_id: StreamId) -> str:
    return f"LIVE_CHAT_HIST#{name_part(stream_id)}#"


def histogram_sk(stream_id: StreamId, starts_at: datetime) -> str:
    """`LIVE_CHAT_HIST#<streamId>#<yyyy-mm-ddThh:m0>`: one row for ten minutes."""
    return f"{histogram_prefix(stream_id)}{time_part(starts_at)[:15]}0"


def publication_sk(publication_id: PublicationId) -> str:
    return f"{PUBLICATION_PREFIX}{name_part(publication_id)}"


def job_sk(job_id: JobId) -> str:
    return f"JOB#{name_part(job_id)}"


def month_gsi1pk(creator_id: CreatorId, at: datetime) -> str:
    """GSI1: everything of a creator's month (UTC until creators have a zone)."""
    return f"{creator_pk(creator_id)}#MONTH#{month_part(at)}"


def month_gsi1sk(at: datetime, kind: str, name: str) -> str:
    """`<time>#<KIND>#<id>`; the kinds are ASSET, STREAM and PUB."""
    return f"{time_part(at)}#{kind}#{name_part(name)}"


def score_gsi1pk(creator_id: CreatorId) -> str:
    """GSI1: a creator's scored clips."""
    return f"{creator_pk(creator_id)}#CLIPSCORE"


def score_gsi1sk(score: int, clip_id: ClipId) -> str:
    return f"SCORE#{score:03d}#{name_part(clip_id)}"


def score_range(at_least: int) -> tuple[str, str]:
    """Both ends of the clips with a score of at least this (0 to 100)."""
    return f"SCORE#{max(0, min(101, at_least)):03d}", "SCORE#101"


def status_gsi2pk(creator_id: CreatorId, kind: str, status: str) -> str:
    """GSI2: a creator's things of one kind and status; the kinds are CLIP, ASSET, PUB and JOB."""
    return f"{creator_pk(creator_id)}#{kind}#{status}"


def status_gsi2sk(at: datetime, name: str) -> str:
    """`<time>#<id>`: created, due or updated, as docs/data-model.md says for each kind."""
    return f"{time_part(at)}#{name_part(name)}"


def queue_pk(queue: str, shard: int = 0) -> str:
    return f"QUEUE#{queue}#{shard}"


def queue_sk(visible_at: datetime, job_id: JobId) -> str:
    """`<visibleAt in ms, 13 digits>#<jobId>`."""
    return f"{queue_time(visible_at)}#{name_part(job_id)}"


def queue_time(at: datetime) -> str:
    """Return a time as 13 digits of milliseconds."""
    return f"{int(at.timestamp() * 1000):013d}"


def due_pk(creator_id: CreatorId) -> str:
    """`DUE#<0-7>`, by the creator: what must be looked at by the clock."""
    return f"DUE#{_shard(creator_id, DUE_SHARDS)}"


def due_sk(due_at: datetime, kind: str, creator_id: CreatorId, name: str) -> str:
    """`<dueAt>#<kind>#<creatorId>#<id>`."""
    creator = creator_pk(creator_id).removeprefix("CREATOR#")
    return f"{time_part(due_at)}#{kind}#{creator}#{name_part(name)}"


def directory_pk(creator_id: CreatorId) -> str:
    """`DIR#CREATORS#<0-7>`: one row a creator, so that all can be walked without a scan."""
    return f"DIR#CREATORS#{_shard(creator_id, DIRECTORY_SHARDS)}"


def directory_sk(creator_id: CreatorId) -> str:
    return creator_pk(creator_id).removeprefix("CREATOR#")
