"""Every key of the table, built here and nowhere else (docs/data-model.md lists them).

Numbers are zero padded and times are ISO-8601 in UTC with milliseconds, so that byte order is the
order people expect. A name that could reach into another row's key is refused.
"""

from __future__ import annotations

import zlib
from datetime import UTC, date, datetime

from core.adapters.table.key_parts import name_part, time_part
from core.domain.people.creator_profile import check_month
from core.domain.work.ids import (
    DEMO_CREATOR_ID,
    AssetId,
    ClipId,
    CreatorId,
    JobId,
    PublicationId,
    StreamId,
    clip_shard,
    make_ulid,
)
from core.errors import InvalidInput

DUE_SHARDS = 8
DIRECTORY_SHARDS = 8
METADATA = "METADATA"
CLIP_PREFIX = "CLIP#"
ASSET_PREFIX = "ASSET#"
STREAM_PREFIX = "STREAM#"
TASK_PREFIX = "TASK#"
TOKEN_PREFIX = "PLATFORM_TOKEN#"  # noqa: S105 - a part of keys, no secret
INSIGHT_PREFIX = "INSIGHT#"
MEMBER_PREFIX = "MEMBER#"
GUILD_PREFIX = "GUILD#"
TWITCH_PREFIX = "TWITCH#"
LIVE_MOMENT_PREFIX = "LIVE_MOMENT#"
TUNING_PREFIX = "TUNING#"
CREATOR_PREFIX = "CREATOR#"
SLOTS = "SLOTS"
TARGETS = "TARGETS"
LEASES = "LEASES"
LEASE_PREFIX = "LEASE#"
FRAMING = "FRAMING"
BINDING = "BINDING"
REVIEW = "REVIEW"
VERIFY = "VERIFY"
SPIKE_PREFIX = "LIVE_CHAT_SPIKE#"
PUBLICATION_PREFIX = "PUB#"
CARD_PREFIX = "CARD#"
INTAKE_PREFIX = "INTAKE#"
FOLLOWED_PREFIX = "FOLLOWED#"
LAST = "~"  # sorts after every digit and letter: the open end of a range


def _shard(name: str, shards: int) -> int:
    return zlib.crc32(name.encode()) % shards


def creator_pk(creator_id: CreatorId) -> str:
    """`CREATOR#<id>`: the partition of one creator. Only the demo's id contains a `#`."""
    if creator_id == DEMO_CREATOR_ID:
        return f"{CREATOR_PREFIX}{creator_id}"
    return f"{CREATOR_PREFIX}{name_part(creator_id)}"


def clips_pk(creator_id: CreatorId, shard: int) -> str:
    """The partition of a clip shard; shard 0 is the creator's own partition."""
    partition = creator_pk(creator_id)
    return f"{partition}#CLIPS#{shard}" if shard else partition


def clip_pk(creator_id: CreatorId, clip_id: ClipId) -> str:
    """The partition of a clip, whose id carries its shard; InvalidInput for another id."""
    try:
        return clips_pk(creator_id, clip_shard(clip_id))
    except ValueError as error:
        raise InvalidInput(f"{clip_id[:40]!r} is no clip; choose one from the list.") from error


def clip_sk(clip_id: ClipId) -> str:
    return f"{CLIP_PREFIX}{name_part(clip_id)}"


def clip_start_sk(before: datetime) -> str:
    """Return a sort key that lies above those of all clips of earlier times, and of no other."""
    return f"{CLIP_PREFIX}{make_ulid(before, bytes(10))}"


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


def live_moment_sk(stream_id: StreamId, detected_ms: int) -> str:
    return f"{LIVE_MOMENT_PREFIX}{name_part(stream_id)}#{detected_ms:010d}"


def histogram_prefix(stream_id: StreamId) -> str:
    return f"LIVE_CHAT_HIST#{name_part(stream_id)}#"


def histogram_sk(stream_id: StreamId, starts_at: datetime) -> str:
    """`LIVE_CHAT_HIST#<streamId>#<yyyy-mm-ddThh:m0>`: one row for ten minutes."""
    return f"{histogram_prefix(stream_id)}{time_part(starts_at)[:15]}0"


def memory_sk(stream_id: StreamId) -> str:
    return f"LIVE_CHAT_MEMORY#{name_part(stream_id)}"


def publication_sk(publication_id: PublicationId) -> str:
    return f"{PUBLICATION_PREFIX}{name_part(publication_id)}"


def job_sk(job_id: JobId) -> str:
    return f"JOB#{name_part(job_id)}"


def month_gsi1pk(creator_id: CreatorId, month: str) -> str:
    """GSI1: everything of a creator's month."""
    return f"{creator_pk(creator_id)}#MONTH#{check_month(month)}"


def month_gsi1sk(at: datetime, kind: str, name: str) -> str:
    """`<time>#<KIND>#<id>`; the kinds are ASSET, STREAM, PUB, POST and TASK. A plan is first."""
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
    """GSI2: a creator's things of one status; CLIP, ASSET, PUB, JOB, POST and TASK."""
    return f"{creator_pk(creator_id)}#{kind}#{status}"


def status_gsi2sk(at: datetime, name: str) -> str:
    """`<time>#<id>`: created, due or updated, as docs/data-model.md says for each kind."""
    return f"{time_part(at)}#{name_part(name)}"


def clip_gsi2sk(priority: int, at: datetime, clip_id: ClipId) -> str:
    """`<time>#<id>`; a clip of a higher priority, `~<priority>#<time>#<id>`, is after all those."""
    plain = status_gsi2sk(at, clip_id)
    return f"{LAST}{priority}#{plain}" if priority else plain


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


def due_pk(creator_id: CreatorId) -> str:
    """`DUE#<0-7>`, by the creator: what must be looked at by the clock."""
    return due_shard_pk(_shard(creator_id, DUE_SHARDS))


def due_shard_pk(shard: int) -> str:
    return f"DUE#{shard}"


def due_sk(due_at: datetime, kind: str, creator_id: CreatorId, name: str) -> str:
    """`<dueAt>#<kind>#<creatorId>#<id>`."""
    creator = directory_sk(creator_id)
    return f"{time_part(due_at)}#{kind}#{creator}#{name_part(name)}"


def directory_pk(kind: str, name: str) -> str:
    """`DIR#CREATORS#<0-7>`, `DIR#TWITCH#<0-7>`: what must be walked is, without a scan."""
    return directory_shard_pk(kind, _shard(name, DIRECTORY_SHARDS))


def directory_shard_pk(kind: str, shard: int) -> str:
    return f"DIR#{kind}#{shard}"


def directory_sk(creator_id: CreatorId) -> str:
    return creator_pk(creator_id).removeprefix(CREATOR_PREFIX)


def preferences_sk(person_id: str) -> str:
    return f"PROFILE#{name_part(person_id)}"


def token_sk(platform: str, account_id: str = "") -> str:
    """`PLATFORM_TOKEN#<platform>`; a second account adds `#<accountId>`."""
    first = f"{TOKEN_PREFIX}{name_part(platform)}"
    return f"{first}#{name_part(account_id)}" if account_id else first


def plan_sk(month: str) -> str:
    return f"PLAN#{check_month(month)}"


def post_sk(post_id: str) -> str:
    return f"POST#{name_part(post_id)}"


def post_range(post_id: str) -> tuple[str, str]:
    """Both ends of a post with its variants and drafts."""
    return post_sk(post_id), f"{post_sk(post_id)}#{LAST}"


def variant_sk(post_id: str, platform: str) -> str:
    return f"{post_sk(post_id)}#VARIANT#{name_part(platform)}"


def draft_sk(post_id: str, number: int) -> str:
    """`POST#<postId>#DRAFT#<0001>`."""
    return f"{post_sk(post_id)}#DRAFT#{number:04d}"


def platform_gsi2pk(creator_id: CreatorId, platform: str) -> str:
    """GSI2: a creator's variants for one platform."""
    return f"{creator_pk(creator_id)}#PLATFORM#{name_part(platform)}"


def platform_gsi2sk(status: str, planned_at: datetime, post_id: str) -> str:
    return f"{status}#{time_part(planned_at)}#{name_part(post_id)}"


def lock_sk(platform: str, account_id: str, content_id: str, revision: int) -> str:
    """`PUBLOCK#<platform>#<accountId>#<contentId>#<rev>`; the account may be empty."""
    account = name_part(account_id) if account_id else ""
    return f"PUBLOCK#{name_part(platform)}#{account}#{name_part(content_id)}#{revision}"


def insight_sk(month: str, insight_id: str) -> str:
    return f"{INSIGHT_PREFIX}{check_month(month)}#{name_part(insight_id)}"


def task_sk(task_id: str) -> str:
    return f"{TASK_PREFIX}{name_part(task_id)}"


def analytics_sk(on: date, worker_id: str = "") -> str:
    """`ANALYTICS#DAILY#<date>` of what was fetched; a worker's own events add `#<workerId>`."""
    day = f"ANALYTICS#DAILY#{on.isoformat()}"
    return f"{day}#{name_part(worker_id)}" if worker_id else day


def analytics_range(first: date, last: date) -> tuple[str, str]:
    """Both ends of the days from `first` to `last`, the workers' rows included."""
    return analytics_sk(first), analytics_sk(last) + LAST


def metric_sk(platform: str, on: date, post_id: str) -> str:
    return f"METRIC#{name_part(platform)}#{on.isoformat()}#{name_part(post_id)}"


def metric_range(platform: str, first: date, last: date) -> tuple[str, str]:
    """Both ends of a platform's days from `first` to `last`."""
    prefix = f"METRIC#{name_part(platform)}#"
    return f"{prefix}{first.isoformat()}", f"{prefix}{last.isoformat()}{LAST}"


def chapters_sk(asset_id: AssetId) -> str:
    return f"{asset_sk(asset_id)}#CHAPTERS"


def transcript_sk(asset_id: AssetId, source: str) -> str:
    """`ASSET#<videoId>#TRANSCRIPT#<source>`: the words of a file, or those that a model heard."""
    return f"{asset_sk(asset_id)}#TRANSCRIPT#{name_part(source)}"


def window_sk(asset_id: AssetId, number: int) -> str:
    """`ASSET#<id>#WINDOW#<0001>`."""
    return f"{asset_sk(asset_id)}#WINDOW#{number:04d}"


def spend_sk(month: str) -> str:
    return f"SPEND#{check_month(month)}"


def upload_sk(upload_id: str) -> str:
    return f"UPLOAD#{name_part(upload_id)}"


def intake_sk(intake_id: str) -> str:
    return f"{INTAKE_PREFIX}{name_part(intake_id)}"


def followed_sk(job_id: JobId) -> str:
    return f"{FOLLOWED_PREFIX}{name_part(job_id)}"


def tuning_sk(broadcaster_id: str) -> str:
    return f"{TUNING_PREFIX}{name_part(broadcaster_id)}"


def twitch_pk(broadcaster_id: str) -> str:
    return f"{TWITCH_PREFIX}{name_part(broadcaster_id)}"


def guild_pk(guild_id: str) -> str:
    return f"{GUILD_PREFIX}{name_part(guild_id)}"


def card_pk(message_id: str) -> str:
    return f"CARD#{name_part(message_id)}"


def member_pk(person_id: str) -> str:
    """`DISCORD#<userId>`: the creators at which a person has a role."""
    return f"DISCORD#{name_part(person_id)}"


def member_sk(person_id: str) -> str:
    return f"{MEMBER_PREFIX}{name_part(person_id)}"


def secret_pk(kind: str, digest: str) -> str:
    """`MAGIC#`, `SESSION#`, `OAUTH#` or `DEVICE#<sha256>`: what a secret opens, by its hash."""
    return f"{kind}#{name_part(digest)}"


def guild_sk(guild_id: str) -> str:
    """`GUILD#<guildId>` in the creator's partition: the servers of a creator."""
    return f"{GUILD_PREFIX}{name_part(guild_id)}"


def ballot_sk(clip_id: ClipId) -> str:
    return f"BALLOT#{name_part(clip_id)}"


def clip_card_prefix(clip_id: ClipId) -> str:
    return f"{CARD_PREFIX}{name_part(clip_id)}#"


def clip_card_sk(clip_id: ClipId, message_id: str) -> str:
    """`CARD#<clipId>#<messageId>` in the creator's partition: the cards of a clip."""
    return f"{clip_card_prefix(clip_id)}{name_part(message_id)}"


def uploads_pk(platform: str, account_id: str = "") -> str:
    """`UPLOADS#<platform>[#<accountId>]`: what was begun there, by one account or by all."""
    name = f"UPLOADS#{name_part(platform)}"
    return f"{name}#{name_part(account_id)}" if account_id else name


def uploads_sk(on: date) -> str:
    return on.isoformat()
