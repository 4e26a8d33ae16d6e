"""Plans: where an approval would send a clip, and what its creator chose that decides it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from core.domain.publishing.posting_slot import PostingSlot
from core.domain.work.platform import Platform

ANY_ACCOUNT: Final = "*"
"""Stands for an account that is not told, so that it may be any of the platform's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """Where a clip would go if it were approved now: `at` its slot, None for right after that."""

    platform: Platform
    account_id: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTerms:
    """The accounts that a clip goes to, and the weekly slots it waits for, in the creator's zone.

    Without slots it goes out right after its approval. The slots are those of one clip: an
    experiment may have moved them to the evening.
    """

    places: tuple[tuple[Platform, str], ...] = ()
    slots: tuple[PostingSlot, ...] = ()
    time_zone: str = "UTC"


def find_first(planned: tuple[Planned, ...]) -> datetime | None:
    """Return the first slot that a plan names; once it is over, the plan is another."""
    return min((each.at for each in planned if each.at is not None), default=None)
