"""Card laying: every clip in review gets its card, whatever was lost on the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import structlog

from core.domain.clips.clip import Clip, ClipStatus
from core.domain.people.actor import Actor
from core.domain.people.guild import GuildBinding
from core.domain.review.card_due import AGAIN
from core.domain.review.card_terms import CardCause
from core.domain.review.review_card import PostedCard, name_cut
from core.domain.work.due import DueKind
from core.domain.work.ids import CreatorId
from core.domain.work.job import Job, JobKind, JobStatus
from core.ports.clips import ClipStore
from core.ports.paging import collect
from core.ports.people import Directory, GuildStore
from core.ports.review import CardStore
from core.ports.work import Clock, DueStore, JobStore
from core.services.clips.card_jobs import CardJobs
from core.services.review.card_due_times import CardDueTimes
from core.services.review.card_troubles import CardTroubles
from core.services.work.due_reading import serve_due, serve_each
from core.services.work.job_handlers import JobProgress

COUNTED_MAX: Final = 100
"""So many clips that wait are counted; what follows from them is done for all."""
_log = structlog.get_logger(__name__)


class CardLaying:
    """Queues a card for each clip in review that lacks one, or whose card is out of date."""

    def __init__(
        self,
        *,
        clock: Clock,
        directory: Directory,
        due: DueStore,
        due_times: CardDueTimes,
        clips: ClipStore,
        jobs: JobStore,
        guilds: GuildStore,
        cards: CardStore,
        card_jobs: CardJobs,
        troubles: CardTroubles,
    ) -> None:
        self._clock = clock
        self._directory = directory
        self._due = due
        self._due_times = due_times
        self._clips = clips
        self._jobs = jobs
        self._guilds = guilds
        self._cards = cards
        self._card_jobs = card_jobs
        self._troubles = troubles
        self._is_behind = True

    async def lay_due(self) -> int:
        """Look after the creators of whom something is due; return how many cards were queued.

        Where the look at all has failed, it is made up for.
        """
        if self._is_behind:
            return await self.lay_missing()
        return await serve_due(self._due, DueKind.CARD, self._lay_for, now=self._clock.now())

    async def lay_missing(self) -> int:
        """Look after all creators, as after a connection; return how many cards were queued."""
        self._is_behind = True
        creators = await collect(
            lambda cursor: self._directory.list_creators(cursor=cursor, limit=100)
        )
        channel_ids = set[str]()

        async def lay(creator_id: CreatorId) -> int:
            places = await self._guilds.list_guilds(creator_id)
            channel_ids.update(place.cards_channel_id for place in places)
            return await self._lay(creator_id, places) if places else 0

        count = await serve_each(creators, lay)
        self._is_behind = False
        self._troubles.keep_only(frozenset(channel_ids))
        if count:
            _log.info("cards.laid", count=count)
        return count

    async def lay_waiting(self, actor: Actor) -> int:
        """Have every clip's card laid, shown before or not; return how many clips wait.

        Where cards go has just been set up, or what stands on them; one job lays them all. They are
        counted to one more than COUNTED_MAX, which says: more than that.
        """
        waiting = await self._clips.count_clips(
            actor.creator_id, ClipStatus.IN_REVIEW, most=COUNTED_MAX + 1
        )
        if waiting:
            for job in await self._card_jobs.make_for_all(actor.creator_id):
                await self._jobs.add_job(job)
        return waiting

    async def lay_all(self, job: Job, progress: JobProgress) -> None:
        """Queue the card of every clip that waits; doing so again queues them again."""
        progress.enter("cards", 0.2)
        for clip in await self._list_waiting(job.creator_id):
            await self._queue(clip, at=job.created_at)

    async def give_up(self, job: Job, stage: str, reason: str) -> None:
        """Leave it to the next look at this creator's cards."""
        await self._due_times.look_again(job.creator_id)
        _log.error("cards.not_laid", creator_id=job.creator_id, stage=stage, reason=reason)

    async def _lay_for(self, creator_id: CreatorId) -> int:
        places = await self._guilds.list_guilds(creator_id)
        return await self._lay(creator_id, places) if places else 0

    async def _lay(self, creator_id: CreatorId, places: Sequence[GuildBinding]) -> int:
        """Queue what is missing, and remind of the next look where there has to be one."""
        waiting = await self._list_waiting(creator_id)
        under_way = await self._list_under_way(creator_id) if waiting else set[str]()
        count, probed, looks = 0, set[str](), set[datetime]()
        for clip in waiting:
            if self._troubles.is_hopeless(clip.id):
                continue
            if clip.id in under_way:
                looks.add(self._clock.now() + AGAIN)
                continue
            lacking, stale_at = await self._list_lacking(clip, places)
            looks |= {self._clock.now() + AGAIN} if lacking else stale_at
            # A channel that refuses cards is asked with one of them, not with all.
            asked = {p for p in lacking if not self._troubles.is_refused(p)} | (lacking - probed)
            if asked:
                probed |= asked
                await self._queue(clip, at=self._clock.now())
                count += 1
        await self._due_times.look_at(creator_id, min(looks, default=None))
        return count

    async def _list_waiting(self, creator_id: CreatorId) -> list[Clip]:
        return await collect(
            lambda cursor: self._clips.list_clips_by_status(
                creator_id, ClipStatus.IN_REVIEW, cursor=cursor, limit=100
            )
        )

    async def _list_lacking(
        self, clip: Clip, places: Sequence[GuildBinding]
    ) -> tuple[set[str], set[datetime]]:
        """Return the review channels that lack the clip's card, and when others will."""
        cards, now = await self._cards.list_cards(clip.creator_id, clip.id), self._clock.now()
        lacking = {
            place.cards_channel_id
            for place in places
            if not any(_shows(card, clip, place, now=now) for card in cards)
        }
        stale_at = {card.stale_at for card in cards if card.stale_at and card.stale_at > now}
        return lacking, stale_at

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

    async def _queue(self, clip: Clip, *, at: datetime) -> None:
        made = await self._card_jobs.make(
            clip.creator_id, clip.id, "missing", at.isoformat(), cause=CardCause()
        )
        for job in made:
            await self._jobs.add_job(job)


def _shows(card: PostedCard, clip: Clip, place: GuildBinding, *, now: datetime) -> bool:
    is_there = card.guild_id == place.guild_id and card.channel_id == place.cards_channel_id
    is_current = card.cut == name_cut(clip) and card.clip_version == clip.version
    is_stale = card.stale_at is not None and card.stale_at <= now
    return is_there and is_current and not is_stale and not card.is_closed
