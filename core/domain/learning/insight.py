"""Insights: statements about what worked, with their evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from core.domain.work.ids import CreatorId

InsightId = NewType("InsightId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Insight:
    """A statement about one month; its id is a ULID, so insights sort by time.

    `about` names what it claims (`evening/views/more`), `posts` how many it rests on; `confidence`
    is 1 less the p value that it was claimed at.
    """

    id: InsightId
    creator_id: CreatorId
    month: str
    statement: str
    evidence: tuple[str, ...]
    created_at: datetime
    confidence: float = 0.5
    about: str = ""
    posts: int = 0
