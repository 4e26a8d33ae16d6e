"""Due sweep: claiming publications that are due, and queueing one job for each."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import structlog

from core.domain.publishing.publication import Publication, PublicationStatus
from core.domain.work.due import Due, DueKind
from core.domain.work.ids import PublicationId
from core.domain.work.job import PUBLISH_KINDS, Job, JobKind
from core.errors import Conflict, NotFound
from core.ports.clips import ClipStore
from core.ports.publishing import PublicationClaims, PublicationStore
from core.ports.work import Clock, DueStore, Ids
from core.services.publishing.card_gate import CardGate
from core.services.work.health import Health
from core.services.work.new_jobs import NewJobs

_log = structlog.get_logger(__name__)
_PAGE = 100
HEAD_START = timedelta(hours=1)
"""How much earlier a job is placed in its queue for each step of its clip's priority."""
PART: Final = "Approved by reaction"
LEFT_ALONE: Final = (
    "What reactions in Discord approved waits: only a process that is in Discord sends it, and "
    "none does. Start one with the role discord, and with TRUSS_DISCORD_TOKEN."
)
LONG_DUE: Final = timedelta(minutes=10)
"""A process that starts anew, or compares many cards first, takes less."""


class DueSweep:
    """Claims due publications; each is claimed once, however many sweepers run.

    One whose approval may have been taken back unheard stays due until that is known.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        ids: Ids,
        clips: ClipStore,
        due: DueStore,
        claims: PublicationClaims,
        publications: PublicationStore,
        gate: CardGate,
        health: Health,
    ) -> None:
        self._clock = clock
        self._new_jobs = NewJobs(clock=clock, ids=ids)
        self._clips = clips
        self._due = due
        self._claims = claims
        self._publications = publications
        self._gate = gate
        self._health = health

    async def sweep_due(self) -> int:
        """Claim each due publication and queue its job; return how many were claimed here.

        Several sweepers begin in different parts, so that they seldom meet.
        """
        now = self._clock.now()
        first = random.randrange(self._due.shards)  # noqa: S311 - where to begin is no secret
        counts = [
            await self._sweep_shard((first + offset) % self._due.shards, now)
            for offset in range(self._due.shards)
        ]
        return sum(counts)

    async def _sweep_shard(self, shard: int, now: datetime) -> int:
        count, cursor = 0, None
        while True:
            page = await self._due.list_due(shard, until=now, cursor=cursor, limit=_PAGE)
            for due in page.items:
                if due.kind is DueKind.PUBLICATION:
                    count += await self._claim(due, now)
            if (cursor := page.cursor) is None:
                return count

    async def _claim(self, due: Due, now: datetime) -> bool:
        publication = await self._find_publication(due)
        if publication is not None and not await self._gate.lets_out(publication):
            self._note_left(due, now)
            return False
        try:
            priority = 0 if publication is None else await self._find_priority(publication)
            make_job = partial(self._make_job, priority=priority)
            claimed = await self._claims.claim_publication(due, at=now, make_job=make_job)
        except Conflict as conflict:
            if isinstance(conflict.current, Publication):
                await self._drop_twin(conflict.current, str(conflict), now)
            return False
        return claimed is not None

    def _note_left(self, due: Due, now: datetime) -> None:
        """Tell health if a process in Discord should have sent it long ago; one tells by itself."""
        if not self._gate.is_watched and now - due.at > LONG_DUE:
            self._health.note_trouble(PART, LEFT_ALONE, for_seconds=LONG_DUE.total_seconds())

    async def _find_publication(self, due: Due) -> Publication | None:
        try:
            return await self._publications.get_publication(due.creator_id, PublicationId(due.id))
        except NotFound:
            return None

    async def _find_priority(self, publication: Publication) -> int:
        """Return the priority of a publication's clip."""
        try:
            clip = await self._clips.get_clip(publication.creator_id, publication.clip_id)
        except NotFound:
            return 0
        return clip.priority

    def _make_job(self, publication: Publication, *, priority: int) -> Job:
        return self._new_jobs.make(
            PUBLISH_KINDS.get(publication.platform, JobKind.PUBLISH_CLIP),
            publication.creator_id,
            publication.id,
            str(publication.version),
            at=publication.updated_at,
            after=-priority * HEAD_START if priority else None,
        )

    async def _drop_twin(self, twin: Publication, reason: str, now: datetime) -> None:
        """Cancel a publication whose content another publication has already taken."""
        try:
            cancelled = twin.move_to(PublicationStatus.CANCELLED, at=now)
            await self._publications.save_publication(
                replace(cancelled, next_at=None, reason=reason)
            )
        except (Conflict, NotFound):
            return
        _log.warning("publication.forestalled", publication_id=twin.id)
