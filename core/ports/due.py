"""What is due, and claiming it: many may look, one gets it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from core.domain.due import Due
from core.domain.job import Job
from core.domain.publication import Publication
from core.ports.stores import Page


class DueStore(Protocol):
    """Keeps what the clock must look at, in `shards` parts."""

    @property
    def shards(self) -> int: ...

    async def list_due(
        self, shard: int, *, until: datetime, cursor: str | None = None, limit: int = 50
    ) -> Page[Due]:
        """List what is due in one part, the oldest first; the list is never behind."""
        ...

    async def add_due(self, due: Due) -> None:
        """Remember it; adding it again changes nothing."""
        ...

    async def delete_due(self, due: Due) -> bool:
        """Forget it; False where another has already."""
        ...


class PublicationClaims(Protocol):
    """Gives each due publication to one worker."""

    async def claim_publication(
        self, due: Due, *, at: datetime, make_job: Callable[[Publication], Job] | None = None
    ) -> Publication | None:
        """Return the publication, claimed, or None where it is another's or is due no more.

        The lock of its content on that account, and the job that `make_job` makes of the claimed
        publication, come with it in one transaction. One that lies at the platform already keeps
        its status. Conflict where another publication of the same content holds that lock; it is
        then not claimed.
        """
        ...
