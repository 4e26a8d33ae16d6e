"""Post moving: from status to status and from day to day, under the version that was seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from core.domain.people.actor import Actor
from core.domain.plan.post import Post, PostId, PostStatus, WholePost, require_mover
from core.domain.publishing.posting_slot import DAYS_AHEAD_MAX
from core.domain.publishing.publication import Publication, PublicationStatus
from core.domain.work.text_limits import find_excess
from core.errors import Conflict, InvalidInput
from core.ports.plan import PostStore
from core.ports.publishing import PublicationStore
from core.ports.work import Clock
from core.services.plan.plan_reading import PlanReading, name_month

_log = structlog.get_logger(__name__)


class PostMoving:
    """Moves posts; what hangs on one moves in the same transaction."""

    def __init__(
        self,
        *,
        clock: Clock,
        posts: PostStore,
        publications: PublicationStore,
        reading: PlanReading,
    ) -> None:
        self._clock = clock
        self._posts = posts
        self._publications = publications
        self._reading = reading

    async def move_to(
        self, actor: Actor, post_id: PostId, status: PostStatus, *, seen_version: int
    ) -> Post:
        """Move a post to a status; Conflict, with the post as it is, if somebody was faster."""
        require_mover(actor, status)
        whole = await self._posts.get_whole_post(actor.creator_id, post_id)
        post = self._check_seen(whole.post, seen_version)
        if post.clip_id and post.status is PostStatus.SCHEDULED:
            raise Conflict(
                "A clip fills this post: take the clip's approval back, and the post is free.",
                current=post,
            )
        if status is PostStatus.SCHEDULED:
            self._require_ready(whole)
        moved = replace(post.move_to(status, at=self._clock.now()), changed_by=actor.person_id)
        saved = await self._save(moved, whole)
        _log.info("post.moved", post_id=post.id, status=status.value, by=actor.person_id)
        return saved

    async def reschedule(
        self, actor: Actor, post_id: PostId, at: datetime, *, seen_version: int
    ) -> Post:
        """Move a post to another time, with its texts and what waits to be published."""
        actor.require_member()
        whole = await self._posts.get_whole_post(actor.creator_id, post_id)
        post = self._check_seen(whole.post, seen_version)
        now = self._clock.now()
        if post.status is PostStatus.PUBLISHED:
            raise Conflict("It is out already and cannot be moved.", current=post)
        if post.status is PostStatus.SCHEDULED:
            require_mover(actor, PostStatus.SCHEDULED)
            if at <= now:
                raise InvalidInput("That time is over: choose a later one.")
        if at > now + timedelta(days=DAYS_AHEAD_MAX):
            raise InvalidInput("That is more than a year ahead: choose an earlier time.")
        zone = await self._reading.find_zone(actor.creator_id)
        moved = replace(
            post,
            planned_at=at,
            month=name_month(at, zone),
            changed_by=actor.person_id,
            updated_at=now,
        )
        return await self._save(moved, whole, await self._list_waiting(post))

    def _check_seen(self, post: Post, seen_version: int) -> Post:
        if post.version != seen_version:
            raise describe_faster(post)
        return post

    def _require_ready(self, whole: WholePost) -> None:
        """InvalidInput if a text of the post does not fit its platform."""
        for variant in whole.variants:
            excess = find_excess(
                variant.platform, title=variant.title, text=variant.text, tags=variant.tags
            )
            if excess:
                raise InvalidInput(excess)

    async def _save(
        self, post: Post, whole: WholePost, waiting: tuple[Publication, ...] = ()
    ) -> Post:
        now = self._clock.now()
        variants = tuple(
            replace(variant, planned_at=post.planned_at, updated_at=now)
            for variant in whole.variants
            if variant.planned_at != post.planned_at
        )
        publications = tuple(
            replace(one, due_at=post.planned_at, updated_at=now) for one in waiting
        )
        try:
            return await self._posts.save_post(post, variants=variants, publications=publications)
        except Conflict as conflict:
            if not isinstance(conflict.current, Post):
                raise
            raise describe_faster(conflict.current) from conflict

    async def _list_waiting(self, post: Post) -> tuple[Publication, ...]:
        if post.clip_id is None:
            return ()
        found = await self._publications.list_publications_of_clip(post.creator_id, post.clip_id)
        return tuple(one for one in found if is_of_post(post, one) and one.status is _SCHEDULED)


_SCHEDULED = PublicationStatus.SCHEDULED


def is_of_post(post: Post, publication: Publication) -> bool:
    """Whether a publication of the post's clip is one of the post's own."""
    return not post.platforms or publication.platform in post.platforms


def describe_faster(post: Post) -> Conflict:
    """Return the Conflict for whoever was not the first to change a post."""
    who = post.changed_by or "Truss"
    return Conflict(
        f"The post was changed by {who} meanwhile; it is {post.status} now. Look at it again.",
        current=post,
    )
