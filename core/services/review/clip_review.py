"""Clip review: listing clips for moderators, and approving, rejecting and undoing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from core.domain.clips.clip import Clip, ClipStatus
from core.domain.people.actor import Actor
from core.domain.review.review_card import describe_change
from core.domain.work.ids import ClipId
from core.errors import Conflict
from core.ports.clips import ClipStore
from core.ports.paging import Page
from core.ports.publishing import PublicationStore
from core.ports.work import Clock
from core.services.chat.channel_learning import ChannelLearning
from core.services.publishing.cancelling import cancel_publications
from core.services.publishing.publication_creation import PublicationCreation

_log = structlog.get_logger(__name__)

_SCORE_PAGES_MAX = 20
_STRONGEST_PAGES_MAX = 3
REJECTED_FOR = timedelta(days=7)
"""For so long a rejected clip can be asked back."""


class ClipReview:
    """Lists clips and takes decisions, each for the version that the person saw.

    An approved clip goes out after a grace period, in which the approval can be undone.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        clips: ClipStore,
        publications: PublicationStore,
        publication_creation: PublicationCreation,
        channel_learning: ChannelLearning | None = None,
    ) -> None:
        self._clock = clock
        self._clips = clips
        self._publications = publications
        self._channel_learning = channel_learning
        self._publication_creation = publication_creation

    async def list_clips(
        self,
        actor: Actor,
        *,
        status: ClipStatus | None = None,
        score_at_least: int | None = None,
        before: datetime | None = None,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Clip]:
        """List the creator's clips, newest first; `status` and `before` narrow the list.

        With `score_at_least` the highest score comes first; clips of another status are skipped, so
        a page may be shorter than `limit` when very many are.
        """
        if score_at_least is not None:
            return await self._list_by_score(actor, status, score_at_least, cursor, limit)
        if status is None:
            return await self._clips.list_clips(
                actor.creator_id, before=before, cursor=cursor, limit=limit
            )
        return await self._clips.list_clips_by_status(
            actor.creator_id, status, cursor=cursor, limit=limit
        )

    async def _list_by_score(
        self,
        actor: Actor,
        status: ClipStatus | None,
        score_at_least: int,
        cursor: str | None,
        limit: int,
    ) -> Page[Clip]:
        found: list[Clip] = []
        for _ in range(_SCORE_PAGES_MAX):
            page = await self._clips.list_clips_by_score(
                actor.creator_id, at_least=score_at_least, cursor=cursor, limit=limit - len(found)
            )
            found += [clip for clip in page.items if status in {None, clip.status}]
            cursor = page.cursor
            if cursor is None or len(found) >= limit:
                break
        return Page(items=tuple(found), cursor=cursor)

    async def list_strongest(
        self,
        actor: Actor,
        *,
        status: ClipStatus | None = None,
        score_at_least: int | None = None,
    ) -> tuple[Clip, ...]:
        """Return the newest few hundred clips, the one at which chat erupted the most first.

        What counts is the strength that a moment had in the end, not that at which it was noticed;
        clips of no moment in chat come last.
        """
        found: list[Clip] = []
        cursor = None
        for _ in range(_STRONGEST_PAGES_MAX):
            page = await self.list_clips(
                actor, status=status, score_at_least=score_at_least, cursor=cursor, limit=100
            )
            found += page.items
            cursor = page.cursor
            if cursor is None:
                break
        return tuple(sorted(found, key=lambda clip: -(clip.spike.score if clip.spike else 0.0)))

    async def get_clip(self, actor: Actor, clip_id: ClipId) -> Clip:
        return await self._clips.get_clip(actor.creator_id, clip_id)

    async def search_clips(
        self, actor: Actor, text: str, *, limit: int, pages_max: int = 3
    ) -> tuple[Clip, ...]:
        """Return the newest clips whose titles contain all the words.

        Searches the newest `pages_max` hundred clips.
        """
        words = text.casefold().split()
        found: list[Clip] = []
        cursor = None
        for _ in range(pages_max):
            page = await self._clips.list_clips(actor.creator_id, cursor=cursor, limit=100)
            found += [
                clip for clip in page.items if all(word in clip.title.casefold() for word in words)
            ]
            cursor = page.cursor
            if cursor is None or len(found) >= limit:
                break
        return tuple(found[:limit])

    async def approve(
        self, actor: Actor, clip_id: ClipId, *, seen_version: int, teaches: bool = True
    ) -> Clip:
        """Approve the cut that was seen, and schedule it for the creator's targets.

        Raises Conflict, with the clip as it is now, if it has changed or was decided already.
        `teaches` is False where no person looked at it, so that nothing is learned from it.
        """
        seen = await self._get_seen(actor, clip_id, seen_version)
        return await self.approve_seen(actor, seen, teaches=teaches)

    async def approve_seen(self, actor: Actor, seen: Clip, *, teaches: bool = True) -> Clip:
        """Approve a clip that the caller has read; the caller has checked the actor's role."""
        clip = self._decide(actor, seen, ClipStatus.APPROVED)
        publications = await self._publication_creation.make_publications(clip)
        saved = await self._save_decision(clip, publications=publications)
        if teaches:
            await self._learn(ClipStatus.IN_REVIEW, saved)
        _log.info("clip.approved", clip_id=clip.id, decided_by=actor.person_id)
        return saved

    async def reject(self, actor: Actor, clip_id: ClipId, *, seen_version: int) -> Clip:
        """Reject the cut that was seen; raises Conflict as `approve` does."""
        return await self.reject_seen(actor, await self._get_seen(actor, clip_id, seen_version))

    async def reject_seen(self, actor: Actor, seen: Clip) -> Clip:
        """Reject a clip that the caller has read, as `approve_seen` approves one."""
        clip = self._decide(actor, seen, ClipStatus.REJECTED)
        saved = await self._save_decision(clip)
        await self._learn(ClipStatus.IN_REVIEW, saved)
        _log.info("clip.rejected", clip_id=clip.id, decided_by=actor.person_id)
        return saved

    async def undo(self, actor: Actor, clip_id: ClipId, *, seen_version: int) -> Clip:
        """Undo an approval before anything is published, or a rejection within a week.

        The clip is in review again. Raises Conflict, with the clip as it is now, if it has changed,
        is being published, or was rejected too long ago.
        """
        actor.require_reviewer()
        clip = await self._clips.get_clip(actor.creator_id, clip_id)
        if clip.version != seen_version:
            raise Conflict(describe_change(clip), current=clip)
        now = self._clock.now()
        if clip.status is ClipStatus.REJECTED and now - clip.updated_at > REJECTED_FOR:
            raise Conflict(
                "It was rejected more than a week ago; /clip again makes a new cut of it.",
                current=clip,
            )
        undone = replace(clip.move_to(ClipStatus.IN_REVIEW, at=now), decided_by=None)
        cancelled = await cancel_publications(self._publications, clip, at=now)
        saved = await self._clips.save_clip(undone, changed=cancelled)
        await self._learn(clip.status, saved)
        _log.info("clip.decision_undone", clip_id=clip.id, undone_by=actor.person_id)
        return saved

    async def _get_seen(self, actor: Actor, clip_id: ClipId, seen_version: int) -> Clip:
        """Return the clip for a reviewer who saw this version; Conflict if it has changed."""
        actor.require_reviewer()
        clip = await self._clips.get_clip(actor.creator_id, clip_id)
        seen = clip.as_seen(seen_version)
        if seen is None:
            raise Conflict(describe_change(clip), current=clip)
        return seen

    def _decide(self, actor: Actor, seen: Clip, status: ClipStatus) -> Clip:
        return replace(seen.move_to(status, at=self._clock.now()), decided_by=actor.person_id)

    async def _save_decision(self, clip: Clip, **following: Any) -> Clip:
        """Save the decision; if somebody else was faster, the Conflict says what they decided.

        A model's judgement that was saved meanwhile does not stand in the way.
        """
        try:
            return await self._clips.save_clip(clip, **following)
        except Conflict as conflict:
            if not isinstance(conflict.current, Clip):
                raise
            seen = conflict.current.as_seen(clip.version)
            if seen is None:
                raise Conflict(
                    describe_change(conflict.current), current=conflict.current
                ) from None
            decided = seen.move_to(clip.status, at=clip.updated_at)
            decided = replace(decided, decided_by=clip.decided_by)
            return await self._save_decision(decided, **following)

    async def _learn(self, before: ClipStatus, clip: Clip) -> None:
        if self._channel_learning:
            await self._channel_learning.note_decision(before, clip)
