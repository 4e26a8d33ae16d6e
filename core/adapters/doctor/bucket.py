"""The bucket: whether files can be stored and read, and browsers may send parts of videos to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from core.domain.work.finding import Finding, Weight, read_finding
from core.errors import NotFound, RightsRefused, TrussError

if TYPE_CHECKING:
    from core.adapters.storage.s3 import Bucket

CHECK: Final = "bucket"
RULE: Final = "a CORS rule with PUT, the page's origin and the exposed header ETag"


async def look_at_bucket(bucket: Bucket, *, origin: str) -> list[Finding]:
    """Return what the bucket refuses; a file of a few bytes is stored, read and deleted."""
    try:
        await bucket.try_rights()
    except TrussError as error:
        return [read_finding(CHECK, str(error))]
    return await look_at_rule(bucket, origin=origin) if origin else []


async def look_at_rule(bucket: Bucket, *, origin: str) -> list[Finding]:
    """Return what keeps pages at an origin from sending parts, if it is the bucket's rules."""
    try:
        told = await bucket.call(bucket.client.get_bucket_cors, Bucket=bucket.name)
    except NotFound:
        told = {}
    except RightsRefused as error:
        return [read_finding(CHECK, str(error), weight=Weight.ADVICE)]
    except TrussError as error:
        told = {} if "CORS" in str(error) else None
    if told is None or judge_rules(told.get("CORSRules", []), origin):
        return []
    return [
        Finding(
            check=CHECK,
            problem=f"The bucket {bucket.name} lets no page at {origin} send parts of videos",
            mend=f"add {RULE}",
        )
    ]


def judge_rules(rules: list[Any], origin: str) -> bool:
    """Say whether one of these rules lets the page's uploads through."""
    return any(
        any(_fits(allowed, origin) for allowed in rule.get("AllowedOrigins", []))
        and "PUT" in rule.get("AllowedMethods", [])
        and "etag" in {name.lower() for name in rule.get("ExposeHeaders", [])}
        for rule in rules
    )


def _fits(allowed: str, origin: str) -> bool:
    before, star, after = allowed.partition("*")
    if not star:
        return allowed == origin
    return origin.startswith(before) and origin.endswith(after)
