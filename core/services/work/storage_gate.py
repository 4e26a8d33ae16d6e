"""Storage gate: what was refused a place for its files tries that first, not at the end of work."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from core.domain.work import stages
from core.domain.work.job import Job
from core.errors import RightsRefused
from core.ports.storage import ObjectStorage
from core.services.work.job_handlers import JobHandler, JobProgress

"""The step that a refusal of the storage names, on the job too."""


class StorageGate:
    """Lets costly work begin only if its result may be stored, as far as that is known.

    Nobody is asked until something was refused; from then on a few bytes go before each job, until
    they are stored.
    """

    def __init__(self, storage: ObjectStorage) -> None:
        self._storage = storage
        self._is_refused = False

    def guard(self, handler: JobHandler) -> JobHandler:
        """Return the handler, behind the gate."""
        return replace(handler, work=self._check_before(handler.work))

    def _check_before(
        self, work: Callable[[Job, JobProgress], Awaitable[None]]
    ) -> Callable[[Job, JobProgress], Awaitable[None]]:
        async def check_and_work(job: Job, progress: JobProgress) -> None:
            try:
                # Another process may have been refused, which the job remembers.
                if self._is_refused or job.stage == stages.STORAGE:
                    await self._storage.try_rights()
                self._is_refused = False
                await work(job, progress)
            except RightsRefused as refused:
                self._is_refused = self._is_refused or refused.stage == stages.STORAGE
                raise

        return check_and_work
