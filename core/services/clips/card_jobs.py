"""Card jobs: every change of a clip or publication queues an update of the clip's cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.domain.clips.clip import Clip, ClipStatus
from core.domain.publishing.publication import Publication
from core.domain.review.review_card import has_card
from core.domain.work.ids import ClipId, CreatorId, PublicationId
from core.domain.work.job import Job, JobKind
from core.ports.clips import ClipStore
from core.ports.paging import Page
from core.ports.people import GuildStore
from core.ports.publishing import PublicationStore
from core.ports.work import Clock, Ids, JobStore
from core.services.work.new_jobs import NewJobs

_SETTLING = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardJobs:
    """Makes jobs that post or update cards; none for a creator without a server."""

    clock: Clock
    ids: Ids
    guilds: GuildStore
    # Only who has a server is remembered: a server that is gone costs an idle job, while one that
    # was added and overlooked would cost a card.
    _known: set[CreatorId] = field(default_factory=set, init=False)

    async def make(
        self, creator_id: CreatorId, clip_id: ClipId, *names: str, after: timedelta = timedelta()
    ) -> tuple[Job, ...]:
        """Return the job for a change, which `names` identify; it starts `after` a while."""
        if creator_id not in self._known:
            if not await self.guilds.list_guilds(creator_id):
                return ()
            self._known.add(creator_id)
        new_jobs = NewJobs(clock=self.clock, ids=self.ids)
        return (new_jobs.make(JobKind.POST_CARD, creator_id, clip_id, *names, after=after),)


class CardUpdatingClips:
    """A clip store that queues the card's update in the transaction that saves the clip."""

    def __init__(self, clips: ClipStore, card_jobs: CardJobs) -> None:
        self._clips = clips
        self._card_jobs = card_jobs

    async def add_clip(self, clip: Clip, *, jobs: Sequence[Job] = ()) -> bool:
        """Add a draft, which has no card yet."""
        return await self._clips.add_clip(clip, jobs=jobs)

    async def save_clip(
        self,
        clip: Clip,
        *,
        publications: Sequence[Publication] = (),
        changed: Sequence[Publication] = (),
        jobs: Sequence[Job] = (),
    ) -> Clip:
        follow: tuple[Job, ...] = ()
        if has_card(clip) or _is_tried_again(clip):
            follow = await self._card_jobs.make(clip.creator_id, clip.id, str(clip.version))
        return await self._clips.save_clip(
            clip, publications=publications, changed=changed, jobs=(*jobs, *follow)
        )

    async def get_clip(self, creator_id: CreatorId, clip_id: ClipId) -> Clip:
        return await self._clips.get_clip(creator_id, clip_id)

    async def list_clips(
        self,
        creator_id: CreatorId,
        *,
        before: datetime | None = None,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Clip]:
        return await self._clips.list_clips(creator_id, before=before, cursor=cursor, limit=limit)

    async def list_clips_by_status(
        self,
        creator_id: CreatorId,
        status: ClipStatus,
        *,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Clip]:
        return await self._clips.list_clips_by_status(
            creator_id, status, cursor=cursor, limit=limit
        )

    async def list_clips_by_score(
        self,
        creator_id: CreatorId,
        *,
        at_least: int = 0,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Clip]:
        return await self._clips.list_clips_by_score(
            creator_id, at_least=at_least, cursor=cursor, limit=limit
        )


def _is_tried_again(clip: Clip) -> bool:
    """True for a failed clip that is rendered again; it may have a card."""
    return clip.status is ClipStatus.RENDERING and clip.version > 1


class CardUpdatingPublications:
    """A publication store that queues an update of the clip's cards with each save.

    The job is added first and looks a second later: a process that dies in between leaves a card
    that is looked at once too often, never one that stays behind.
    """

    def __init__(self, publications: PublicationStore, jobs: JobStore, card_jobs: CardJobs) -> None:
        self._publications = publications
        self._jobs = jobs
        self._card_jobs = card_jobs

    async def save_publication(self, publication: Publication) -> Publication:
        follow = await self._card_jobs.make(
            publication.creator_id,
            publication.clip_id,
            publication.id,
            str(publication.version),
            after=_SETTLING,
        )
        for job in follow:
            await self._jobs.add_job(job)
        return await self._publications.save_publication(publication)

    async def note_progress(self, publication: Publication) -> Publication:
        return await self._publications.note_progress(publication)

    async def get_publication(
        self, creator_id: CreatorId, publication_id: PublicationId
    ) -> Publication:
        return await self._publications.get_publication(creator_id, publication_id)

    async def list_publications(
        self, creator_id: CreatorId, *, cursor: str | None = None, limit: int = 100
    ) -> Page[Publication]:
        return await self._publications.list_publications(creator_id, cursor=cursor, limit=limit)

    async def list_publications_of_clip(
        self, creator_id: CreatorId, clip_id: ClipId
    ) -> tuple[Publication, ...]:
        return await self._publications.list_publications_of_clip(creator_id, clip_id)
