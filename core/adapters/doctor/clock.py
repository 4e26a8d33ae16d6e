"""The clock: this machine's time against the time that each platform writes on its answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from core.adapters.doctor.asking import ask
from core.domain.work.finding import Finding
from core.errors import TrussError

CHECK: Final = "clock"
SKEW_SECONDS_MAX: Final = 5.0
"""The time on an answer has whole seconds, and is some moments old."""


async def look_at_clock(
    places: Mapping[str, str], *, now: Callable[[], datetime]
) -> list[Finding] | None:
    """Return by how much the clock differs from each platform's; who says no time is left out."""
    found = await asyncio.gather(*(_measure(name, url, now) for name, url in places.items()))
    skews = {name: skew for name, skew in zip(places, found, strict=True) if skew is not None}
    if not skews:
        return None
    return [
        describe_skew(name, skew) for name, skew in skews.items() if abs(skew) > SKEW_SECONDS_MAX
    ]


async def _measure(name: str, url: str, now: Callable[[], datetime]) -> float | None:
    """Return by how many seconds this machine is ahead of a platform; None if that says no time."""
    before = now()
    try:
        answer = await ask(name, "HEAD", url)
    except TrussError:
        return None
    middle = before + (now() - before) / 2
    told = _read_date(answer.date)
    return None if told is None else (middle - told).total_seconds() - 0.5


def describe_skew(name: str, skew_seconds: float) -> Finding:
    side = "ahead of" if skew_seconds > 0 else "behind"
    return Finding(
        check=CHECK,
        problem=f"This machine's clock is {abs(skew_seconds):.0f} s {side} {name}'s",
        mend="set it by NTP (timedatectl set-ntp true)",
    )


def _read_date(text: str) -> datetime | None:
    try:
        told = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return told if told.tzinfo else told.replace(tzinfo=UTC)
