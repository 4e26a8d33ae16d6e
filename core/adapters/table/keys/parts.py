"""What all keys are made of: times, names, a creator's partition, and the two indexes."""

from __future__ import annotations

from datetime import UTC, datetime

from core.domain.people.creator_profile import check_month
from core.domain.work.ids import DEMO_CREATOR_ID, CreatorId
from core.errors import InvalidInput

NAME_LENGTH_MAX = 128
LAST = "~"  # sorts after every digit and letter: the open end of a range
CREATOR_PREFIX = "CREATOR#"
METADATA = "METADATA"


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
        raise InvalidInput(f"A name has 1 to {NAME_LENGTH_MAX} characters; choose from the list.")
    if "#" in name or not name.isprintable():
        raise InvalidInput(f"The name {name[:40]!r} may not hold '#' or control characters.")
    return name


def creator_pk(creator_id: CreatorId) -> str:
    """`CREATOR#<id>`: the partition of one creator. Only the demo's id contains a `#`."""
    if creator_id == DEMO_CREATOR_ID:
        return f"{CREATOR_PREFIX}{creator_id}"
    return f"{CREATOR_PREFIX}{name_part(creator_id)}"


def month_gsi1pk(creator_id: CreatorId, month: str) -> str:
    """GSI1: everything of a creator's month."""
    return f"{creator_pk(creator_id)}#MONTH#{check_month(month)}"


def month_gsi1sk(at: datetime, kind: str, name: str) -> str:
    """`<time>#<KIND>#<id>`; the kinds are ASSET, STREAM, PUB, POST and TASK. A plan is first."""
    return f"{time_part(at)}#{kind}#{name_part(name)}"


def status_gsi2pk(creator_id: CreatorId, kind: str, status: str) -> str:
    """GSI2: a creator's things of one status; CLIP, ASSET, PUB, JOB, POST and TASK."""
    return f"{creator_pk(creator_id)}#{kind}#{status}"


def status_gsi2sk(at: datetime, name: str) -> str:
    """`<time>#<id>`: created, due or updated, as docs/data-model.md says for each kind."""
    return f"{time_part(at)}#{name_part(name)}"
