"""The bucket: whether files can be stored and read, and browsers may send parts of videos to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.adapters.storage.bucket_rules import CHECK, look_at_rule
from core.domain.work.finding import Finding, explain
from core.errors import TrussError

if TYPE_CHECKING:
    from core.adapters.storage.s3_bucket import Bucket

__all__ = ["CHECK", "look_at_bucket"]


async def look_at_bucket(bucket: Bucket, *, origin: str) -> list[Finding]:
    """Return what the bucket refuses; a file of a few bytes is stored, read and deleted."""
    try:
        await bucket.try_rights()
    except TrussError as error:
        return [explain(CHECK, error)]
    if not origin:
        return []
    return await look_at_rule(bucket.read_rules, name=bucket.name, origin=origin)
