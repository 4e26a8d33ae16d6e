"""Bucket rules: whether a bucket lets pages at an origin send parts of videos to it (CORS)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

from core.domain.work.finding import Finding, Weight, explain
from core.errors import NotFound, RightsRefused, TrussError

CHECK: Final = "bucket"
RULE: Final = "a CORS rule with PUT, the page's origin and the exposed header ETag"
PLAIN: Final = (
    "The storage takes no uploads from this page; whoever runs Truss reads in its health how to "
    "allow them."
)
"""What a creator's team is told, which need not know where its files are."""


async def look_at_rule(
    read_rules: Callable[[], Awaitable[list[Any]]], *, name: str, origin: str
) -> list[Finding]:
    """Return what keeps pages at an origin from sending parts, if it is the bucket's rules."""
    try:
        rules = await read_rules()
    except NotFound:
        rules = []
    except RightsRefused as error:
        return [explain(CHECK, error, weight=Weight.ADVICE)]
    except TrussError as error:
        if "CORS" not in str(error):
            return []
        rules = []
    if judge_rules(rules, origin):
        return []
    return [
        Finding(
            check=CHECK,
            problem=f"The bucket {name} lets no page at {origin} send parts of videos",
            mend=f"add {RULE}",
            plain=PLAIN,
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
