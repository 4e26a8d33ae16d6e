"""Due rows in memory, and claiming them."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from core.domain.publishing.publication import Publication
from core.domain.work.due import Due, DueKind
from core.domain.work.job import ENDED, Job
from core.errors import Conflict
from core.ports.paging import Page
from core.ports.publishing import PublicationClaims
from core.ports.work import DueStore
from tests.fakes.stores import Memory, page_of


class FakeDue:
    """Derives due rows of publications and jobs from these; stores the others."""

    shards = 8

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._added = memory.reminders
        self._locks: dict[tuple[str, ...], str] = {}
        memory.others.append(self._locks)

    async def list_due(
        self, shard: int, *, until: datetime, cursor: str | None = None, limit: int = 50
    ) -> Page[Due]:
        found = [
            due
            for due in [*self._of_publications(), *self._of_jobs(), *self._added.values()]
            if due.at <= until and zlib.crc32(due.creator_id.encode()) % self.shards == shard
        ]
        return page_of(
            ("due", str(shard)),
            found,
            lambda due: (due.at.isoformat(), due.kind, due.creator_id, due.id),
            cursor=cursor,
            limit=limit,
            newest_first=False,
        )

    def _of_publications(self) -> list[Due]:
        return [
            Due(at=p.wakes_at, kind=DueKind.PUBLICATION, creator_id=p.creator_id, id=p.id)
            for p in self._memory.publications.values()
            if p.is_waiting
        ]

    def _of_jobs(self) -> list[Due]:
        return [
            Due(at=job.created_at, kind=DueKind.JOB, creator_id=job.creator_id, id=job.id)
            for job in self._memory.jobs.values()
            if job.status not in ENDED
        ]

    async def add_due(self, due: Due) -> None:
        self._added[due.creator_id, due] = due

    async def delete_due(self, due: Due) -> bool:
        kept = self._added.get((due.creator_id, due))
        if kept is None or kept.set_at != due.set_at:
            return False
        del self._added[due.creator_id, due]
        return True

    async def claim_publication(
        self, due: Due, *, at: datetime, make_job: Callable[[Publication], Job] | None = None
    ) -> Publication | None:
        publication = self._memory.publications.get((due.creator_id, due.id))
        if publication is None or not publication.is_waiting:
            return None
        if publication.wakes_at != due.at or due.at > at:
            return None
        lock = (
            publication.creator_id,
            publication.platform,
            publication.account_id,
            publication.clip_id,
            str(publication.revision),
        )
        if self._locks.setdefault(lock, publication.id) != publication.id:
            raise Conflict("It has gone out already.", current=publication)
        claimed = replace(publication.claim(at=at), version=publication.version + 1)
        if make_job:
            job = make_job(claimed)
            claimed = replace(claimed, job_id=job.id)
            self._memory.add_job(job)
        self._memory.publications[claimed.creator_id, claimed.id] = claimed
        return claimed


_due: type[DueStore] = FakeDue
_claims: type[PublicationClaims] = FakeDue
