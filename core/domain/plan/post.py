"""Posts: entries of the month's plan, their form on each platform, and their drafts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType

from core.domain.work.ids import ClipId, CreatorId
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
    _S.IDEA: frozenset({_S.DRAFTING}),
    _S.DRAFTING: frozenset({_S.IDEA, _S.REVIEW}),
    _S.REVIEW: frozenset({_S.DRAFTING, _S.SCHEDULED}),
    _S.SCHEDULED: frozenset({_S.REVIEW, _S.DRAFTING, _S.PUBLISHED}),
    _S.PUBLISHED: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """An entry of the plan; `month` is that of `planned_at` in the creator's zone."""

    id: PostId
    creator_id: CreatorId
    month: str
    planned_at: datetime
    title: str
    created_at: datetime
    updated_at: datetime
    text: str = ""
    clip_id: ClipId | None = None
    status: PostStatus = PostStatus.IDEA
    drafts: int = 0
    version: int = 1

    def move_to(self, status: PostStatus, *, at: datetime) -> Post:
        """Return it in its new status; Conflict if the table of moves forbids it."""
        if status not in POST_MOVES[self.status]:
            raise Conflict(f"The post is {self.status} and cannot become {status}.", current=self)
        return replace(self, status=status, updated_at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformVariant:
    """A post as it goes to one platform; `status` is that of this variant."""

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
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftVersion:
    """One immutable text of a post; numbers count from 1."""

    creator_id: CreatorId
    post_id: PostId
    number: int
    text: str
    written_by: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WholePost:
    """A post with its variants, and its drafts from first to last."""

    post: Post
    variants: tuple[PlatformVariant, ...] = ()
    drafts: tuple[DraftVersion, ...] = ()
