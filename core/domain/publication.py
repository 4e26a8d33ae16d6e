"""A publication: one clip on one platform account, and when it may change its status."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from core.domain.ids import ClipId, CreatorId, PublicationId
from core.domain.platform import Platform
from core.errors import Conflict


class PublicationStatus(StrEnum):
    """Where a publication stands."""

    SCHEDULED = "scheduled"
    CLAIMED = "claimed"
    UPLOADING = "uploading"
    PROCESSING = "processing"
    PUBLISHED = "published"
    PUBLISHED_NO_LINK = "published_no_link"
    AWAITING_CREATOR = "awaiting_creator"
    FAILED = "failed"
    RETRY_AT = "retry_at"
    RECONNECT_REQUIRED = "reconnect_required"
    QUOTA_WAIT = "quota_wait"
    CANCELLED = "cancelled"
    UNCONFIRMED = "unconfirmed"


_S = PublicationStatus
_SETBACKS = frozenset(
    {_S.FAILED, _S.RETRY_AT, _S.RECONNECT_REQUIRED, _S.QUOTA_WAIT, _S.UNCONFIRMED}
)
_ARRIVALS = frozenset({_S.PROCESSING, _S.PUBLISHED, _S.PUBLISHED_NO_LINK, _S.AWAITING_CREATOR})
PUBLICATION_MOVES: dict[PublicationStatus, frozenset[PublicationStatus]] = {
    _S.SCHEDULED: frozenset({_S.CLAIMED, _S.CANCELLED}),
    _S.CLAIMED: _SETBACKS | {_S.UPLOADING},
    _S.UPLOADING: _SETBACKS | _ARRIVALS,
    _S.PROCESSING: _SETBACKS | (_ARRIVALS - {_S.PROCESSING}),
    _S.PUBLISHED: frozenset(),
    _S.PUBLISHED_NO_LINK: frozenset({_S.PUBLISHED}),
    _S.AWAITING_CREATOR: frozenset({_S.PUBLISHED, _S.FAILED}),
    _S.FAILED: frozenset({_S.SCHEDULED, _S.CANCELLED}),
    _S.RETRY_AT: frozenset({_S.CLAIMED, _S.CANCELLED}),
    _S.RECONNECT_REQUIRED: frozenset({_S.SCHEDULED, _S.CANCELLED}),
    _S.QUOTA_WAIT: frozenset({_S.CLAIMED, _S.CANCELLED}),
    _S.CANCELLED: frozenset(),
    _S.UNCONFIRMED: frozenset({_S.SCHEDULED, _S.PUBLISHED, _S.FAILED, _S.CANCELLED}),
}
WAITING: frozenset[PublicationStatus] = frozenset({_S.SCHEDULED, _S.RETRY_AT, _S.QUOTA_WAIT})
"""Those that the clock wakes: they are claimed when their time has come."""
RECALLABLE: frozenset[PublicationStatus] = WAITING | {_S.FAILED, _S.RECONNECT_REQUIRED}
"""Those of which nothing is out, or about to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One clip on its way to one account of a platform; `link` is where it can be seen.

    `revision` counts what was made anew on purpose: one revision of a clip goes out to an account
    once. `next_at` is when a try that had to wait is due again.
    """

    id: PublicationId
    creator_id: CreatorId
    clip_id: ClipId
    platform: Platform
    due_at: datetime
    created_at: datetime
    updated_at: datetime
    account_id: str = ""
    revision: int = 1
    next_at: datetime | None = None
    status: PublicationStatus = PublicationStatus.SCHEDULED
    link: str | None = None
    reason: str | None = None
    version: int = 1

    @property
    def wakes_at(self) -> datetime:
        """When the clock looks at it, while it waits."""
        return self.next_at or self.due_at

    def move_to(self, status: PublicationStatus, *, at: datetime) -> Publication:
        """Return it in its new status; Conflict where the table of moves forbids it."""
        if status not in PUBLICATION_MOVES[self.status]:
            raise Conflict(
                f"The publication is {self.status} and cannot become {status}.", current=self
            )
        return replace(self, status=status, updated_at=at)
