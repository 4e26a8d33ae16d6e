"""Preferences: what one person wants at one creator."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from core.domain.work.ids import CreatorId
from core.errors import InvalidInput

_HOURS: Final = re.compile(
    r"([0-9]{1,2})(?::00)?\s*(?:-|to|until)\s*([0-9]{1,2})(?::00)?", re.ASCII
)


class Digest(StrEnum):
    """How often a person gets a summary."""

    NEVER = "never"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What one person wants; defaults apply to anything unsaid.

    Quiet hours are hours of the day in the creator's zone, including the first and excluding the
    last; two equal hours mean none. Version 0 means that nothing is stored yet.
    """

    creator_id: CreatorId
    person_id: str
    language: str = "en"
    digest: Digest = Digest.WEEKLY
    is_told_of_reviews: bool = True
    is_told_of_failures: bool = True
    quiet_from_hour: int = 0
    quiet_until_hour: int = 0
    version: int = 0

    @property
    def has_quiet_hours(self) -> bool:
        return self.quiet_from_hour != self.quiet_until_hour

    def set_quiet_hours(self, hours: str) -> Preferences:
        """Return these with quiet hours written as in `22-7`; empty text means none."""
        found = _HOURS.fullmatch(hours.strip())
        if hours.strip() and found is None:
            raise InvalidInput("Write quiet hours as in 22-7: from 22:00 until 7:00.")
        start, end = (int(found[1]), int(found[2])) if found else (0, 0)
        if max(start, end) > 24:
            raise InvalidInput("Hours of the day are 0 to 24; write them as in 22-7.")
        return replace(self, quiet_from_hour=start % 24, quiet_until_hour=end % 24)
