"""Posts: entries of the month's plan, their form on each platform, and their drafts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType

from core.domain.clips.clip import Clip
from core.domain.people.actor import Actor
from core.domain.work.ids import ClipId, CreatorId, StreamId
from core.domain.work.platform import Platform
from core.errors import Conflict

PostId = NewType("PostId", str)


class PostStatus(StrEnum):
    """Where a post stands."""

    IDEA = "idea"
    DRAFTING = "drafting"
    REVIEW = "review"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"


_S = PostStatus
POST_MOVES: dict[PostStatus, frozenset[PostStatus]] = {
    # An approved clip takes what waits for one straight to its time, and leaves an idea when it is
    # taken back.
    _S.IDEA: frozenset({_S.DRAFTING, _S.SCHEDULED}),
    _S.DRAFTING: frozenset({_S.IDEA, _S.REVIEW, _S.SCHEDULED}),
    _S.REVIEW: frozenset({_S.DRAFTING, _S.SCHEDULED}),
    _S.SCHEDULED: frozenset({_S.IDEA, _S.REVIEW, _S.DRAFTING, _S.PUBLISHED}),
    _S.PUBLISHED: frozenset(),
}
OPEN: frozenset[PostStatus] = frozenset({_S.IDEA, _S.DRAFTING, _S.REVIEW})
"""Still being written; nothing goes out by itself."""


def require_mover(actor: Actor, status: PostStatus) -> None:
    """Raise Forbidden unless this person may move posts to a status.

    Whoever works for the creator writes; only the creator and editors say what goes out.
    """
    actor.require_member()
    if status in {_S.SCHEDULED, _S.PUBLISHED}:
        actor.require_editor()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipWish:
    """Which clip a post waits for; what is not said does not matter.

    `kind` is what chat made of the moment, such as `funny`.
    """

    kind: str = ""
    stream_id: StreamId | None = None
    seconds_max: float | None = None

    def is_met_by(self, clip: Clip) -> bool:
        """Whether a clip is one of those it waits for."""
        kind = clip.spike.reaction.value if clip.spike else ""
        seconds = clip.duration_seconds or clip.end_seconds - clip.start_seconds
        return (
            self.kind in {"", kind}
            and self.stream_id in {None, clip.stream_id}
            and (self.seconds_max is None or seconds <= self.seconds_max)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """An entry of the plan; `month` is that of `planned_at` in the creator's zone.

    `wish` is set while it is meant for a clip. `written_by` names the person who wrote it, empty if
    the plan was filled with it; `changed_by` whoever changed it last, empty if Truss did.
    """

    id: PostId
    creator_id: CreatorId
    month: str
    planned_at: datetime
    title: str
    created_at: datetime
    updated_at: datetime
    text: str = ""
    platforms: tuple[Platform, ...] = ()
    tags: tuple[str, ...] = ()
    wish: ClipWish | None = None
    clip_id: ClipId | None = None
    status: PostStatus = PostStatus.IDEA
    drafts: int = 0
    written_by: str = ""
    changed_by: str = ""
    version: int = 1

    @property
    def waits_for_clip(self) -> bool:
        """Whether an approved clip may take it."""
        return self.wish is not None and self.clip_id is None and self.status in OPEN

    def move_to(self, status: PostStatus, *, at: datetime) -> Post:
        """Return it in its new status; Conflict if the table of moves forbids it."""
        if status not in POST_MOVES[self.status]:
            raise Conflict(f"The post is {self.status} and cannot become {status}.", current=self)
        return replace(self, status=status, updated_at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformVariant:
    """A post as it goes to one platform; `status` is that of this variant, `link` where it is."""

    creator_id: CreatorId
    post_id: PostId
    platform: Platform
    planned_at: datetime
    created_at: datetime
    updated_at: datetime
    title: str = ""
    text: str = ""
    tags: tuple[str, ...] = ()
    status: PostStatus = PostStatus.DRAFTING
    link: str = ""
    drafts: int = 0
    changed_by: str = ""
    version: int = 1

    def move_to(self, status: PostStatus, *, at: datetime) -> PlatformVariant:
        """Return it in its new status; Conflict if the table of moves forbids it."""
        if status not in POST_MOVES[self.status]:
            raise Conflict(f"This text is {self.status} and cannot become {status}.", current=self)
        return replace(self, status=status, updated_at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftVersion:
    """One immutable text of a post, or of its variant for a platform; numbers count from 1.

    `made_from` is the number it was made from, 0 for none. A text whose writer was not the first
    to save has a `lost_id`: it is kept beside the draft of the same number that was faster.
    """

    creator_id: CreatorId
    post_id: PostId
    number: int
    text: str
    written_by: str
    created_at: datetime
    title: str = ""
    tags: tuple[str, ...] = ()
    made_from: int = 0
    platform: Platform | None = None
    lost_id: str = ""

    @property
    def is_taken(self) -> bool:
        """Whether it became the text."""
        return not self.lost_id

    @property
    def name(self) -> str:
        """Return the name by which people choose it: `3`, or `3~1f0a` if it was not taken."""
        return f"{self.number}~{self.lost_id}" if self.lost_id else str(self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class WholePost:
    """A post with its variants, and its drafts from first to last."""

    post: Post
    variants: tuple[PlatformVariant, ...] = ()
    drafts: tuple[DraftVersion, ...] = ()

    def find_draft(self, name: str, platform: Platform | None = None) -> DraftVersion | None:
        """Return a draft by its name; None if there is none."""
        found = (d for d in self.drafts if d.name == name and d.platform is platform)
        return next(found, None)

    def find_variant(self, platform: Platform) -> PlatformVariant | None:
        return next((v for v in self.variants if v.platform is platform), None)
