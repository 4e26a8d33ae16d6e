"""Due batches: posts of a creator that are measured together, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from core.domain.work.ids import CreatorId


@dataclass(frozen=True, slots=True, kw_only=True)
class DueBatch:
    """The posts of a creator whose publications were made on one UTC day are due."""

    at: datetime
    creator_id: CreatorId
    made_on: date
