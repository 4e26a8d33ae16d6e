"""Stores, queue and workspace in memory; they behave like those on the table."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from core.domain.chat.chat_message import ChatHistogram
from core.domain.chat.chat_spike import ChatSpike
from core.domain.clips.clip import Clip, ClipStatus
from core.domain.publishing.planned import Planned
from core.domain.publishing.publication import Publication, PublicationStatus
from core.domain.streams.stream import Stream, StreamStatus
from core.domain.videos.asset import Asset
from core.domain.work.due import Due
from core.domain.work.ids import (
    AssetId,
    ClipId,
    CreatorId,
    JobId,
    PublicationId,
    StreamId,
    make_ulid,
)
from core.domain.work.job import Job, JobStatus, Queue
from core.errors import Conflict, InvalidInput, NotFound
from core.ports.chat import HistogramStore, SpikeStore
from core.ports.clips import ClipStore
from core.ports.paging import Page
from core.ports.publishing import PublicationStore
from core.ports.streams import StreamStore
from core.ports.videos import AssetStore, ByteCount
from core.ports.work import Clock, JobQueue, JobStore, Lease, Workspace

T = TypeVar("T")
KEPT = timedelta(days=90)
Key = tuple[str, ...]


class Memory:
    """What all fakes of one table share: items by creator and id, and queue rows."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.streams: dict[Key, Stream] = {}
        self.spikes: dict[Key, tuple[datetime, ChatSpike]] = {}
        self.histograms: dict[Key, tuple[datetime, ChatHistogram]] = {}
        self.assets: dict[Key, Asset] = {}
        self.clips: dict[Key, Clip] = {}
        self.publications: dict[Key, Publication] = {}
        self.jobs: dict[Key, Job] = {}
        self.rows: dict[tuple[str, str, str], CreatorId] = {}
        self.leased: set[tuple[str, str, str]] = set()
        self.linked: set[CreatorId] = set()
        self.reminders: dict[tuple[str, Due], Due] = {}
        self.carried: dict[Key, Job] = {}
        self.others: list[dict[Any, Any]] = [self.reminders, self.carried]

    def add_job(self, job: Job) -> None:
        (self.carried if job.is_carried else self.jobs)[_key(job)] = job
        self.put_row(job, job.next_at or job.created_at)

    def put_row(self, job: Job, visible_at: datetime) -> None:
        self.rows[job.queue.value, _time(visible_at), job.id] = job.creator_id


def _key(thing: Any) -> Key:
    return (thing.creator_id, thing.id)


def _time(at: datetime) -> str:
    return f"{int(at.timestamp() * 1000):013d}"


def _get(things: dict[Key, T], creator_id: str, thing_id: str) -> T:
    if (creator_id, thing_id) not in things:
        raise NotFound("It is not stored.")
    return things[creator_id, thing_id]


def _check(things: dict[Key, Any], thing: Any) -> None:
    """Raise NotFound or Conflict unless `thing` is of the version that is stored."""
    current = _get(things, thing.creator_id, thing.id)
    if current.version != thing.version:
        raise Conflict("It was changed by someone else.", current=current)


def _save(things: dict[Key, T], thing: Any) -> Any:
    _check(things, thing)
    saved = replace(thing, version=thing.version + 1)
    things[_key(saved)] = saved
    return saved


def _add(things: dict[Key, T], thing: Any) -> bool:
    if _key(thing) in things:
        return False
    things[_key(thing)] = thing
    return True


def page_of(
    scope: Sequence[str],
    things: Iterable[T],
    order: Callable[[T], tuple[Any, ...]],
    *,
    cursor: str | None,
    limit: int,
    newest_first: bool = True,
) -> Page[T]:
    """Return a page in the order of a key; a cursor names its list and the last item returned."""
    ordered = sorted(((order(thing), thing) for thing in things), key=lambda pair: pair[0])
    if newest_first:
        ordered.reverse()
    if cursor is not None:
        last = _open(cursor, scope)
        ordered = [p for p in ordered if (p[0] < last if newest_first else p[0] > last)]
    page = ordered[:limit]
    following = None
    if len(ordered) > limit:
        text = json.dumps([list(scope), list(page[-1][0])])
        following = base64.urlsafe_b64encode(text.encode()).decode()
    return Page(tuple(thing for _, thing in page), following)


def _open(cursor: str, scope: Sequence[str]) -> tuple[Any, ...]:
    try:
        found, last = json.loads(base64.urlsafe_b64decode(cursor))
    except ValueError:
        found, last = None, ()
    if found != list(scope):
        raise InvalidInput("The page cannot be opened.")
    return tuple(last)


def _of(things: dict[Key, T], creator_id: CreatorId) -> list[T]:
    return [thing for key, thing in things.items() if key[0] == creator_id]


class FakeStreams:
    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._things = memory.streams

    async def get_stream(self, creator_id: CreatorId, stream_id: StreamId) -> Stream:
        return _get(self._things, creator_id, stream_id)

    async def add_stream(self, stream: Stream) -> bool:
        return _add(self._things, stream)

    async def save_stream(self, stream: Stream, *, jobs: Sequence[Job] = ()) -> Stream:
        saved: Stream = _save(self._things, stream)
        for job in jobs:
            self._memory.add_job(job)
        return saved

    async def list_open_streams(
        self, creator_id: CreatorId, broadcaster_id: str
    ) -> tuple[Stream, ...]:
        streams = sorted(_of(self._things, creator_id), key=lambda s: s.id, reverse=True)
        return tuple(
            stream
            for stream in streams
            if stream.broadcaster_id == broadcaster_id and stream.status is StreamStatus.LIVE
        )

    async def list_streams(
        self, creator_id: CreatorId, *, cursor: str | None = None, limit: int = 20
    ) -> Page[Stream]:
        streams = _of(self._things, creator_id)
        scope = (creator_id, "streams")
        return page_of(scope, streams, lambda s: (s.id,), cursor=cursor, limit=limit)


class FakeSpikes:
    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._detected: dict[tuple[str, str, str], Key] = {}

    async def add_spike(
        self,
        stream: Stream,
        spike: ChatSpike,
        *,
        clip: Clip | None = None,
        job: Job | None = None,
    ) -> bool:
        memory = self._memory
        key = (stream.creator_id, stream.id, f"{spike.detected_at_seconds:012.3f}")
        known = key in memory.spikes
        known = known or (clip is not None and _key(clip) in memory.clips)
        if known or (job is not None and _key(job) in memory.jobs):
            return False
        memory.spikes[key] = (memory.clock.now() + KEPT, spike)
        found_at = stream.started_at + timedelta(seconds=spike.detected_at_seconds)
        self._detected[_time(found_at), stream.creator_id, stream.id] = key
        if clip is not None:
            memory.clips[_key(clip)] = clip
        if job is not None:
            memory.add_job(job)
        return True

    async def replace_spike(self, stream: Stream, spike: ChatSpike) -> bool:
        key = (stream.creator_id, stream.id, f"{spike.detected_at_seconds:012.3f}")
        if key not in self._memory.spikes:
            return False
        until, _ = self._memory.spikes[key]
        self._memory.spikes[key] = (until, spike)
        return True

    async def find_spike(
        self, creator_id: CreatorId, stream_id: StreamId, *, detected_at: datetime
    ) -> ChatSpike | None:
        key = self._detected.get((_time(detected_at), creator_id, stream_id))
        until, spike = self._memory.spikes[key] if key else (detected_at, None)
        return spike if until > self._memory.clock.now() else None

    async def list_near(
        self, stream: Stream, *, first_seconds: float, last_seconds: float
    ) -> tuple[ChatSpike, ...]:
        spikes = (await self.list_spikes(stream, limit=10_000)).items
        return tuple(s for s in spikes if first_seconds <= s.detected_at_seconds <= last_seconds)

    async def list_spikes(
        self, stream: Stream, *, cursor: str | None = None, limit: int = 100
    ) -> Page[ChatSpike]:
        scope = (stream.creator_id, "spikes", stream.id)
        now = self._memory.clock.now()
        spikes = [
            spike
            for (creator_id, stream_id, _), (until, spike) in self._memory.spikes.items()
            if (creator_id, stream_id) == (stream.creator_id, stream.id) and until > now
        ]
        return page_of(
            scope,
            spikes,
            lambda spike: (spike.detected_at_seconds,),
            cursor=cursor,
            limit=limit,
            newest_first=False,
        )


class FakeHistograms:
    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    async def put_histogram(self, creator_id: CreatorId, row: ChatHistogram) -> None:
        key = (creator_id, row.stream_id, _time(row.starts_at))
        self._memory.histograms[key] = (self._memory.clock.now() + KEPT, row)

    async def list_histograms(
        self,
        creator_id: CreatorId,
        stream_id: StreamId,
        *,
        cursor: str | None = None,
        limit: int = 200,
    ) -> Page[ChatHistogram]:
        now = self._memory.clock.now()
        rows = [
            row
            for key, (until, row) in self._memory.histograms.items()
            if key[:2] == (creator_id, stream_id) and until > now
        ]
        return page_of(
            (creator_id, "histograms", stream_id),
            rows,
            lambda row: (_time(row.starts_at),),
            cursor=cursor,
            limit=limit,
            newest_first=False,
        )


class FakeAssets:
    def __init__(self, memory: Memory) -> None:
        self._counts: dict[CreatorId, ByteCount] = {}
        self._things = memory.assets

    async def get_asset(self, creator_id: CreatorId, asset_id: AssetId) -> Asset:
        return _get(self._things, creator_id, asset_id)

    async def add_asset(self, asset: Asset) -> bool:
        is_new = _add(self._things, asset)
        if is_new and asset.size_bytes:
            count = await self.count_bytes(asset.creator_id)
            self._count(asset.creator_id, count, count.size_bytes + asset.size_bytes)
        return is_new

    async def count_bytes(self, creator_id: CreatorId) -> ByteCount:
        return self._counts.get(creator_id, ByteCount())

    async def complete_count(
        self, creator_id: CreatorId, seen: ByteCount, *, size_bytes: int
    ) -> bool:
        if await self.count_bytes(creator_id) != seen:
            return False
        self._count(creator_id, replace(seen, is_whole=True), size_bytes)
        return True

    def _count(self, creator_id: CreatorId, count: ByteCount, size_bytes: int) -> None:
        self._counts[creator_id] = replace(count, size_bytes=size_bytes, version=count.version + 1)

    async def list_assets(
        self, creator_id: CreatorId, *, cursor: str | None = None, limit: int = 20
    ) -> Page[Asset]:
        assets = _of(self._things, creator_id)
        return page_of(
            (creator_id, "assets"), assets, lambda a: (a.id,), cursor=cursor, limit=limit
        )


class FakeClips:
    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    async def get_clip(self, creator_id: CreatorId, clip_id: ClipId) -> Clip:
        return _get(self._memory.clips, creator_id, clip_id)

    async def find_clips(
        self, creator_id: CreatorId, clip_ids: Sequence[ClipId]
    ) -> tuple[Clip, ...]:
        found = (self._memory.clips.get((creator_id, one)) for one in dict.fromkeys(clip_ids))
        return tuple(clip for clip in found if clip is not None)

    async def count_clips(self, creator_id: CreatorId, status: ClipStatus, *, most: int) -> int:
        found = [clip for clip in _of(self._memory.clips, creator_id) if clip.status is status]
        return min(most, len(found))

    async def add_clip(self, clip: Clip, *, jobs: Sequence[Job] = ()) -> bool:
        memory = self._memory
        if _key(clip) in memory.clips or any(_key(job) in memory.jobs for job in jobs):
            return False
        memory.clips[_key(clip)] = clip
        for job in jobs:
            memory.add_job(job)
        return True

    async def save_clip(
        self,
        clip: Clip,
        *,
        publications: Sequence[Publication] = (),
        changed: Sequence[Publication] = (),
        jobs: Sequence[Job] = (),
    ) -> Clip:
        memory = self._memory
        _check(memory.clips, clip)
        known = any(_key(p) in memory.publications for p in publications)
        if known or any(_key(job) in memory.jobs for job in jobs):
            current = memory.clips[_key(clip)]
            raise Conflict("What follows is already in progress.", current=current)
        for publication in changed:
            _check(memory.publications, publication)
        for publication in changed:
            _save(memory.publications, publication)
        for publication in publications:
            memory.publications[_key(publication)] = publication
        for job in jobs:
            memory.add_job(job)
        saved: Clip = _save(memory.clips, clip)
        return saved

    async def list_clips(
        self,
        creator_id: CreatorId,
        *,
        before: datetime | None = None,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Clip]:
        bound = make_ulid(before, bytes(10)) if before else "~"
        clips = [clip for clip in _of(self._memory.clips, creator_id) if clip.id < bound]
        return page_of((creator_id, "clips"), clips, lambda c: (c.id,), cursor=cursor, limit=limit)

    async def list_clips_by_status(
        self,
        creator_id: CreatorId,
        status: ClipStatus,
        *,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Clip]:
        clips = [clip for clip in _of(self._memory.clips, creator_id) if clip.status is status]
        scope = (creator_id, "clips", status)
        return page_of(scope, clips, _urgent, cursor=cursor, limit=limit)

    async def list_clips_by_score(
        self,
        creator_id: CreatorId,
        *,
        at_least: int = 0,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Clip]:
        clips = [
            clip
            for clip in _of(self._memory.clips, creator_id)
            if clip.score is not None and clip.score.value >= at_least
        ]
        scope = (creator_id, "clips by score", str(at_least))
        return page_of(scope, clips, _scored, cursor=cursor, limit=limit)


def _urgent(clip: Clip) -> tuple[int, str, str]:
    return clip.priority, _time(clip.created_at), clip.id


def _created(thing: Clip | Job) -> tuple[str, str]:
    return _time(thing.created_at), thing.id


def _scored(clip: Clip) -> tuple[int, str]:
    return clip.score.value if clip.score else 0, clip.id


class FakePublications:
    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._things = memory.publications

    async def get_publication(
        self, creator_id: CreatorId, publication_id: PublicationId
    ) -> Publication:
        return _get(self._things, creator_id, publication_id)

    async def note_progress(self, publication: Publication) -> Publication:
        return await self.save_publication(publication)

    async def save_publication(
        self, publication: Publication, *, jobs: Sequence[Job] = ()
    ) -> Publication:
        _check(self._things, publication)
        for job in jobs:
            self._memory.add_job(job)
        saved: Publication = _save(self._things, publication)
        return saved

    async def list_publications(
        self, creator_id: CreatorId, *, cursor: str | None = None, limit: int = 100
    ) -> Page[Publication]:
        scope = (creator_id, "publications")
        found = _of(self._things, creator_id)
        return page_of(scope, found, lambda p: (p.id,), cursor=cursor, limit=limit)

    async def list_publications_by_status(
        self,
        creator_id: CreatorId,
        status: PublicationStatus,
        *,
        is_soonest_first: bool = False,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Publication]:
        found = [p for p in _of(self._things, creator_id) if p.status is status]
        return page_of(
            (creator_id, "publications", status),
            found,
            lambda p: (p.due_at.isoformat(), p.id),
            cursor=cursor,
            limit=limit,
            newest_first=not is_soonest_first,
        )

    async def list_coming(self, creator_id: CreatorId, *, after: datetime) -> tuple[Planned, ...]:
        found = [
            Planned(platform=p.platform, account_id=p.account_id, at=p.due_at)
            for p in _of(self._things, creator_id)
            if p.status is PublicationStatus.SCHEDULED and p.due_at >= after
        ]
        return tuple(sorted(found, key=lambda p: p.at.isoformat() if p.at else ""))

    async def list_publications_of_clip(
        self, creator_id: CreatorId, clip_id: ClipId
    ) -> tuple[Publication, ...]:
        found = [p for p in _of(self._things, creator_id) if p.clip_id == clip_id]
        return tuple(sorted(found, key=lambda p: p.id, reverse=True))

    async def find_publications(
        self, creator_id: CreatorId, publication_ids: Sequence[PublicationId]
    ) -> tuple[Publication, ...]:
        found = (self._things.get((creator_id, one)) for one in publication_ids)
        return tuple(publication for publication in found if publication is not None)


class FakeJobs:
    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    async def get_job(self, creator_id: CreatorId, job_id: JobId) -> Job:
        return _get(self._memory.jobs, creator_id, job_id)

    async def add_job(self, job: Job) -> bool:
        if _key(job) in self._memory.jobs and not job.is_carried:
            return False
        self._memory.add_job(job)
        return True

    async def save_job(self, job: Job) -> Job:
        saved: Job = _save(self._memory.jobs, job)
        return saved

    async def list_jobs(
        self,
        creator_id: CreatorId,
        status: JobStatus,
        *,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Job]:
        jobs = [job for job in _of(self._memory.jobs, creator_id) if job.status is status]
        return page_of((creator_id, "jobs", status), jobs, _created, cursor=cursor, limit=limit)


class FakeQueue:
    """Rows in order of visibility; a receipt is the row that the lease holds."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    async def send(self, job: Job, *, visible_at: datetime) -> None:
        self._memory.put_row(job, visible_at)

    async def receive(self, queue: Queue, *, lease_seconds: float) -> Lease | None:
        now = self._memory.clock.now()
        visible = [row for row in self._memory.rows if row[0] == queue and row[1] <= _time(now)]
        if not visible:
            return None
        return self._move(min(visible), now + timedelta(seconds=lease_seconds), is_lease=True)

    async def extend(self, lease: Lease, *, lease_seconds: float) -> Lease:
        until = self._memory.clock.now() + timedelta(seconds=lease_seconds)
        moved = self._move(_row(lease), until, is_lease=True)
        if moved is None:
            raise Conflict("The lease has lapsed.")
        return moved

    async def release(self, lease: Lease, *, visible_at: datetime) -> None:
        self._move(_row(lease), visible_at)

    async def delete(self, lease: Lease) -> None:
        self._memory.rows.pop(_row(lease), None)

    async def release_all(self, queue: Queue) -> int:
        now = self._memory.clock.now()
        leased = [
            row
            for row in self._memory.rows
            if row[0] == queue and row[1] > _time(now) and row in self._memory.leased
        ]
        for row in leased:
            self._move(row, now)
        return len(leased)

    async def list_waiting(self, queue: Queue) -> frozenset[JobId]:
        return frozenset(JobId(row[2]) for row in self._memory.rows if row[0] == queue)

    def _move(
        self, row: tuple[str, str, str], visible_at: datetime, *, is_lease: bool = False
    ) -> Lease | None:
        creator_id = self._memory.rows.pop(row, None)
        self._memory.leased.discard(row)
        if creator_id is None:
            return None
        queue, _, job_id = row
        moved = (queue, _time(visible_at), job_id)
        self._memory.rows[moved] = creator_id
        if is_lease:
            self._memory.leased.add(moved)
            if carried := self._memory.carried.pop((creator_id, job_id), None):
                _add(self._memory.jobs, replace(carried, version=1))
        return Lease(
            creator_id=creator_id,
            job_id=JobId(job_id),
            until=visible_at,
            receipt=f"{queue}|{_time(visible_at)}|{job_id}",
        )


def _row(lease: Lease) -> tuple[str, str, str]:
    queue, time, job_id = lease.receipt.split("|")
    return queue, time, job_id


class FakeWorkspace:
    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    async def forget_creator(self, creator_id: CreatorId) -> int:
        memory = self._memory
        kinds: tuple[dict[Any, Any], ...] = (
            memory.streams,
            memory.spikes,
            memory.histograms,
            memory.assets,
            memory.clips,
            memory.publications,
            memory.jobs,
            *memory.others,
        )
        count = 0
        for things in kinds:
            for key in [key for key in things if key[0] == creator_id]:
                del things[key]
                count += 1
        for row in [row for row, owner in memory.rows.items() if owner == creator_id]:
            del memory.rows[row]
            count += 1
        return count


class FakeStores:
    """All stores over one memory, under the names that `open_stores` gives the real ones."""

    def __init__(self, clock: Clock) -> None:
        self.memory = Memory(clock)
        self.streams = FakeStreams(self.memory)
        self.spikes = FakeSpikes(self.memory)
        self.histograms = FakeHistograms(self.memory)
        self.assets = FakeAssets(self.memory)
        self.clips = FakeClips(self.memory)
        self.publications = FakePublications(self.memory)
        self.jobs = FakeJobs(self.memory)
        self.queue = FakeQueue(self.memory)
        self.workspace = FakeWorkspace(self.memory)


_streams: type[StreamStore] = FakeStreams
_spikes: type[SpikeStore] = FakeSpikes
_histograms: type[HistogramStore] = FakeHistograms
_assets: type[AssetStore] = FakeAssets
_clips: type[ClipStore] = FakeClips
_publications: type[PublicationStore] = FakePublications
_jobs: type[JobStore] = FakeJobs
_queue: type[JobQueue] = FakeQueue
_workspace: type[Workspace] = FakeWorkspace
