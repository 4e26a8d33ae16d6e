"""One part of a key: a time, a month or a name, as it may stand between two `#`."""

from __future__ import annotations

from datetime import UTC, datetime

from core.errors import InvalidInput

NAME_LENGTH_MAX = 128


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
