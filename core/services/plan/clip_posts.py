"""Clip posts: approved clips fill posts that wait for one, and posts follow their clips."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

import structlog

from core.domain.clips.clip import Clip, ClipStatus
from core.domain.plan.composer import word_publication
from core.domain.plan.post import (
    OPEN,
    PlatformVariant,
    Post,
    PostId,
    PostStatus,
    WholePost,
)
from core.domain.publishing.publication import OUT, Publication, PublicationStatus
from core.domain.publishing.publish_target import PublishTargets
from core.domain.work.ids import ClipId, CreatorId
from core.errors import Conflict
from core.ports.clips import ClipStore
from core.ports.plan import PostStore
from core.ports.publishing import PublicationStore, TargetStore
from core.ports.work import Clock
from core.services.plan.post_moving import is_of_post
from core.services.plan.post_variants import make_variant, publish_post

_log = structlog.get_logger(__name__)
_WAITING_MAX: Final = 100
_CLIPS_MAX: Final = 100
_TRIES: Final = 5
_S = PublicationStatus


class ClipPosts:
    """Brings a clip and its post in line, whatever happened to either; doing it twice is once."""

    def __init__(
        self,
        *,
        clock: Clock,
        clips: ClipStore,
        posts: PostStore,
        publications: PublicationStore,
        targets: TargetStore,
    ) -> None:
        self._clock = clock
        self._clips = clips
        self._posts = posts
        self._publications = publications
        self._targets = targets

    async def settle(self, creator_id: CreatorId, clip_id: ClipId) -> Post | None:
        """Let a clip take a post, leave it, or show in it that it is out; return the post."""
        clip = await self._clips.get_clip(creator_id, clip_id)
        return await self.settle_clip(clip)

    async def settle_clip(self, clip: Clip) -> Post | None:
        """Do the same for a clip that the caller has just read or saved.

        Who is faster decides; the loser looks again at what is there.
        """
        for tries_left in reversed(range(_TRIES)):
            try:
                return await self._settle(clip)
            except Conflict:
                if not tries_left:
                    raise
                clip = await self._clips.get_clip(clip.creator_id, clip.id)
        return None

    async def follow(self, creator_id: CreatorId, clip_id: ClipId) -> Post | None:
        """Do the same for the clip of a publication that has ended, if it fills a post."""
        if await self._posts.find_post_of_clip(creator_id, clip_id) is None:
            return None
        return await self.settle(creator_id, clip_id)

    async def settle_waiting(self, creator_id: CreatorId) -> tuple[Post, ...]:
        """Let approved clips take the posts that wait: the best score first, then the older."""
        page = await self._clips.list_clips_by_status(
            creator_id, ClipStatus.APPROVED, limit=_CLIPS_MAX
        )
        taken = []
        for clip in sorted(page.items, key=_rank):
            post = await self.settle_clip(clip)
            taken += [post] if post else []
        return tuple(taken)

    async def _settle(self, clip: Clip) -> Post | None:
        post_id = await self._posts.find_post_of_clip(clip.creator_id, clip.id)
        if post_id is None:
            return await self._fill(clip) if clip.status is ClipStatus.APPROVED else None
        whole = await self._posts.get_whole_post(clip.creator_id, post_id)
        if clip.status is not ClipStatus.APPROVED:
            return await self._empty(whole, clip)
        return await self._follow(whole, clip)

    async def _fill(self, clip: Clip) -> Post | None:
        waiting = await self._list_waiting(clip)
        publications = await self._list_publications(clip) if waiting else []
        if any(one.status is not _S.SCHEDULED for one in publications):
            return None  # it has gone out by itself, or is about to
        platforms = {one.platform for one in publications}
        post = next((post for post in waiting if _goes_to(post, platforms)), None)
        if post is None:
            return None
        now = self._clock.now()
        whole = await self._posts.get_whole_post(clip.creator_id, post.id)
        if not whole.post.waits_for_clip:
            raise Conflict("The post was taken or changed meanwhile.", current=whole.post)
        title = whole.post.title if whole.post.written_by else clip.title
        filled = replace(whole.post, clip_id=clip.id, title=title, changed_by="")
        filled = filled.move_to(PostStatus.SCHEDULED, at=now)
        targets = await self._targets.get_targets(clip.creator_id)
        variants = self._schedule(whole, filled, clip, publications, targets)
        words = {variant.platform: word_publication(variant) for variant in variants}
        moved = tuple(
            replace(
                one,
                due_at=filled.planned_at,
                wording=words.get(one.platform, one.wording),
                updated_at=now,
            )
            for one in publications
            if is_of_post(filled, one)
        )
        saved = await self._posts.save_post(
            filled, variants=variants, publications=moved, takes=clip.id
        )
        _log.info("post.filled", post_id=post.id, clip_id=clip.id)
        return saved

    async def _list_waiting(self, clip: Clip) -> list[Post]:
        """Return the posts that wait for such a clip, the earliest first."""
        now = self._clock.now()
        pages = await asyncio.gather(
            *(
                self._posts.list_posts(clip.creator_id, status, after=now, limit=_WAITING_MAX)
                for status in sorted(OPEN)
            )
        )
        fit = (
            post
            for page in pages
            for post in page.items
            if post.waits_for_clip and post.wish is not None and post.wish.is_met_by(clip)
        )
        return sorted(fit, key=lambda post: (post.planned_at, post.id))

    def _schedule(
        self,
        whole: WholePost,
        post: Post,
        clip: Clip,
        publications: Sequence[Publication],
        targets: PublishTargets,
    ) -> tuple[PlatformVariant, ...]:
        """Return the post's variants as scheduled; where one is missing, of the clip's words."""
        now = self._clock.now()
        wanted = post.platforms or tuple(dict.fromkeys(one.platform for one in publications))
        accounts = {one.platform: one.account_id for one in publications}
        made = []
        for platform in wanted:
            found = whole.find_variant(platform)
            if found is not None:
                is_open = found.status in OPEN
                made += [found.move_to(PostStatus.SCHEDULED, at=now)] if is_open else []
                continue
            tags = targets.find(platform, accounts.get(platform, "")).tags
            title = "" if post.written_by else clip.title
            made.append(
                replace(
                    make_variant(
                        post,
                        platform,
                        at=now,
                        status=PostStatus.SCHEDULED,
                        title=title,
                        tags=tags,
                    ),
                    version=0,
                    drafts=0,
                )
            )
        return tuple(made)

    async def _empty(self, whole: WholePost, clip: Clip) -> Post:
        """Take a clip that is no longer approved out of its post, which waits again."""
        now = self._clock.now()
        own = [draft for draft in whole.drafts if draft.is_taken and draft.platform is None]
        title = own[-1].title if own else whole.post.title
        post = replace(whole.post, clip_id=None, title=title, changed_by="", updated_at=now)
        if post.status is PostStatus.SCHEDULED:
            post = post.move_to(PostStatus.IDEA, at=now)
        variants = tuple(
            variant.move_to(PostStatus.DRAFTING, at=now)
            for variant in whole.variants
            if variant.status is PostStatus.SCHEDULED
        )
        saved = await self._posts.save_post(post, variants=variants, gives_back=clip.id)
        _log.info("post.emptied", post_id=post.id, clip_id=clip.id)
        return saved

    async def _follow(self, whole: WholePost, clip: Clip) -> Post:
        """Show a post as published once all that was to go out of it is out."""
        publications = [
            one
            for one in await self._list_publications(clip)
            if is_of_post(whole.post, one) and one.status is not _S.CANCELLED
        ]
        now = self._clock.now()
        variants = tuple(
            changed
            for variant in whole.variants
            if (changed := _publish_variant(variant, publications, now)) != variant
        )
        post = whole.post
        if publications and all(one.status in OUT for one in publications):
            post = publish_post(post, at=now)
        if post == whole.post and not variants:
            return post
        return await self._posts.save_post(replace(post, changed_by=""), variants=variants)

    async def _list_publications(self, clip: Clip) -> list[Publication]:
        found = await self._publications.list_publications_of_clip(clip.creator_id, clip.id)
        return [one for one in found if one.status is not _S.CANCELLED]


def _rank(clip: Clip) -> tuple[float, datetime, PostId | str]:
    return -(clip.score.value if clip.score else 0), clip.created_at, clip.id


def _goes_to(post: Post, platforms: Iterable[object]) -> bool:
    wanted = set(platforms)
    return not wanted or not post.platforms or not wanted.isdisjoint(post.platforms)


def _publish_variant(
    variant: PlatformVariant, publications: Sequence[Publication], at: datetime
) -> PlatformVariant:
    """Return a variant as published, with its link, if what goes to its platform is out."""
    own = [one for one in publications if one.platform is variant.platform]
    if not own or not all(one.status in OUT for one in own):
        return variant
    link = next((one.link for one in own if one.link), "") or variant.link
    if variant.status is PostStatus.PUBLISHED:
        return replace(variant, link=link)
    if variant.status is not PostStatus.SCHEDULED:
        variant = variant.move_to(PostStatus.SCHEDULED, at=at)
    return replace(variant.move_to(PostStatus.PUBLISHED, at=at), link=link)
