"""Post writing: new posts, new texts, and what becomes of a text that came second."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from core.domain.people.actor import Actor
from core.domain.plan.post import ClipWish, DraftVersion, Post, PostId, PostStatus
from core.domain.plan.slot_filling import USUAL_SLOTS
from core.domain.plan.text_conflict import Answer, TextConflict, keep_lost
from core.domain.plan.word_changes import join_texts
from core.domain.publishing.posting_slot import DAYS_AHEAD_MAX, find_next_slot
from core.domain.publishing.wording import TEXT_CHARACTERS_KEPT, Wording, clean_wording
from core.domain.work.platform import Platform
from core.errors import Conflict, InvalidInput, NotFound
from core.ports.plan import PostStore, SlotStore
from core.ports.work import Clock, Ids
from core.services.plan.plan_reading import PlanReading, name_month

_log = structlog.get_logger(__name__)
_QUEUE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPost:
    """What somebody wants to post; without a time it takes the next free slot."""

    title: str
    text: str = ""
    tags: tuple[str, ...] = ()
    platforms: tuple[Platform, ...] = ()
    at: datetime | None = None
    wish: ClipWish | None = None
    status: PostStatus = PostStatus.DRAFTING


class PostWriting:
    """Saves texts, each under the version that its writer saw, and loses none."""

    def __init__(
        self,
        *,
        clock: Clock,
        ids: Ids,
        posts: PostStore,
        slots: SlotStore,
        reading: PlanReading,
    ) -> None:
        self._clock = clock
        self._ids = ids
        self._posts = posts
        self._slots = slots
        self._reading = reading

    async def add_post(self, actor: Actor, new: NewPost) -> Post:
        """Add a post that a person wrote, at its time or in the next free slot."""
        actor.require_member()
        wording = _check(clean_wording(title=new.title, text=new.text, tags=new.tags))
        zone = await self._reading.find_zone(actor.creator_id)
        at = new.at or await self.find_free_slot(actor, new.platforms, zone)
        self._require_time(at)
        now = self._clock.now()
        post = Post(
            id=PostId(self._ids.new_ulid(now, "post", actor.person_id, wording.title, f"{at}")),
            creator_id=actor.creator_id,
            month=name_month(at, zone),
            planned_at=at,
            title=wording.title,
            text=wording.text,
            tags=wording.tags,
            platforms=tuple(dict.fromkeys(new.platforms)),
            wish=new.wish,
            status=new.status,
            drafts=1,
            written_by=actor.person_id,
            changed_by=actor.person_id,
            created_at=now,
            updated_at=now,
        )
        if not await self._posts.add_post(post, draft=make_draft(post)):
            return await self._posts.get_post(actor.creator_id, post.id)
        _log.info("post.added", post_id=post.id, by=actor.person_id)
        return post

    async def save_text(
        self, actor: Actor, post_id: PostId, wording: Wording, *, seen_version: int
    ) -> Post:
        """Save a new text of a post, and its draft.

        TextConflict, with both texts, if the post has changed since it was seen; the text is then
        kept among the drafts, as one that was not taken.
        """
        actor.require_member()
        wording = _check(clean_wording(title=wording.title, text=wording.text, tags=wording.tags))
        stored = await self._posts.get_post(actor.creator_id, post_id)
        return await self._save(actor, stored, wording, seen_version, made_from=stored.drafts)

    async def restore(
        self, actor: Actor, post_id: PostId, draft: str, *, seen_version: int
    ) -> Post:
        """Make an older draft the text again, as a new version."""
        actor.require_member()
        whole = await self._posts.get_whole_post(actor.creator_id, post_id)
        found = whole.find_draft(draft)
        if found is None:
            raise NotFound("There is no such draft; choose one of the list.")
        wording = Wording(title=found.title or whole.post.title, text=found.text, tags=found.tags)
        return await self._save(actor, whole.post, wording, seen_version, made_from=found.number)

    async def answer(
        self, actor: Actor, post_id: PostId, draft: str, answer: Answer, *, seen_version: int
    ) -> Post:
        """Answer a conflict about a text that was kept as `draft`; another one may follow."""
        actor.require_member()
        whole = await self._posts.get_whole_post(actor.creator_id, post_id)
        mine = whole.find_draft(draft)
        if mine is None or mine.is_taken:
            raise NotFound("There is no such text any more; choose another one.")
        if answer is Answer.THEIRS:
            return whole.post
        wording = answer_text(whole.post, mine, answer)
        return await self._save(actor, whole.post, wording, seen_version, made_from=mine.number)

    async def find_free_slot(
        self, actor: Actor, platforms: tuple[Platform, ...], zone: ZoneInfo
    ) -> datetime:
        """Return the next slot of these platforms that no post has; the end of their queue."""
        now = self._clock.now()
        slots = (await self._slots.get_slots(actor.creator_id)).slots or USUAL_SLOTS
        taken = await self._list_taken(actor, now, set(platforms))
        found = [
            find_next_slot(slots, zone, after=now, platform=platform, taken=taken)
            for platform in platforms or Platform
        ]
        times = [at for at in found if at is not None]
        if not times:
            raise InvalidInput("No posting slot of the coming year is free there: say a time.")
        return min(times)

    async def _list_taken(
        self, actor: Actor, now: datetime, platforms: set[Platform]
    ) -> set[datetime]:
        """Return when posts for any of these platforms are planned."""
        found: set[datetime] = set()
        for status in (s for s in PostStatus if s is not PostStatus.PUBLISHED):
            page = await self._posts.list_posts(actor.creator_id, status, after=now, limit=_QUEUE)
            found |= {
                post.planned_at
                for post in page.items
                if not platforms or not post.platforms or platforms.intersection(post.platforms)
            }
        return found

    async def _save(
        self, actor: Actor, stored: Post, wording: Wording, seen_version: int, *, made_from: int
    ) -> Post:
        if stored.version != seen_version:
            raise await self._lose(actor, stored, wording, made_from)
        if stored.status is PostStatus.PUBLISHED:
            raise Conflict("It is out already; its text can no longer be changed.", current=stored)
        if (stored.title, stored.text, stored.tags) == (wording.title, wording.text, wording.tags):
            return stored
        changed = replace(
            stored,
            title=wording.title,
            text=wording.text,
            tags=wording.tags,
            drafts=stored.drafts + 1,
            written_by=actor.person_id,
            changed_by=actor.person_id,
            updated_at=self._clock.now(),
        )
        try:
            return await self._posts.save_post(
                changed, draft=make_draft(changed, made_from=made_from)
            )
        except Conflict as conflict:
            if not isinstance(conflict.current, Post):
                raise
            raise await self._lose(actor, conflict.current, wording, made_from) from conflict

    async def _lose(
        self, actor: Actor, theirs: Post, wording: Wording, made_from: int
    ) -> TextConflict:
        mine = keep_lost(
            theirs,
            wording,
            written_by=actor.person_id,
            made_from=made_from,
            at=self._clock.now(),
        )
        await self._posts.keep_lost_draft(mine)
        return TextConflict(theirs=theirs, mine=mine)

    def _require_time(self, at: datetime) -> None:
        if at > self._clock.now() + timedelta(days=DAYS_AHEAD_MAX):
            raise InvalidInput("That is more than a year ahead: choose an earlier time.")


def make_draft(post: Post, *, made_from: int = 0) -> DraftVersion:
    """Return the draft of a post's text as it is."""
    return DraftVersion(
        creator_id=post.creator_id,
        post_id=post.id,
        number=post.drafts,
        title=post.title,
        text=post.text,
        tags=post.tags,
        written_by=post.changed_by,
        created_at=post.updated_at,
        made_from=made_from,
    )


def answer_text(theirs: Post, mine: DraftVersion, answer: Answer) -> Wording:
    """Return the text that a conflict ends with."""
    if answer is Answer.MINE:
        return Wording(title=mine.title, text=mine.text, tags=mine.tags)
    joined = join_texts(theirs.text, mine.text)
    if len(joined) > TEXT_CHARACTERS_KEPT:
        raise InvalidInput("Both texts together are too long: choose one, and shorten the other.")
    tags = tuple(dict.fromkeys((*theirs.tags, *mine.tags)))
    return clean_wording(title=theirs.title, text=joined, tags=tags)


def _check(wording: Wording) -> Wording:
    if not wording.title:
        raise InvalidInput("Give the post a title; people choose it by that.")
    return wording
