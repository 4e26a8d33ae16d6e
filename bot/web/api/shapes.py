"""The shapes of the API: what is sent, and what is answered."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from bot.web.api.call import ROOT, Shape
from core.domain.clips.clip import Clip, ClipStatus
from core.domain.clips.edit_plan import Layout
from core.domain.publishing.publication import Publication, PublicationStatus
from core.domain.streams.stream import Stream, StreamStatus
from core.domain.work.job import Job, JobKind, JobStatus
from core.domain.work.platform import Platform

Text = Annotated[str, Field(max_length=5000)]
Line = Annotated[str, Field(max_length=300)]
Version = Annotated[int, Field(ge=1, le=999_999_999)]
Seconds = Annotated[float, Field(ge=-60, le=60, allow_inf_nan=False)]
Offset = Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)]
Cursor = Annotated[str, Field(max_length=1000, pattern=r"^[!-~]*$")]


class Problem(Shape):
    """A sentence that says what is wrong, and what to do."""

    problem: str


class ClipShape(Shape):
    """A clip."""

    id: str
    version: int
    status: ClipStatus
    title: str
    score: int | None
    start_seconds: float
    end_seconds: float
    duration_seconds: float | None
    layout: Layout | None
    stream_id: str | None
    decided_by: str | None
    created_at: datetime
    updated_at: datetime
    video: str | None


class PublicationShape(Shape):
    """A clip on its way to one account."""

    id: str
    clip_id: str
    platform: Platform
    account_id: str
    status: PublicationStatus
    due_at: datetime
    link: str | None
    reason: str | None


class StreamShape(Shape):
    """A broadcast."""

    id: str
    title: str
    category: str
    status: StreamStatus
    started_at: datetime
    duration_seconds: float | None
    spikes: int


class JobShape(Shape):
    """Work that was asked for."""

    id: str
    kind: JobKind
    status: JobStatus
    stage: str
    progress: float
    reason: str | None
    subject_id: str


class ClipsShape(Shape):
    """A page of clips; `looked_at` says how many things were read to find them."""

    clips: list[ClipShape]
    looked_at: int
    next: str | None


class PublicationsShape(Shape):
    publications: list[PublicationShape]
    next: str | None


class StreamsShape(Shape):
    streams: list[StreamShape]
    next: str | None


class JobsShape(Shape):
    jobs: list[JobShape]
    next: str | None


class WordsShape(Shape):
    """What is said in a clip, a line for each sentence."""

    words: str


class SlotsShape(Shape):
    """The posting slots of the week, as in `Mon 18:00, Fri 20:30 tiktok`."""

    slots: Line


class ClipQuery(Shape):
    """Which clips; what is left out lets all pass."""

    status: ClipStatus | None = None
    score: Annotated[int, Field(ge=0, le=100)] = 0
    place: Platform | None = None
    after: Cursor | None = None


class PageQuery(Shape):
    after: Cursor | None = None


class PublicationQuery(PageQuery):
    status: PublicationStatus = PublicationStatus.SCHEDULED


class JobQuery(PageQuery):
    status: JobStatus = JobStatus.RUNNING


class Seen(Shape):
    """The version that was seen; a decision on another one is refused."""

    seen_version: Version


class Edit(Seen):
    title: Line | None = None
    start_by_seconds: Seconds = 0.0
    end_by_seconds: Seconds = 0.0
    layout: Layout | None = None


class NewWords(Seen):
    words: Text


class Cover(Seen):
    at_seconds: Offset


class Send(Shape):
    """Where a clip goes, and when; without a platform to the usual places."""

    platform: Platform | None = None
    account_id: Annotated[str, Field(max_length=200)] = ""
    when: Literal["now", "slot", "at"] = "now"
    at: Annotated[str, Field(max_length=40)] = ""
    title: Line | None = None
    text: Text = ""
    tags: Annotated[tuple[Line, ...], Field(max_length=30)] = ()


class NewTime(Shape):
    """A time on the creator's clock, as in `2026-11-30 18:00`."""

    at: Annotated[str, Field(max_length=40)]


class Confirmation(Shape):
    is_there: bool
    link: Annotated[str, Field(max_length=500)] | None = None


def show_clip(clip: Clip) -> ClipShape:
    has_video = clip.object_key is not None and clip.status is not ClipStatus.RENDERING
    return ClipShape(
        id=clip.id,
        version=clip.version,
        status=clip.status,
        title=clip.title,
        score=clip.score.value if clip.score else None,
        start_seconds=clip.start_seconds,
        end_seconds=clip.end_seconds,
        duration_seconds=clip.duration_seconds,
        layout=clip.layout,
        stream_id=clip.stream_id,
        decided_by=clip.decided_by,
        created_at=clip.created_at,
        updated_at=clip.updated_at,
        video=f"{ROOT}/clips/{clip.id}/video" if has_video else None,
    )


def show_publication(publication: Publication) -> PublicationShape:
    return PublicationShape(
        id=publication.id,
        clip_id=publication.clip_id,
        platform=publication.platform,
        account_id=publication.account_id,
        status=publication.status,
        due_at=publication.due_at,
        link=publication.link,
        reason=publication.reason,
    )


def show_stream(stream: Stream) -> StreamShape:
    return StreamShape(
        id=stream.id,
        title=stream.title,
        category=stream.category,
        status=stream.status,
        started_at=stream.started_at,
        duration_seconds=stream.duration_seconds,
        spikes=stream.spikes,
    )


def show_job(job: Job) -> JobShape:
    return JobShape(
        id=job.id,
        kind=job.kind,
        status=job.status,
        stage=job.stage,
        progress=job.progress,
        reason=job.reason,
        subject_id=job.subject_id,
    )
