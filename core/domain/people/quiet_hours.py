"""Quiet hours: a stretch of each day in which nobody wants to be disturbed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from core.errors import InvalidInput

_HOURS: Final = re.compile(
    r"([0-9]{1,2})(?::00)?\s*(?:-|to|until)\s*([0-9]{1,2})(?::00)?", re.ASCII
)
_NONE: Final = frozenset({"", "none", "off"})


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """From the first hour up to, and without, the last one; two equal hours mean none."""

    from_hour: int = 0
    until_hour: int = 0

    def __bool__(self) -> bool:
        return self.from_hour != self.until_hour

    def contain(self, hour: int) -> bool:
        """Return whether an hour of the day is quiet; they may go past midnight."""
        if self.from_hour <= self.until_hour:
            return self.from_hour <= hour < self.until_hour
        return hour >= self.from_hour or hour < self.until_hour

    def write(self) -> str:
        return f"{self.from_hour}-{self.until_hour}" if self else "none"


def read_quiet_hours(text: str) -> QuietHours:
    """Return hours written as in `22-7`; `none` means that no hour is quiet."""
    cleaned = text.strip().casefold()
    found = _HOURS.fullmatch(cleaned)
    if found is None:
        if cleaned in _NONE:
            return QuietHours()
        raise InvalidInput("Write quiet hours as in 22-7, from 22:00 until 7:00; or none.")
    start, end = int(found[1]), int(found[2])
    if max(start, end) > 24:
        raise InvalidInput("Hours of the day are 0 to 24; write them as in 22-7.")
    return QuietHours(from_hour=start % 24, until_hour=end % 24)
