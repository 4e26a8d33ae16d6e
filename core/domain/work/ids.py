"""Ids: ULIDs, which sort by time, and the types that name them."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime
from typing import NewType

CreatorId = NewType("CreatorId", str)
StreamId = NewType("StreamId", str)
AssetId = NewType("AssetId", str)
ClipId = NewType("ClipId", str)
JobId = NewType("JobId", str)
PublicationId = NewType("PublicationId", str)

DEMO_CREATOR_ID = CreatorId("DEMO#judge")

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MAX_MILLISECONDS = 2**48 - 1


def make_ulid(at: datetime, randomness: bytes) -> str:
    """Return the 26 characters of a ULID.

    Args:
        at: the moment it is to sort under, timezone-aware.
        randomness: exactly 10 bytes.

    Raises:
        ValueError: when `at` lies before 1970 or `randomness` is not 10 bytes.

    Source: the ULID specification (48 bits of milliseconds, 80 bits of randomness, Crockford's
    base 32).
    """
    milliseconds = int(at.timestamp() * 1000)
    if not 0 <= milliseconds <= _MAX_MILLISECONDS or len(randomness) != 10:
        raise ValueError("a ULID takes a time after 1970 and 10 random bytes")
    number = (milliseconds << 80) | int.from_bytes(randomness, "big")
    return "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(125, -1, -5))


def read_ulid_time(ulid: str) -> datetime:
    """Return the moment that an id (a ULID, or one that begins with one) sorts under.

    Raises ValueError for anything else.
    """
    milliseconds = 0
    for letter in ulid[:10]:
        milliseconds = milliseconds << 5 | _CROCKFORD.index(letter)
    if len(ulid) < 26 or milliseconds > _MAX_MILLISECONDS:
        raise ValueError(f"not a ULID: {ulid[:40]!r}")
    return datetime.fromtimestamp(milliseconds / 1000, tz=UTC)


def make_clip_id(ulid: str, *, shards: int = 1) -> ClipId:
    """Return a clip id: the ULID and two hex digits for the partition it lies in."""
    return ClipId(f"{ulid}{zlib.crc32(ulid.encode()) % shards:02x}")


def place_clip_id(clip_id: ClipId, *, shards: int) -> ClipId:
    """Return the id that the same clip has where clips are spread over `shards` partitions."""
    return make_clip_id(clip_id[:26], shards=shards)


def clip_shard(clip_id: ClipId) -> int:
    """Return the shard number in a clip id; ValueError if it has none."""
    if len(clip_id) != 28:
        raise ValueError(f"not a clip id: {clip_id!r}")
    return int(clip_id[26:], 16)
