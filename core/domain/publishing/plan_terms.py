"""Plan terms: what a creator chose that decides where an approved clip goes, and when."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.publishing.posting_slot import PostingSlot
from core.domain.work.platform import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTerms:
    """The accounts that a clip goes to, and the weekly slots it waits for, in the creator's zone.

    Without slots it goes out right after its approval. The slots are those of one clip: an
    experiment may have moved them to the evening.
    """

    places: tuple[tuple[Platform, str], ...] = ()
    slots: tuple[PostingSlot, ...] = ()
    time_zone: str = "UTC"
