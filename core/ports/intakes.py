"""Intakes: videos on their way in, and who is kept informed of the work on them."""

from __future__ import annotations

from typing import Protocol

from core.domain.ids import CreatorId, JobId
from core.domain.intake import Intake, IntakeId
from core.domain.tracked import FollowedJob


class IntakeStore(Protocol):
    """Keeps intakes for 30 days."""

    async def get_intake(self, creator_id: CreatorId, intake_id: IntakeId) -> Intake: ...

    async def add_intake(self, intake: Intake) -> bool: ...

    async def save_intake(self, intake: Intake) -> Intake: ...

    async def list_intakes(self, creator_id: CreatorId, *, limit: int = 20) -> tuple[Intake, ...]:
        """Return the newest intakes, the newest first."""
        ...


class FollowedJobStore(Protocol):
    """Keeps followed jobs for two days."""

    async def put_followed(self, followed: FollowedJob) -> None: ...

    async def list_followed(self, creator_id: CreatorId) -> tuple[FollowedJob, ...]: ...

    async def delete_followed(self, creator_id: CreatorId, job_id: JobId) -> bool: ...
