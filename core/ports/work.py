"""Work: jobs and their queue, the clock, ids, and upkeep of what is stored."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from core.domain.work.due import Due
    from core.domain.work.ids import CreatorId, JobId
    from core.domain.work.job import Job, JobStatus, Queue
    from core.ports.paging import Page


OnProgress = Callable[[float], None]
"""Called with the share done, from 0 to 1."""


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the time now, in UTC, timezone-aware; somebody may set it forward or back."""
        ...

    def steady_seconds(self) -> float:
        """Return seconds since some moment; nobody can set them, and they count a suspend."""
        ...


class Ids(Protocol):
    """Makes ids that sort by time."""

    def new_ulid(self, at: datetime, *names: str) -> str:
        """Return a ULID that sorts under `at`.

        `names` say what the id stands for: with a seed, equal names give equal ids, so that a run
        that is repeated, or resumed after a kill, gives the same things the same ids.
        """
        ...


class JobStore(Protocol):
    """Keeps job records: the truth about work, changed by conditional writes."""

    async def get_job(self, creator_id: CreatorId, job_id: JobId) -> Job: ...

    async def add_job(self, job: Job) -> bool:
        """Store a new job and send it; False if it exists. A carried one is only sent."""
        ...

    async def save_job(self, job: Job) -> Job: ...

    async def list_jobs(
        self,
        creator_id: CreatorId,
        status: JobStatus,
        *,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Job]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right to work on a job until `until`; `receipt` identifies it to the queue."""

    creator_id: CreatorId
    job_id: JobId
    until: datetime
    receipt: str


class JobQueue(Protocol):
    """Carries job ids to whoever does the work; the job record is the truth.

    Setting the clock forward or back changes neither who holds a job nor for how long one waits,
    except for what was written more than a minute ago by a process that is gone.

    The transaction that adds a job through a store also sends it; a queue outside the table follows
    within seconds, in no order, and waits itself, up to 20 s, for the next job to receive.
    Of a job that is carried the queue holds all there is, and receiving it stores its record.
    """

    async def send(self, job: Job, *, visible_at: datetime) -> None:
        """Make the job visible to receivers from `visible_at` on; sending twice is harmless."""
        ...

    async def receive(self, queue: Queue, *, lease_seconds: float) -> Lease | None:
        """Take the next visible job and hide it for `lease_seconds`; None if there is none."""
        ...

    async def extend(self, lease: Lease, *, lease_seconds: float) -> Lease:
        """Hide it for longer; Conflict if the lease lapsed and another worker has it."""
        ...

    async def release(self, lease: Lease, *, visible_at: datetime) -> None:
        """Return it, to be received again from `visible_at` on."""
        ...

    async def delete(self, lease: Lease) -> None:
        """Remove it from the queue: the job has ended."""
        ...

    async def release_all(self, queue: Queue) -> int:
        """Make what is leased visible now and return how many; only for the sole owner at start.

        What waits for a later time goes on waiting.
        """
        ...

    async def list_waiting(self, queue: Queue) -> frozenset[JobId]:
        """Return all jobs in a queue, visible or leased; for sweepers only."""
        ...


class JobRelay(Protocol):
    """Carries what is stored in the table to a queue outside it, which no transaction reaches.

    What a process stored and could not pass on before it died is found in the table.
    """

    async def pass_on(self) -> None:
        """Wait until this process has stored jobs, and send them; raises where that fails."""
        ...

    async def flush(self) -> None:
        """Send what was stored by now; raises where that fails."""
        ...

    async def send_overdue(self) -> int:
        """Send what has come near, and what nobody received for suspiciously long; count it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ownership:
    """Whose something is for as long as `beat` goes on changing; `until` is for people to read.

    `follows` names another one whose beat counts as its own, too.
    """

    name: str
    holder: str
    beat: str
    until: datetime
    follows: str = ""


class OwnershipStore(Protocol):
    """Keeps who owns what of that which one process alone may do, such as reading a channel.

    No time of a clock decides: whoever sees a beat that has not changed for a lease may write over
    it, and of several who do one is taken at its word.
    """

    async def list_ownerships(self, *, of: Collection[str] = ()) -> Mapping[str, Ownership]:
        """Return them by name, as they are now: all, or at least `of` and what these follow."""
        ...

    async def put_ownership(self, ownership: Ownership, *, over_beat: str | None) -> bool:
        """Store it over the beat that was seen (None: over nothing); False where that changed.

        Putting the same again is harmless, as after an answer that was lost.
        """
        ...

    async def delete_ownership(self, name: str, *, beat: str) -> bool:
        """Give it up; False where it is another's by now."""
        ...


class Formats(Protocol):
    """Says what may be written, for every process on the table reads it, of former versions too."""

    async def may_carry(self) -> bool:
        """Say whether a queue may hold all there is of a job; else a job has its record.

        Where it may, an ownership may follow another's beat, too.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedTrouble:
    """What has not worked in a process since `since`, as whoever runs Truss may read it.

    `process` is how people call another process, "" for this one.
    """

    part: str
    sentence: str
    since: datetime
    process: str = ""

    @property
    def name(self) -> str:
        return f"{self.part} ({self.process})" if self.process else self.part


class TroubleStore(Protocol):
    """Keeps what does not work in processes that can tell nobody, for the one that can."""

    async def put_troubles(
        self, process: str, troubles: Sequence[SharedTrouble], *, until: datetime
    ) -> None:
        """Store all of a process's, in place of what it had; none is kept after `until`."""
        ...

    async def delete_troubles(self, process: str) -> None: ...

    async def list_troubles(self) -> tuple[SharedTrouble, ...]:
        """Return those of all processes, as they are now."""
        ...


class Upkeep(Protocol):
    """Removes what has expired."""

    async def sweep_expired(self, now: datetime) -> int:
        """Delete the rows whose time to live is over; return how many."""
        ...


class Workspace(Protocol):
    """Everything stored for one creator."""

    async def forget_creator(self, creator_id: CreatorId) -> int:
        """Delete everything of this creator, including queued work; return the number of items."""
        ...


class DueStore(Protocol):
    """Keeps what the clock must look at, in `shards` parts."""

    @property
    def shards(self) -> int: ...

    async def list_due(
        self, shard: int, *, until: datetime, cursor: str | None = None, limit: int = 50
    ) -> Page[Due]:
        """List what is due in one part, oldest first; the list is never behind."""
        ...

    async def add_due(self, due: Due) -> None:
        """Store it; adding it again only tells by `set_at` that it was."""
        ...

    async def delete_due(self, due: Due) -> bool:
        """Delete it; False if another worker already has, or if it was set again meanwhile."""
        ...
