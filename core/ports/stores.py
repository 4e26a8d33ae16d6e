"""Stores: each keeps one kind of domain object, for one creator at a time.

`get_x` raises NotFound, `find_x` may return None, `list_x` returns one page. `add_x` returns
False when the thing is already there, and `save_x` is conditioned on the version that was seen:
the saved object comes back with the next version, and the loser gets Conflict with `current`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from core.domain.asset import Asset
from core.domain.chat import ChatHistogram
from core.domain.chat_spike import ChatSpike
from core.domain.clip import Clip, ClipStatus
from core.domain.ids import (
    AssetId,
    ClipId,
    CreatorId,
    JobId,
    PublicationId,
    StreamId,
)
from core.domain.job import Job, JobStatus, Queue
from core.domain.publication import Publication
from core.domain.stream import Stream

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; `cursor` asks for the next one, and is None on the last."""

    items: tuple[T, ...]
    cursor: str | None = None


async def collect(list_page: Callable[[str | None], Awaitable[Page[T]]]) -> list[T]:
    """Return the items of all pages; only for lists that are known to be bounded."""
    page = await list_page(None)
    items = list(page.items)
    while page.cursor:
        page = await list_page(page.cursor)
        items.extend(page.items)
    return items


class StreamStore(Protocol):
    """Keeps streams, newest first."""

    async def get_stream(self, creator_id: CreatorId, stream_id: StreamId) -> Stream: ...

    async def add_stream(self, stream: Stream) -> bool: ...

    async def save_stream(self, stream: Stream, *, jobs: Sequence[Job] = ()) -> Stream:
        """Save it, and in the same transaction the jobs that follow."""
        ...

    async def list_streams(
        self, creator_id: CreatorId, *, cursor: str | None = None, limit: int = 20
    ) -> Page[Stream]: ...


class SpikeStore(Protocol):
    """Keeps chat spikes for 90 days, in the order in which they were detected."""

    async def add_spike(
        self,
        stream: Stream,
        spike: ChatSpike,
        *,
        clip: Clip | None = None,
        job: Job | None = None,
    ) -> bool:
        """Store a spike, and the clip and job that follow from it, in one transaction.

        False when this spike is already known; then nothing is stored.
        """
        ...

    async def replace_spike(self, stream: Stream, spike: ChatSpike) -> bool:
        """Replace the evidence of the spike that was detected then; False where there is none."""
        ...

    async def list_spikes(
        self, stream: Stream, *, cursor: str | None = None, limit: int = 100
    ) -> Page[ChatSpike]: ...


class HistogramStore(Protocol):
    """Keeps a stream's chat, counted, for 90 days; a row put again replaces the older one."""

    async def put_histogram(self, creator_id: CreatorId, row: ChatHistogram) -> None: ...

    async def list_histograms(
        self,
        creator_id: CreatorId,
        stream_id: StreamId,
        *,
        cursor: str | None = None,
        limit: int = 200,
    ) -> Page[ChatHistogram]: ...


class AssetStore(Protocol):
    """Keeps assets."""

    async def get_asset(self, creator_id: CreatorId, asset_id: AssetId) -> Asset: ...

    async def add_asset(self, asset: Asset) -> bool: ...

    async def list_assets(
        self, creator_id: CreatorId, *, cursor: str | None = None, limit: int = 20
    ) -> Page[Asset]: ...


class ClipStore(Protocol):
    """Keeps clips."""

    async def get_clip(self, creator_id: CreatorId, clip_id: ClipId) -> Clip: ...

    async def add_clip(self, clip: Clip, *, jobs: Sequence[Job] = ()) -> bool:
        """Store a new clip, and the jobs that follow from it, in one transaction.

        False when a clip of this id is there already; then nothing is stored.
        """
        ...

    async def save_clip(
        self,
        clip: Clip,
        *,
        publications: Sequence[Publication] = (),
        changed: Sequence[Publication] = (),
        jobs: Sequence[Job] = (),
    ) -> Clip:
        """Save the clip, add what follows from it, and save what changes, in one transaction.

        `changed` are publications over the versions that were seen.
        """
        ...

    async def list_clips(
        self,
        creator_id: CreatorId,
        *,
        before: datetime | None = None,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Clip]:
        """List all clips, newest first; those that sort under an earlier time than `before`."""
        ...

    async def list_clips_by_status(
        self,
        creator_id: CreatorId,
        status: ClipStatus,
        *,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Clip]:
        """List the clips of one status, those of a higher priority first, then newest first."""
        ...

    async def list_clips_by_score(
        self,
        creator_id: CreatorId,
        *,
        at_least: int = 0,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Clip]:
        """List scored clips, the highest score first."""
        ...


class PublicationStore(Protocol):
    """Keeps publications."""

    async def get_publication(
        self, creator_id: CreatorId, publication_id: PublicationId
    ) -> Publication: ...

    async def save_publication(self, publication: Publication) -> Publication: ...

    async def note_progress(self, publication: Publication) -> Publication:
        """Save it as `save_publication` does; people would see nothing new, so no card follows."""
        ...

    async def list_publications(
        self, creator_id: CreatorId, *, cursor: str | None = None, limit: int = 100
    ) -> Page[Publication]: ...


class JobStore(Protocol):
    """Keeps job records: the truth about work, moved by conditional writes."""

    async def get_job(self, creator_id: CreatorId, job_id: JobId) -> Job: ...

    async def add_job(self, job: Job) -> bool: ...

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
    """The right to work on a job until `until`; `receipt` names it to the queue."""

    creator_id: CreatorId
    job_id: JobId
    until: datetime
    receipt: str


class JobQueue(Protocol):
    """Carries the ids of jobs to whoever owns the work; the job record is the truth.

    A transaction that adds a job through a store also sends it where the queue lies in the table.
    """

    async def send(self, job: Job, *, visible_at: datetime) -> None:
        """Make the job visible to receivers from `visible_at` on; sending twice is harmless."""
        ...

    async def receive(self, queue: Queue, *, lease_seconds: float) -> Lease | None:
        """Take the next visible job and hide it for `lease_seconds`; None when there is none."""
        ...

    async def extend(self, lease: Lease, *, lease_seconds: float) -> Lease:
        """Hide it for longer; Conflict where the lease had lapsed and is another's."""
        ...

    async def release(self, lease: Lease, *, visible_at: datetime) -> None:
        """Give it back, to be received again from `visible_at` on."""
        ...

    async def delete(self, lease: Lease) -> None:
        """Take it from the queue: the job has ended."""
        ...

    async def release_all(self, queue: Queue) -> int:
        """Make all of a queue visible now and return how many; only for the sole owner at start."""
        ...

    async def list_waiting(self, queue: Queue) -> frozenset[JobId]:
        """Return all jobs of a queue, visible or leased: for sweepers alone."""
        ...


class Upkeep(Protocol):
    """Keeps what is stored in order."""

    async def sweep_expired(self, now: datetime) -> int:
        """Delete the rows whose time to live is over; return how many."""
        ...


class Workspace(Protocol):
    """All that is stored for one creator."""

    async def forget_creator(self, creator_id: CreatorId) -> int:
        """Delete everything of this creator, its queued work included; return how many items."""
        ...
