"""Publishing: carrying a clip to a platform, step by step, so that it goes out once.

A service drives a publisher:

    claimed -> [look, where something was begun before] -> advance -> store -> advance -> store ...

`advance` does at most one thing at the platform and returns what to store; only when that is
stored is it called again. A crash between the two is mended by `look`. So a publisher obeys:

- What cannot be asked about afterwards (a create call without an id of ours) is preceded by a step
  of its own that does nothing but say "this comes next": when `look` finds that step stored, the
  call may have been made, and `look` finds out, or raises Unconfirmed.
- `PublishProgress.may_be_out` is True from the step before the effect that people can see.
- While `step` is empty, nothing lies at the platform that could ever be seen (or beginning again
  changes nothing).

What goes wrong is an error of core/errors.py; the progress that was stored last stays:

    RetryLater, retryable ExternalFailure, TokenRefused   -> retry_at
    QuotaReached (its message: the platform's own words)  -> quota_wait
    ReconnectRequired                                     -> reconnect_required
    Unconfirmed                                           -> unconfirmed
    other ExternalFailure, InvalidInput                   -> failed

A step may also carry such a status itself, where the progress must change with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from core.domain.accounts.platform_token import PlatformToken
from core.domain.clips.clip import (
    Clip,
)
from core.domain.publishing.publication import (
    Publication,
    PublicationStatus,
)
from core.domain.publishing.publish_progress import PublishProgress
from core.domain.publishing.publish_target import PublishTarget, PublishTargets
from core.domain.publishing.wording import Wording
from core.domain.work.due import Due
from core.domain.work.ids import (
    ClipId,
    CreatorId,
    PublicationId,
)
from core.domain.work.job import (
    Job,
)
from core.domain.work.platform import Platform
from core.ports.paging import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishOrder:
    """Everything that a publisher is told, besides the files.

    `object_key` is the rendition's that the platform takes, `size_bytes` the clip's own. `token` is
    fresh, and None where the platform knows no accounts or nothing is sent yet. `progress` holds
    its secret in the clear.
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

    UPLOADING goes on at once with the next `advance`. PROCESSING, PUBLISHED_NO_LINK and
    AWAITING_CREATOR are looked at again after `look_again_seconds`, or never. `sentence` is what
    people should know of it; `post_id` the platform's own id of what was published.
    """

    progress: PublishProgress
    status: PublicationStatus = PublicationStatus.UPLOADING
    link: str | None = None
    post_id: str | None = None
    sentence: str | None = None
    look_again_seconds: float | None = None


class Publisher(Protocol):
    """Carries out publications on one platform; it keeps nothing between two calls."""

    @property
    def platform(self) -> Platform: ...

    def find_problem(self, order: PublishOrder) -> str | None:
        """Return, as a sentence, what the platform forbids of this; asked before anything is sent.

        Lengths, sizes and texts are judged; the order may lack its token.
        """
        ...

    async def advance(self, order: PublishOrder, files: ClipFiles) -> PublishStep:
        """Do the next thing; its progress is stored before the one after that."""
        ...

    async def look(self, order: PublishOrder) -> PublishStep:
        """Ask the platform where this stands, and change nothing there.

        Called after a crash or a failure with the progress stored last, and for what lies at the
        platform while `look_again_seconds` asks for it.
        """
        ...


class PublicationStore(Protocol):
    """Keeps publications."""

    async def get_publication(
        self, creator_id: CreatorId, publication_id: PublicationId
    ) -> Publication: ...

    async def save_publication(self, publication: Publication) -> Publication: ...

    async def note_progress(self, publication: Publication) -> Publication:
        """Save it as `save_publication` does; people would see nothing new, so no card follows."""
        ...

    async def list_publications(
        self, creator_id: CreatorId, *, cursor: str | None = None, limit: int = 100
    ) -> Page[Publication]: ...

    async def list_publications_of_clip(
        self, creator_id: CreatorId, clip_id: ClipId
    ) -> tuple[Publication, ...]:
        """Return all publications of a clip, the newest first, cancelled ones included."""
        ...


class PublicationClaims(Protocol):
    """Gives each due publication to one worker."""

    async def claim_publication(
        self, due: Due, *, at: datetime, make_job: Callable[[Publication], Job] | None = None
    ) -> Publication | None:
        """Return the publication, claimed, or None where it is another's or is due no more.

        The lock of its content on that account, and the job that `make_job` makes of the claimed
        publication, come with it in one transaction. One that lies at the platform already keeps
        its status. Conflict where another publication of the same content holds that lock; it is
        then not claimed.
        """
        ...


class TargetStore(Protocol):
    """Keeps where each creator's clips go."""

    async def get_targets(self, creator_id: CreatorId) -> PublishTargets:
        """Return the targets; the defaults, of version 0, where none are stored."""
        ...

    async def save_targets(self, targets: PublishTargets) -> PublishTargets: ...


class DailyCountStore(Protocol):
    """Counts uploads that were begun, for a few days; what was counted is never taken back."""

    async def take_upload(
        self, platform: Platform, account_id: str, *, on: date, at_most: int
    ) -> bool:
        """Count one more; False, and nothing counted, where the day has had `at_most` already.

        An empty account counts for all accounts of the platform together.
        """
        ...
