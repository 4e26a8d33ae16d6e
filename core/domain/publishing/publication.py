"""Publications: one clip on one platform account, and how their status may change."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from core.domain.publishing.publish_progress import PublishProgress
from core.domain.publishing.publish_target import Privacy
from core.domain.publishing.wording import Wording
from core.domain.work.ids import ClipId, CreatorId, JobId, PublicationId
from core.domain.work.platform import Platform
from core.errors import Conflict


class PublicationStatus(StrEnum):
    """Where a publication stands."""

    SCHEDULED = "scheduled"
    CLAIMED = "claimed"
    UPLOADING = "uploading"
    PROCESSING = "processing"
    PUBLISHED = "published"
    PUBLISHED_NO_LINK = "published_no_link"
    LOCKED_PRIVATE = "locked_private"
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
_ARRIVALS = frozenset(
    {
        _S.PROCESSING,
        _S.PUBLISHED,
        _S.PUBLISHED_NO_LINK,
        _S.LOCKED_PRIVATE,
        _S.AWAITING_CREATOR,
    }
)
PUBLICATION_MOVES: dict[PublicationStatus, frozenset[PublicationStatus]] = {
    _S.SCHEDULED: frozenset({_S.CLAIMED, _S.CANCELLED}),
    _S.CLAIMED: _SETBACKS | {_S.UPLOADING},
    _S.UPLOADING: _SETBACKS | _ARRIVALS,
    _S.PROCESSING: _SETBACKS | (_ARRIVALS - {_S.PROCESSING}),
    _S.PUBLISHED: frozenset(),
    _S.PUBLISHED_NO_LINK: frozenset({_S.PUBLISHED}),
    _S.LOCKED_PRIVATE: frozenset({_S.PUBLISHED}),
    _S.AWAITING_CREATOR: frozenset({_S.PUBLISHED, _S.PUBLISHED_NO_LINK, _S.FAILED}),
    _S.FAILED: frozenset({_S.SCHEDULED, _S.CANCELLED}),
    _S.RETRY_AT: frozenset({_S.CLAIMED, _S.CANCELLED}),
    _S.RECONNECT_REQUIRED: frozenset({_S.SCHEDULED, _S.CANCELLED}),
    _S.QUOTA_WAIT: frozenset({_S.CLAIMED, _S.CANCELLED}),
    _S.CANCELLED: frozenset(),
    _S.UNCONFIRMED: frozenset({_S.SCHEDULED, _S.PUBLISHED, _S.FAILED, _S.CANCELLED}),
}
WAITING: frozenset[PublicationStatus] = frozenset({_S.SCHEDULED, _S.RETRY_AT, _S.QUOTA_WAIT})
"""Claimed by a worker as soon as their time has come."""
RETRIED: frozenset[PublicationStatus] = frozenset({_S.FAILED, _S.RECONNECT_REQUIRED})
"""Waiting until somebody sends them out again."""
RECALLABLE: frozenset[PublicationStatus] = WAITING | {_S.FAILED, _S.RECONNECT_REQUIRED}
"""Can be called off: nothing is visible yet, unless their progress says otherwise."""
POLLED: frozenset[PublicationStatus] = frozenset(
    {_S.PROCESSING, _S.PUBLISHED_NO_LINK, _S.AWAITING_CREATOR, _S.UNCONFIRMED}
)
"""At the platform, or perhaps; it is asked about them again at `next_at`, if that is set."""
UNDER_WAY: frozenset[PublicationStatus] = POLLED | {_S.CLAIMED, _S.UPLOADING}
"""A worker may be busy with them."""
OUT: frozenset[PublicationStatus] = frozenset(
    {_S.PUBLISHED, _S.PUBLISHED_NO_LINK, _S.LOCKED_PRIVATE, _S.AWAITING_CREATOR}
)
"""Arrived at the platform."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One clip on its way to one account of a platform; `link` is where it can be seen.

    `revision` counts deliberate repeats: one revision of a clip goes out to an account once.
    `next_at` is when a delayed try is due again, `tries` counts failures, `begins` how often
    something was begun at the platform. `post_id` is the
    platform's own id for the result. `wording` and `privacy` apply to this publication only.
    `progress` never holds its secret, which is kept in `sealed_secret`. `job_id` is the job that
    carries it on since it was last claimed.
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
    post_id: str | None = None
    tries: int = 0
    begins: int = 0
    wording: Wording | None = None
    privacy: Privacy | None = None
    progress: PublishProgress = field(default_factory=PublishProgress)
    sealed_secret: str = field(default="", repr=False)
    secret_key_id: str = ""
    job_id: JobId | None = None
    version: int = 1

    def is_carried_by(self, job_id: JobId) -> bool:
        """Say whether it is this job that carries it on; an older one has no say any more."""
        return self.job_id in {None, job_id}

    @property
    def is_waiting(self) -> bool:
        """Whether the clock will wake it."""
        return self.status in WAITING or (self.status in POLLED and self.next_at is not None)

    @property
    def is_recallable(self) -> bool:
        """Whether it can be called off, because nobody can have seen it yet."""
        return self.status in RECALLABLE and not self.progress.may_be_out

    @property
    def wakes_at(self) -> datetime:
        """When the clock wakes it, while it waits."""
        return self.next_at or self.due_at

    def move_to(self, status: PublicationStatus, *, at: datetime) -> Publication:
        """Return it in its new status; Conflict if the table of moves forbids it."""
        if status not in PUBLICATION_MOVES[self.status]:
            raise Conflict(
                f"The publication is {self.status} and cannot become {status}.", current=self
            )
        return replace(self, status=status, updated_at=at)

    def claim(self, *, at: datetime) -> Publication:
        """Return it claimed by a worker; one that is already at the platform keeps its status."""
        moved = self if self.status in POLLED else self.move_to(PublicationStatus.CLAIMED, at=at)
        return replace(moved, next_at=None, updated_at=at)


def may_be_of(other: Publication, sought: Publication, post_id: str | None) -> bool:
    """Return whether a post that looks like `sought` may be another publication's.

    It may if the other has that id, or may be out under an unknown one with the same likeness.
    """
    if other.id == sought.id or other.platform is not sought.platform:
        return False
    if other.post_id:
        return other.post_id == post_id
    likeness = sought.progress.facts.get("likeness")
    return other.progress.may_be_out and other.progress.facts.get("likeness") == likeness
