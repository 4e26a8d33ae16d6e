"""What is stored at the end, read past the proxies, beside what people and platforms saw."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from core.domain.chat.chat_spike import ChatSpike
from core.domain.clips.clip import Clip, ClipStatus
from core.domain.footage.live_moment import LiveMoment
from core.domain.publishing.publication import OUT, Publication, PublicationStatus
from core.domain.streams.stream import Stream
from core.domain.videos.asset import Asset
from core.domain.videos.intake import Intake
from core.domain.work.job import Job, JobStatus
from core.ports.paging import collect
from core.ports.stores import Stores
from tests.journeys.long_soak.platforms import Creator, Platforms

_MANY = 100
_BUSY = (JobStatus.QUEUED, JobStatus.RUNNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSpike:
    """A stored spike and when it was, by the wall clock."""

    login: str
    at: float
    spike: ChatSpike
    stream: Stream


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenGap:
    """When a stream was not listened to, as its record says, by the wall clock."""

    login: str
    start: float
    end: float


@dataclass(slots=True, kw_only=True)
class Books:
    """All that one creator has."""

    creator: Creator
    streams: Sequence[Stream] = ()
    spikes: list[FoundSpike] = field(default_factory=list)
    gaps: list[WrittenGap] = field(default_factory=list)
    moments: list[LiveMoment] = field(default_factory=list)
    clips: Sequence[Clip] = ()
    publications: Sequence[Publication] = ()
    assets: Sequence[Asset] = ()
    intakes: Sequence[Intake] = ()
    failed_jobs: Sequence[Job] = ()
    busy_jobs: Sequence[Job] = ()

    @property
    def unsettled(self) -> list[str]:
        """Say what still has to happen."""
        return [
            *(f"clip {clip.status}" for clip in self.clips if clip.status not in _DECIDED),
            *(
                f"{one.platform} {one.status}"
                for one in self.publications
                if one.status not in OUT | {PublicationStatus.CANCELLED, PublicationStatus.FAILED}
            ),
            *(f"job {job.kind} {job.status}" for job in self.busy_jobs),
        ]


_DECIDED = frozenset({ClipStatus.APPROVED, ClipStatus.REJECTED, ClipStatus.FAILED})


async def read_books(platforms: Platforms) -> list[Books]:
    """Read what every creator has."""
    logins = {channel.id: channel.login for channel in platforms.channels}
    each = (_read(platforms.stores, creator, logins) for creator in platforms.creators)
    return list(await asyncio.gather(*each))


async def _read(stores: Stores, creator: Creator, logins: dict[str, str]) -> Books:
    books = Books(creator=creator)
    await _read_streams(stores, books, logins)
    owner = creator.id
    books.clips = await collect(
        lambda cursor: stores.clips.list_clips(owner, cursor=cursor, limit=_MANY)
    )
    books.publications = await collect(
        lambda cursor: stores.publications.list_publications(owner, cursor=cursor)
    )
    books.assets = await collect(
        lambda cursor: stores.assets.list_assets(owner, cursor=cursor, limit=_MANY)
    )
    books.intakes = await stores.intakes.list_intakes(owner, limit=_MANY)
    books.failed_jobs = await _list_jobs(stores, creator, JobStatus.FAILED)
    busy = [await _list_jobs(stores, creator, status) for status in _BUSY]
    books.busy_jobs = [job for jobs in busy for job in jobs]
    return books


async def _read_streams(stores: Stores, books: Books, logins: dict[str, str]) -> None:
    owner = books.creator.id
    books.streams = await collect(lambda cursor: stores.streams.list_streams(owner, cursor=cursor))
    for stream in books.streams:
        books.gaps += _list_gaps(stream, logins)
        books.moments += await stores.live_moments.list_moments(owner, stream.id)
        if not stream.spikes:
            continue
        spikes = await _list_spikes(stores, stream)
        books.spikes += [
            FoundSpike(
                login=logins[stream.broadcaster_id or ""],
                at=(stream.started_at + timedelta(seconds=spike.peak_seconds)).timestamp(),
                spike=spike,
                stream=stream,
            )
            for spike in spikes
        ]


def _list_gaps(stream: Stream, logins: dict[str, str]) -> list[WrittenGap]:
    began = stream.started_at.timestamp()
    login = logins[stream.broadcaster_id or ""]
    return [
        WrittenGap(login=login, start=began + gap.start_seconds, end=began + gap.end_seconds)
        for gap in stream.gaps
    ]


async def _list_spikes(stores: Stores, stream: Stream) -> Sequence[ChatSpike]:
    return await collect(lambda cursor: stores.spikes.list_spikes(stream, cursor=cursor))


async def _list_jobs(stores: Stores, creator: Creator, status: JobStatus) -> Sequence[Job]:
    return await collect(
        lambda cursor: stores.jobs.list_jobs(creator.id, status, cursor=cursor, limit=_MANY)
    )
