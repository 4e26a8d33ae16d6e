"""Post variants: one idea as it goes to each platform, within what the platform takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from core.domain.people.actor import Actor
from core.domain.plan.composer import word_publication
from core.domain.plan.post import (
    DraftVersion,
    PlatformVariant,
    Post,
    PostId,
    PostStatus,
    WholePost,
    require_mover,
)
from core.domain.plan.text_conflict import Answer, TextConflict, keep_lost
from core.domain.plan.text_shortening import fit_wording
from core.domain.plan.word_changes import join_texts
from core.domain.publishing.publication import PublicationStatus
from core.domain.publishing.wording import Wording, clean_wording
from core.domain.work.platform import BY_HAND, Platform
from core.domain.work.text_limits import find_excess
from core.errors import Conflict, InvalidInput, NotFound
from core.ports.plan import PostStore
from core.ports.publishing import PublicationStore
from core.ports.work import Clock
from core.services.learning.post_noting import HandPost, PostNoting

_LINK_LENGTH_MAX = 500


class PostVariants:
    """Drafts, saves and moves the variants of posts."""

    def __init__(
        self,
        *,
        clock: Clock,
        posts: PostStore,
        publications: PublicationStore,
        noting: PostNoting,
    ) -> None:
        self._clock = clock
        self._posts = posts
        self._publications = publications
        self._noting = noting

    async def draft(
        self, actor: Actor, post_id: PostId, platforms: Sequence[Platform] = ()
    ) -> WholePost:
        """Draft the missing variants from the post's text; those that are there stay."""
        actor.require_member()
        whole = await self._posts.get_whole_post(actor.creator_id, post_id)
        for platform in dict.fromkeys(platforms or whole.post.platforms):
            if whole.find_variant(platform) is None:
                variant = make_variant(whole.post, platform, at=self._clock.now())
                await self._add(variant)
        return await self._posts.get_whole_post(actor.creator_id, post_id)

    async def save(
        self,
        actor: Actor,
        post_id: PostId,
        platform: Platform,
        wording: Wording,
        *,
        seen_version: int,
    ) -> PlatformVariant:
        """Save a variant's words; what waits to be published with them gets them too.

        InvalidInput if they do not fit there; TextConflict as for a post's own text.
        """
        actor.require_member()
        wording = clean_wording(title=wording.title, text=wording.text, tags=wording.tags)
        excess = find_excess(platform, title=wording.title, text=wording.text, tags=wording.tags)
        if excess:
            raise InvalidInput(excess)
        stored = await self._get(actor, post_id, platform)
        return await self._save(actor, stored, wording, seen_version)

    async def answer(
        self,
        actor: Actor,
        post_id: PostId,
        platform: Platform,
        draft: str,
        answer: Answer,
        *,
        seen_version: int,
    ) -> PlatformVariant:
        """Answer a conflict about a variant's words."""
        actor.require_member()
        whole = await self._posts.get_whole_post(actor.creator_id, post_id)
        mine, stored = whole.find_draft(draft, platform), whole.find_variant(platform)
        if mine is None or stored is None or mine.is_taken:
            raise NotFound("There is no such text any more; choose another one.")
        if answer is Answer.THEIRS:
            return stored
        wording = Wording(title=mine.title, text=mine.text, tags=mine.tags)
        if answer is Answer.BOTH:
            wording = replace(wording, text=join_texts(stored.text, mine.text))
        return await self.save(actor, post_id, platform, wording, seen_version=seen_version)

    async def move_to(
        self,
        actor: Actor,
        post_id: PostId,
        platform: Platform,
        status: PostStatus,
        *,
        seen_version: int,
    ) -> PlatformVariant:
        """Move one variant to a status of its own."""
        require_mover(actor, status)
        stored = self._check_seen(await self._get(actor, post_id, platform), seen_version)
        moved = stored.move_to(status, at=self._clock.now())
        return await self._posts.save_variant(replace(moved, changed_by=actor.person_id))

    async def mark_published(
        self, actor: Actor, post_id: PostId, platform: Platform, link: str, *, seen_version: int
    ) -> Post:
        """Record that a person posted it there; the post is out once all its variants are."""
        require_mover(actor, PostStatus.PUBLISHED)
        if platform not in BY_HAND:
            raise InvalidInput(f"What goes to {platform.label} is published by Truss itself.")
        whole = await self._posts.get_whole_post(actor.creator_id, post_id)
        stored = whole.find_variant(platform)
        if stored is None:
            raise NotFound(f"There is no text for {platform.label} yet; draft one.")
        self._check_seen(stored, seen_version)
        out = replace(
            _publish(stored, at=self._clock.now()),
            link=check_link(link),
            changed_by=actor.person_id,
        )
        others = [v for v in whole.variants if v.platform is not platform]
        post = whole.post
        if all(v.status is PostStatus.PUBLISHED for v in others):
            post = publish_post(post, at=self._clock.now())
        post = replace(post, changed_by=actor.person_id)
        saved = await self._posts.save_post(post, variants=[out])
        await self._noting.note_by_hand(
            HandPost(
                creator_id=post.creator_id,
                key=post.id,
                platform=platform,
                link=out.link,
                title=out.title or post.title,
                at=out.updated_at,
                clip_id=post.clip_id,
            )
        )
        return saved

    async def _save(
        self, actor: Actor, stored: PlatformVariant, wording: Wording, seen_version: int
    ) -> PlatformVariant:
        if stored.version != seen_version:
            raise await self._lose(actor, stored, wording)
        if stored.status is PostStatus.PUBLISHED:
            raise Conflict("It is out already; its text can no longer be changed.", current=stored)
        changed = replace(
            stored,
            title=wording.title,
            text=wording.text,
            tags=wording.tags,
            drafts=stored.drafts + 1,
            changed_by=actor.person_id,
            updated_at=self._clock.now(),
        )
        try:
            saved = await self._posts.save_variant(
                changed, draft=draft_of(changed, made_from=stored.drafts)
            )
        except Conflict as conflict:
            if not isinstance(conflict.current, PlatformVariant):
                raise
            raise await self._lose(actor, conflict.current, wording) from conflict
        await self._word_publications(saved)
        return saved

    async def _word_publications(self, variant: PlatformVariant) -> None:
        """Give what waits to be published the variant's words."""
        post = await self._posts.get_post(variant.creator_id, variant.post_id)
        if post.clip_id is None:
            return
        found = await self._publications.list_publications_of_clip(post.creator_id, post.clip_id)
        for one in found:
            if one.platform is variant.platform and one.status is PublicationStatus.SCHEDULED:
                await self._publications.save_publication(
                    replace(one, wording=word_publication(variant), updated_at=variant.updated_at)
                )

    async def _add(self, variant: PlatformVariant) -> None:
        try:
            await self._posts.save_variant(replace(variant, version=0), draft=draft_of(variant))
        except Conflict:
            return  # somebody else has just drafted it

    async def _get(self, actor: Actor, post_id: PostId, platform: Platform) -> PlatformVariant:
        whole = await self._posts.get_whole_post(actor.creator_id, post_id)
        found = whole.find_variant(platform)
        if found is None:
            raise NotFound(f"There is no text for {platform.label} yet; draft one.")
        return found

    def _check_seen(self, stored: PlatformVariant, seen_version: int) -> PlatformVariant:
        if stored.version != seen_version:
            who = stored.changed_by or "Truss"
            raise Conflict(f"This was changed by {who} meanwhile; look again.", current=stored)
        return stored

    async def _lose(self, actor: Actor, theirs: PlatformVariant, wording: Wording) -> TextConflict:
        mine = keep_lost(
            theirs,
            wording,
            written_by=actor.person_id,
            made_from=theirs.drafts,
            at=self._clock.now(),
        )
        await self._posts.keep_lost_draft(mine)
        return TextConflict(theirs=theirs, mine=mine)


def make_variant(
    post: Post,
    platform: Platform,
    *,
    at: datetime,
    status: PostStatus = PostStatus.DRAFTING,
    title: str = "",
    tags: Sequence[str] = (),
) -> PlatformVariant:
    """Return a post as it fits a platform; a clip's title and tags may stand for its own."""
    text = "" if title else post.text
    wording = fit_wording(platform, title=title or post.title, text=text, tags=(*post.tags, *tags))
    return PlatformVariant(
        creator_id=post.creator_id,
        post_id=post.id,
        platform=platform,
        planned_at=post.planned_at,
        title=wording.title,
        text=wording.text,
        tags=wording.tags,
        status=status,
        drafts=1,
        changed_by=post.changed_by,
        created_at=at,
        updated_at=at,
    )


def draft_of(variant: PlatformVariant, *, made_from: int = 0) -> DraftVersion:
    """Return the draft of a variant's words as they are."""
    return DraftVersion(
        creator_id=variant.creator_id,
        post_id=variant.post_id,
        number=variant.drafts,
        title=variant.title,
        text=variant.text,
        tags=variant.tags,
        written_by=variant.changed_by,
        created_at=variant.updated_at,
        made_from=made_from,
        platform=variant.platform,
    )


def publish_post(post: Post, *, at: datetime) -> Post:
    """Return a post that is out; one that a person posted early was scheduled by that."""
    if post.status is PostStatus.PUBLISHED:
        return post
    if post.status is not PostStatus.SCHEDULED:
        post = post.move_to(PostStatus.SCHEDULED, at=at)
    return post.move_to(PostStatus.PUBLISHED, at=at)


def _publish(variant: PlatformVariant, *, at: datetime) -> PlatformVariant:
    if variant.status is PostStatus.PUBLISHED:
        return variant
    if variant.status is not PostStatus.SCHEDULED:
        variant = variant.move_to(PostStatus.SCHEDULED, at=at)
    return variant.move_to(PostStatus.PUBLISHED, at=at)


def check_link(link: str) -> str:
    """Return the address of a post; InvalidInput for anything but a whole https address."""
    parts = urlsplit(link.strip())
    if parts.scheme != "https" or not parts.hostname or len(link) > _LINK_LENGTH_MAX:
        raise InvalidInput("Give the whole address, as in https://x.com/me/status/1.")
    return link.strip()
