"""The month's plan: posts and their variants, posting slots, and the calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.domain.plan.calendar import CalendarEntry
from core.domain.plan.month_plan import MonthPlan
from core.domain.plan.post import DraftVersion, PlatformVariant, Post, PostId, PostStatus, WholePost
from core.domain.publishing.posting_slot import PostingSlots
from core.domain.publishing.publication import Publication
from core.domain.work.ids import ClipId, CreatorId
from core.domain.work.platform import Platform
from core.ports.paging import Page


class PlanStore(Protocol):
    """Keeps one plan per month."""

    async def find_plan(self, creator_id: CreatorId, month: str) -> MonthPlan | None: ...

    async def save_plan(self, plan: MonthPlan) -> MonthPlan:
        """Save the plan over its version, 0 for a new one."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PostChange:
    """A post to be saved over its version, 0 for a new one, with its draft and its variants."""

    post: Post
    draft: DraftVersion | None = None
    variants: tuple[PlatformVariant, ...] = ()

    @property
    def writes(self) -> int:
        """Return how many items it writes."""
        return 1 + len(self.variants) + (self.draft is not None)


class PostStore(Protocol):
    """Keeps posts, each with its variants and its drafts."""

    async def get_post(self, creator_id: CreatorId, post_id: PostId) -> Post: ...

    async def get_whole_post(self, creator_id: CreatorId, post_id: PostId) -> WholePost: ...

    async def add_post(
        self,
        post: Post,
        *,
        variants: Sequence[PlatformVariant] = (),
        draft: DraftVersion | None = None,
        takes: ClipId | None = None,
    ) -> bool:
        """Add a post, its variants and its first draft, all or nothing.

        False, too, where the clip that it `takes` fills another post.
        """
        ...

    async def save_post(
        self,
        post: Post,
        *,
        draft: DraftVersion | None = None,
        variants: Sequence[PlatformVariant] = (),
        publications: Sequence[Publication] = (),
        takes: ClipId | None = None,
        gives_back: ClipId | None = None,
    ) -> Post:
        """Save the post, add its new draft, and save what follows it, in one transaction.

        `variants` and `publications` are saved over the versions they have; a variant of version 0
        is added. A clip that it `takes` must fill no other post; one that it `gives_back` may then.
        """
        ...

    async def save_posts(self, changes: Sequence[PostChange]) -> bool:
        """Save all, or nothing and return False where one has changed; at most 100 writes."""
        ...

    async def save_variant(
        self, variant: PlatformVariant, *, draft: DraftVersion | None = None
    ) -> PlatformVariant:
        """Save the variant over its version, 0 for a new one, with its new draft, or nothing."""
        ...

    async def keep_lost_draft(self, draft: DraftVersion) -> bool:
        """Keep the text of somebody who was not the first to save; False if it is kept already."""
        ...

    async def find_post_of_clip(self, creator_id: CreatorId, clip_id: ClipId) -> PostId | None:
        """Return the post that a clip fills; None if it fills none."""
        ...

    async def list_posts(
        self,
        creator_id: CreatorId,
        status: PostStatus,
        *,
        after: datetime | None = None,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Post]:
        """List the posts with one status, latest planned first.

        With `after`, those that are planned from then on, earliest first.
        """
        ...

    async def list_variants(
        self,
        creator_id: CreatorId,
        platform: Platform,
        *,
        status: PostStatus | None = None,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[PlatformVariant]:
        """List the variants for one platform, by status and then by time, earliest first."""
        ...


class SlotStore(Protocol):
    """Keeps the posting slots of each creator."""

    async def get_slots(self, creator_id: CreatorId) -> PostingSlots:
        """Return the slots; none, of version 0, if none are stored."""
        ...

    async def save_slots(self, slots: PostingSlots) -> PostingSlots: ...


class Calendar(Protocol):
    """Everything in a month."""

    async def list_month(
        self, creator_id: CreatorId, month: str, *, cursor: str | None = None, limit: int = 100
    ) -> Page[CalendarEntry]:
        """List a month (`2026-11`) in chronological order, its plan first."""
        ...
