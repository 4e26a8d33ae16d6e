"""Intakes and followed jobs in memory."""

from __future__ import annotations

from core.domain.clips.tracked_job import FollowedJob
from core.domain.videos.intake import Intake, IntakeId
from core.domain.work.ids import CreatorId, JobId
from core.ports.videos import FollowedJobStore, IntakeStore
from tests.fakes.kept import Kept
from tests.fakes.stores import Memory


class FakeIntakes:
    def __init__(self, memory: Memory) -> None:
        self._kept: Kept[Intake] = Kept(memory, lambda i: (i.creator_id, i.id), days=30)

    async def get_intake(self, creator_id: CreatorId, intake_id: IntakeId) -> Intake:
        return self._kept.get(creator_id, intake_id)

    async def add_intake(self, intake: Intake) -> bool:
        return self._kept.add(intake)

    async def save_intake(self, intake: Intake) -> Intake:
        return self._kept.save(intake)

    async def list_intakes(self, creator_id: CreatorId, *, limit: int = 20) -> tuple[Intake, ...]:
        found = sorted(self._kept.list(creator_id), key=lambda intake: intake.id, reverse=True)
        return tuple(found[:limit])


class FakeFollowedJobs:
    def __init__(self, memory: Memory) -> None:
        self._kept: Kept[FollowedJob] = Kept(memory, lambda f: (f.creator_id, f.job_id), days=2)

    async def put_followed(self, followed: FollowedJob) -> None:
        self._kept.put(followed)

    async def list_followed(self, creator_id: CreatorId) -> tuple[FollowedJob, ...]:
        return tuple(self._kept.list(creator_id))

    async def delete_followed(self, creator_id: CreatorId, job_id: JobId) -> bool:
        return self._kept.take(creator_id, job_id) is not None


_intakes: type[IntakeStore] = FakeIntakes
_followed: type[FollowedJobStore] = FakeFollowedJobs
