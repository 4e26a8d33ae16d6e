"""Due things: what the clock must look at, such as a publication, a job or a digest."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core.domain.work.ids import CreatorId


class DueKind(StrEnum):
    """What kind of thing is due."""

    PUBLICATION = "publication"
    JOB = "job"
    METRICS = "metrics"
    DIGEST = "digest"
    PLAN = "plan"
    CARD = "card"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A reminder that something is due; it may be out of date.

    One that stands for several things tells by `set_at` when it was set last.
    """

    at: datetime
    kind: DueKind
    creator_id: CreatorId
    id: str
    set_at: datetime | None = field(default=None, compare=False)
