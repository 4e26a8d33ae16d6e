"""Preferences of one person at one creator."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.domain.ids import CreatorId


class Digest(StrEnum):
    """How often a person is told how things went."""

    NEVER = "never"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What one person wants; a default holds wherever nothing was said.

    Quiet hours are hours of the day in the creator's zone, from the first to before the last;
    both alike are none. Version 0 is a person who has stored nothing yet.
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
