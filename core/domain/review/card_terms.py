"""Card terms: what a card was drawn from besides its clip, kept with the card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from core.domain.publishing.plan_terms import PlanTerms
from core.domain.review.clip_source import ClipSource
from core.domain.work.ids import PublicationId

KEPT_FOR: Final = timedelta(days=1)
"""For so long a plan is made from terms that no job was told to read again."""


class CardChange(StrEnum):
    """What has changed since a card was drawn, as the job that draws it again is told by `about`.

    A job that is told nothing reads all that stands on the card. So does one of a former version.
    """

    ALL = ""
    CLIP = "clip"
    BALLOT = "ballot"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardTerms:
    """What a card was drawn from besides its clip, as it was at `read_at`.

    `language` is that of its words. `plan` is None where nothing was planned, or where it is too
    long to be kept. `publications` are the clip's as of its version `of_version`: only a clip's
    save adds one. `ballot_version` is that of the ballot it was drawn from, and `has_votes` says
    whether anybody had approved.
    """

    read_at: datetime
    language: str = ""
    source: ClipSource | None = None
    plan: PlanTerms | None = None
    ballot_version: int = 0
    has_votes: bool = False
    publications: tuple[PublicationId, ...] = ()
    of_version: int = 0

    def may_plan(self, now: datetime) -> bool:
        """Say whether a plan can be made from them: they are known, and of today."""
        return self.plan is not None and now - self.read_at < KEPT_FOR
