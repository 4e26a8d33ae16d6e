"""Publishing: carrying a clip to a platform, step by step, so that it goes out once.

A service drives a publisher:

    claimed -> [look, if something was begun before] -> advance -> store -> advance -> store ...

`advance` does at most one thing at the platform and returns what to store; only when that is
stored is it called again. `look` recovers from a crash between the two. So a publisher obeys:

- What cannot be looked up afterwards (a create call without an id of ours) is preceded by a step
  of its own that only says "this comes next": if `look` finds that step stored, the call may have
  been made, and `look` finds out, or raises Unconfirmed.
- `PublishProgress.may_be_out` is True from the step before the effect becomes visible.
- While `step` is empty, nothing at the platform could ever become visible (or starting over changes
  nothing).

A failure raises an error from core/errors.py; the progress stored last stays:

    RetryLater, retryable ExternalFailure, TokenRefused   -> retry_at
    QuotaReached (its message: the platform's own words)  -> quota_wait
    ReconnectRequired                                     -> reconnect_required
    Unconfirmed                                           -> unconfirmed
    other ExternalFailure, InvalidInput                   -> failed

A step may also carry such a status itself, if the progress must change with it, or in `refused` the
error with which the platform refused what the stored step had announced.

`NoAnswer` says that the platform may have done what it was asked. With any other error nothing was
begun by the step that failed; an upload that was refused so is taken off the day's count.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from core.domain.accounts.platform_token import PlatformToken
from core.domain.clips.clip import Clip
from core.domain.publishing.planned import Planned
from core.domain.publishing.publication import Publication, PublicationStatus
from core.domain.publishing.publish_progress import PublishProgress
from core.domain.publishing.publish_target import PublishTarget, PublishTargets
from core.domain.publishing.wording import Wording
from core.domain.work.due import Due
from core.domain.work.ids import ClipId, CreatorId, PublicationId
from core.domain.work.job import Job
from core.domain.work.platform import Platform
from core.errors import TrussError
from core.ports.paging import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishOrder:
    """Everything a publisher needs to know, besides the files.

    `object_key` is that of the rendition the platform accepts, `size_bytes` the clip's own size.
    `token` is fresh, and None if the platform has no accounts or nothing is sent yet. `progress`
    holds its secret in the clear.
    """

    publication: Publication
    clip: Clip
    wording: Wording
    target: PublishTarget
    object_key: str
    size_bytes: int
    token: PlatformToken | None
    progress: PublishProgress
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipFiles:
    """Local paths of what is published; the thumbnail is a JPEG."""

    video: Path
    thumbnail: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishStep:
    """Where a publication stands after one step.

    UPLOADING continues at once with the next `advance`. PROCESSING, PUBLISHED_NO_LINK and
    AWAITING_CREATOR are looked at again after `look_again_seconds`, or never. `sentence` tells
    people about it; `post_id` is the platform's own id for the result. `refused` is treated
    as if it had been raised, from this progress. `is_recognised` says that the result was found by
    what it looks like, not by an id that the platform had given.
    """

    progress: PublishProgress
    status: PublicationStatus = PublicationStatus.UPLOADING
    link: str | None = None
    post_id: str | None = None
    sentence: str | None = None
    look_again_seconds: float | None = None
    refused: TrussError | None = None
    is_recognised: bool = False


class Publisher(Protocol):
    """Carries out publications on one platform; stateless between calls."""

    @property
    def platform(self) -> Platform: ...

    def find_problem(self, order: PublishOrder) -> str | None:
        """Return what the platform forbids about this, as a sentence; None if nothing.

        Lengths, sizes and texts are checked before anything is sent; the order may lack its token.
        """
        ...

    async def advance(self, order: PublishOrder, files: ClipFiles) -> PublishStep:
        """Do the next thing; its progress is stored before the one after that."""
        ...

    async def look(self, order: PublishOrder) -> PublishStep:
        """Ask the platform where this stands, and change nothing there.

        Called after a crash or a failure with the progress stored last, and for what is at the
        platform while `look_again_seconds` asks for it.
        """
        ...


class PublicationStore(Protocol):
    """Keeps publications."""

    async def get_publication(
        self, creator_id: CreatorId, publication_id: PublicationId
    ) -> Publication: ...

    async def save_publication(
        self, publication: Publication, *, jobs: Sequence[Job] = ()
    ) -> Publication:
        """Store it over the version it has, together with the new jobs that follow, or nothing."""
        ...

    async def note_progress(self, publication: Publication) -> Publication:
        """Save it as `save_publication` does, but refresh no card: nothing visible changed."""
        ...

    async def list_publications(
        self, creator_id: CreatorId, *, cursor: str | None = None, limit: int = 100
    ) -> Page[Publication]: ...

    async def list_publications_by_status(
        self,
        creator_id: CreatorId,
        status: PublicationStatus,
        *,
        is_soonest_first: bool = False,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Publication]:
        """List those of one status by when they are due, the last first unless told otherwise."""
        ...

    async def list_coming(self, creator_id: CreatorId, *, after: datetime) -> tuple[Planned, ...]:
        """Return when and to which accounts something is scheduled after a time, soonest first.

        It is read from an index, which may be a moment late.
        """
        ...

    async def list_publications_of_clip(
        self, creator_id: CreatorId, clip_id: ClipId
    ) -> tuple[Publication, ...]:
        """Return all publications of a clip, the newest first, cancelled ones included."""
        ...

    async def find_publications(
        self, creator_id: CreatorId, publication_ids: Sequence[PublicationId]
    ) -> tuple[Publication, ...]:
        """Return those that exist as they are now, in the order asked for."""
        ...


class PublicationClaims(Protocol):
    """Gives each due publication to one worker."""

    async def claim_publication(
        self, due: Due, *, at: datetime, make_job: Callable[[Publication], Job] | None = None
    ) -> Publication | None:
        """Return the publication, claimed; None if another has it or it is no longer due.

        In the same transaction it locks its content on that account and adds the job that
        `make_job` makes of the claimed publication. One that is already at the platform keeps its
        status. Conflict, and nothing claimed, if another publication of the same content holds that
        lock.
        """
        ...


class TargetStore(Protocol):
    """Keeps where each creator's clips go."""

    async def get_targets(self, creator_id: CreatorId) -> PublishTargets:
        """Return the targets; the defaults, of version 0, if none are stored."""
        ...

    async def save_targets(self, targets: PublishTargets) -> PublishTargets: ...


class DailyCountStore(Protocol):
    """Counts uploads by their names, for a few days: each of them once, however often it is told.

    An empty account counts for all accounts of the platform together.
    """

    async def take_upload(
        self, platform: Platform, account_id: str, *, on: date, at_most: int, name: str
    ) -> bool:
        """Count this upload, unless it is counted; False if the day already has `at_most`."""
        ...

    async def give_back(self, platform: Platform, account_id: str, *, on: date, name: str) -> bool:
        """Take this upload off the day's count; False if it is not in it."""
        ...
