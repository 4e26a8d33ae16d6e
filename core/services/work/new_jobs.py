"""New jobs: every job is made here, with an id that follows from what it is for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.domain.work.ids import CreatorId, JobId
from core.domain.work.job import Job, JobKind
from core.ports.work import Clock, Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJobs:
    """Makes jobs; whoever asks for one stores it, alone or with what it belongs to."""

    clock: Clock
    ids: Ids

    def make(
        self,
        kind: JobKind,
        creator_id: CreatorId,
        subject_id: str,
        *names: str,
        job_id: JobId | None = None,
        at: datetime | None = None,
        sorts_at: datetime | None = None,
        after: timedelta | None = None,
    ) -> Job:
        """Return a job of this kind on a subject.

        `names` tell several jobs of one kind on one subject apart, and make the id where no
        `job_id` was given out before. The job is made `at` a time, else now; its id sorts by that,
        or under `sorts_at`. It starts at once, or `after` that time.
        """
        made_at = at or self.clock.now()
        return Job(
            id=job_id or self.name(kind, subject_id, *names, sorts_at=sorts_at or made_at),
            creator_id=creator_id,
            kind=kind,
            subject_id=subject_id,
            created_at=made_at,
            updated_at=made_at,
            next_at=None if after is None else made_at + after,
        )

    def name(self, kind: JobKind, subject_id: str, *names: str, sorts_at: datetime) -> JobId:
        """Return the id that such a job gets, for who has to know it before there is one."""
        return JobId(self.ids.new_ulid(sorts_at, kind, subject_id, *names))
