"""Keys of clips."""

from __future__ import annotations

from datetime import datetime

from core.adapters.table.keys.parts import LAST, creator_pk, name_part, status_gsi2sk
from core.domain.work.ids import ClipId, CreatorId, clip_shard, make_ulid
from core.errors import InvalidInput

CLIP_PREFIX = "CLIP#"


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


def score_gsi1pk(creator_id: CreatorId) -> str:
    """GSI1: a creator's scored clips."""
    return f"{creator_pk(creator_id)}#CLIPSCORE"


def score_gsi1sk(score: int, clip_id: ClipId) -> str:
    return f"SCORE#{score:03d}#{name_part(clip_id)}"


def score_range(at_least: int) -> tuple[str, str]:
    """Both ends of the clips with a score of at least this (0 to 100)."""
    return f"SCORE#{max(0, min(101, at_least)):03d}", "SCORE#101"


def clip_gsi2sk(priority: int, at: datetime, clip_id: ClipId) -> str:
    """`<time>#<id>`; a clip of a higher priority, `~<priority>#<time>#<id>`, is after all those."""
    plain = status_gsi2sk(at, clip_id)
    return f"{LAST}{priority}#{plain}" if priority else plain
