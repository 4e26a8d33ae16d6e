"""Card laying: every clip in review gets its card, whatever was lost on the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import structlog

from core.domain.clips.clip import Clip, ClipStatus
from core.domain.people.actor import Actor
from core.domain.people.guild import GuildBinding
from core.domain.review.review_card import PostedCard, name_cut
from core.domain.work.ids import CreatorId
from core.domain.work.job import Job, JobKind, JobStatus
from core.ports.clips import ClipStore
from core.ports.paging import collect
from core.ports.people import Directory, GuildStore
from core.ports.review import CardStore
from core.ports.work import Clock, JobStore
from core.services.clips.card_jobs import CardJobs
from core.services.review.card_troubles import CardTroubles

_log = structlog.get_logger(__name__)


class CardLaying:
    """Queues a card for each clip in review that lacks one, or whose card is out of date."""

    def __init__(
        self,
        *,
        clock: Clock,
        directory: Directory,
        clips: ClipStore,
        jobs: JobStore,
        guilds: GuildStore,
        cards: CardStore,
        card_jobs: CardJobs,
        troubles: CardTroubles,
    ) -> None:
        self._clock = clock
        self._directory = directory
        self._clips = clips
        self._jobs = jobs
        self._guilds = guilds
        self._cards = cards
        self._card_jobs = card_jobs
        self._troubles = troubles

    async def lay_missing(self) -> int:
        """Look after all creators; return how many cards were queued."""
        count, channel_ids = 0, set[str]()
        creators = await collect(
            lambda cursor: self._directory.list_creators(cursor=cursor, limit=100)
        )
        for creator_id in creators:
            places = await self._guilds.list_guilds(creator_id)
            channel_ids |= {place.cards_channel_id for place in places}
            if places:
                count += await self._lay(creator_id, places)
        self._troubles.keep_only(frozenset(channel_ids))
        if count:
            _log.info("cards.laid", count=count)
        return count

    async def lay_waiting(self, actor: Actor) -> int:
        """Queue every clip's card, shown before or not: where they go has just been set up."""
        waiting = await self._list_waiting(actor.creator_id)
        for clip in waiting:
            await self._queue(clip)
        return len(waiting)

    async def _lay(self, creator_id: CreatorId, places: Sequence[GuildBinding]) -> int:
        waiting = await self._list_waiting(creator_id)
        under_way = await self._list_under_way(creator_id) if waiting else set[str]()
        count, probed = 0, set[str]()
        for clip in waiting:
            if clip.id in under_way or self._troubles.is_hopeless(clip.id):
                continue
            lacking = await self._list_lacking(clip, places)
            # A channel that refuses cards is asked with one of them, not with all.
            asked = {p for p in lacking if not self._troubles.is_refused(p)} | (lacking - probed)
            if asked:
                probed |= asked
                await self._queue(clip)
                count += 1
        return count

    async def _list_waiting(self, creator_id: CreatorId) -> list[Clip]:
        return await collect(
            lambda cursor: self._clips.list_clips_by_status(
                creator_id, ClipStatus.IN_REVIEW, cursor=cursor, limit=100
            )
        )

    async def _list_lacking(self, clip: Clip, places: Sequence[GuildBinding]) -> set[str]:
        """Return the review channels that lack the clip's card as it is now."""
        cards, now = await self._cards.list_cards(clip.creator_id, clip.id), self._clock.now()
        return {
            place.cards_channel_id
            for place in places
            if not any(_shows(card, clip, place, now=now) for card in cards)
        }

    async def _list_under_way(self, creator_id: CreatorId) -> set[str]:
        """Return the clips whose card is being posted, or soon will be."""
        return {
            job.subject_id
            for status in (JobStatus.QUEUED, JobStatus.RUNNING)
            for job in await self._list_jobs(creator_id, status)
            if job.kind is JobKind.POST_CARD
        }

    async def _list_jobs(self, creator_id: CreatorId, status: JobStatus) -> list[Job]:
        return await collect(
            lambda cursor: self._jobs.list_jobs(creator_id, status, cursor=cursor, limit=100)
        )

    async def _queue(self, clip: Clip) -> None:
        at = self._clock.now().isoformat()
        for job in await self._card_jobs.make(clip.creator_id, clip.id, "missing", at):
            await self._jobs.add_job(job)


def _shows(card: PostedCard, clip: Clip, place: GuildBinding, *, now: datetime) -> bool:
    is_there = card.guild_id == place.guild_id and card.channel_id == place.cards_channel_id
    is_current = card.cut == name_cut(clip) and card.clip_version == clip.version
    is_stale = card.stale_at is not None and card.stale_at <= now
    return is_there and is_current and not is_stale and not card.is_closed
