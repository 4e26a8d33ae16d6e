"""Card jobs: every change of a clip or publication queues an update of the clip's cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from core.domain.clips.clip import Clip, ClipStatus
from core.domain.publishing.publication import Publication
from core.domain.review.card_terms import CLIP_CHANGED, CardCause, CardChange
from core.domain.review.review_card import has_card
from core.domain.work.ids import ClipId, CreatorId
from core.domain.work.job import Job, JobKind
from core.ports.clips import ClipStore
from core.ports.people import GuildStore
from core.ports.publishing import PublicationStore
from core.ports.work import Clock, Formats, Ids
from core.services.clips.forwarding_stores import ForwardingClips, ForwardingPublications
from core.services.work.new_jobs import NewJobs

_SETTLING = timedelta(seconds=1)
CLIPS_A_JOB: Final = 40
"""How many clips one job brings up to date: few enough for a job to stay small."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardJobs:
    """Makes jobs that post or update cards; none for a creator without a server."""

    clock: Clock
    ids: Ids
    guilds: GuildStore
    formats: Formats
    # Only who has a server is remembered: a server that is gone costs an idle job, while one that
    # was added and overlooked would cost a card.
    _known: set[CreatorId] = field(default_factory=set, init=False)

    async def make(
        self,
        creator_id: CreatorId,
        clip_id: ClipId,
        *names: str,
        after: timedelta = timedelta(),
        cause: CardCause = CLIP_CHANGED,
    ) -> tuple[Job, ...]:
        """Return the job for a change, which `names` identify; it starts `after` a while."""
        if not await self._has_server(creator_id):
            return ()
        new_jobs = NewJobs(clock=self.clock, ids=self.ids)
        made = new_jobs.make(JobKind.POST_CARD, creator_id, clip_id, *names, after=after)
        return (replace(made, about=cause.write()),)

    async def make_carried(
        self,
        creator_id: CreatorId,
        clip_id: ClipId,
        *names: str,
        after: timedelta = timedelta(),
        cause: CardCause = CLIP_CHANGED,
    ) -> tuple[Job, ...]:
        """Return the job for a change of a clip that is not in review, one row for its transaction.

        Of clips in review the jobs are listed, for whoever lays cards must see what is under way.
        While a process of a former version may receive it, it has a record as any other.
        """
        made = await self.make(creator_id, clip_id, *names, after=after, cause=cause)
        if not made or not await self.formats.may_carry():
            return made
        return tuple(replace(job, version=0) for job in made)

    async def make_for_all(self, creator_id: CreatorId) -> tuple[Job, ...]:
        """Return the job that lays the card of every clip that waits."""
        if not await self._has_server(creator_id):
            return ()
        new_jobs, now = NewJobs(clock=self.clock, ids=self.ids), self.clock.now().isoformat()
        return (new_jobs.make(JobKind.LAY_CARDS, creator_id, "cards", creator_id, now),)

    async def make_for_figures(
        self, creator_id: CreatorId, clip_ids: Sequence[ClipId]
    ) -> tuple[Job, ...]:
        """Return the jobs that bring the figures of many clips onto their cards."""
        if not clip_ids or not await self._has_server(creator_id):
            return ()
        new_jobs = NewJobs(clock=self.clock, ids=self.ids)
        made, now = [], self.clock.now().isoformat()
        for start in range(0, len(clip_ids), CLIPS_A_JOB):
            some = clip_ids[start : start + CLIPS_A_JOB]
            job = new_jobs.make(JobKind.SHOW_FIGURES, creator_id, "figures", some[0], now)
            made.append(replace(job, about=" ".join(some)))
        return tuple(made)

    async def _has_server(self, creator_id: CreatorId) -> bool:
        if creator_id not in self._known:
            if not await self.guilds.list_guilds(creator_id):
                return False
            self._known.add(creator_id)
        return True


class CardUpdatingClips(ForwardingClips):
    """A clip store that queues the card's update in the transaction that saves the clip."""

    def __init__(self, clips: ClipStore, card_jobs: CardJobs) -> None:
        super().__init__(clips)
        self._card_jobs = card_jobs

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
            is_in_review = clip.status is ClipStatus.IN_REVIEW
            make = self._card_jobs.make if is_in_review else self._card_jobs.make_carried
            cause = CardCause(
                change=CardChange.CLIP,
                version=clip.version + 1,
                added=tuple(publication.id for publication in publications),
            )
            follow = await make(clip.creator_id, clip.id, str(clip.version), cause=cause)
        return await self._clips.save_clip(
            clip, publications=publications, changed=changed, jobs=(*jobs, *follow)
        )


def _is_tried_again(clip: Clip) -> bool:
    """True for a failed clip that is rendered again; it may have a card."""
    return clip.status is ClipStatus.RENDERING and clip.version > 1


class CardUpdatingPublications(ForwardingPublications):
    """A publication store that queues an update of the clip's cards with each save.

    One transaction does both: a job before it could show the card as it was, however short it
    waits, and a process that dies before a job after it would leave it so.
    """

    def __init__(self, publications: PublicationStore, card_jobs: CardJobs) -> None:
        super().__init__(publications)
        self._card_jobs = card_jobs

    async def save_publication(
        self, publication: Publication, *, jobs: Sequence[Job] = ()
    ) -> Publication:
        follow = await self._card_jobs.make_carried(
            publication.creator_id,
            publication.clip_id,
            publication.id,
            f"{publication.version} saved",
            after=_SETTLING,
        )
        return await self._publications.save_publication(publication, jobs=(*jobs, *follow))
