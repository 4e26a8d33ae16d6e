"""Jobs: records of work, done by the role that owns their queue."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from core.domain.work.ids import CreatorId, JobId
from core.domain.work.platform import Platform
from core.errors import Conflict

ATTEMPTS_MAX = 4


class Queue(StrEnum):
    """Who does the work: any worker, or the process that holds the connection.

    What may take hours, or waits for a model, has its own queue, so that no clip waits behind it.
    Each platform that clips go to has one too, so that a silent platform delays no other.
    """

    WORK = "work"
    FETCH = "fetch"
    ANALYSIS = "analysis"
    JUDGEMENT = "judgement"
    DISCORD = "discord"
    TWITCH = "twitch"
    FOOTAGE = "footage"
    PUBLISHING = "publishing"
    YOUTUBE = "youtube"
    TIKTOK = "tiktok"


class JobKind(StrEnum):
    """What to do, in which queue; the comment names whose id is the job's subject.

    Who does it is said by the bundle of its wing (`core/app/<wing>.py`).
    """

    queue: Queue

    def __new__(cls, value: str, queue: Queue = Queue.WORK) -> JobKind:
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.queue = queue
        return kind

    FETCH_ASSET = "fetch_asset", Queue.FETCH  # an intake
    ANALYSE_ASSET = "analyse_asset", Queue.ANALYSIS  # an asset
    RENDER_CLIP = "render_clip", Queue.WORK  # a clip
    JUDGE_CLIP = "judge_clip", Queue.JUDGEMENT  # a clip
    POST_CARD = "post_card", Queue.DISCORD  # a clip
    LAY_CARDS = "lay_cards", Queue.DISCORD  # all that waits at its creator
    SHOW_FIGURES = "show_figures", Queue.DISCORD  # clips, by `about`
    PUBLISH_CLIP = "publish_clip", Queue.PUBLISHING  # a publication
    PUBLISH_TO_DISCORD = "publish_to_discord", Queue.DISCORD  # a publication
    PUBLISH_TO_TWITCH = "publish_to_twitch", Queue.TWITCH  # a publication
    PUBLISH_TO_YOUTUBE = "publish_to_youtube", Queue.YOUTUBE  # a publication
    PUBLISH_TO_TIKTOK = "publish_to_tiktok", Queue.TIKTOK  # a publication
    ASK_RECONNECT = "ask_reconnect", Queue.DISCORD  # a linked account
    MEASURE_LAG = "measure_lag", Queue.WORK  # a stream
    ANSWER_CHAT = "answer_chat", Queue.TWITCH  # an answer, written out
    CATCH_FOOTAGE = "catch_footage", Queue.FOOTAGE  # a stream's moment


FORMER_QUEUES: dict[JobKind, Queue] = {JobKind.PUBLISH_CLIP: Queue.WORK}
"""Where jobs of a kind may still lie since an older version of Truss added them."""
PUBLISH_KINDS: dict[Platform, JobKind] = {
    Platform.DISCORD: JobKind.PUBLISH_TO_DISCORD,
    Platform.TWITCH: JobKind.PUBLISH_TO_TWITCH,
    Platform.YOUTUBE: JobKind.PUBLISH_TO_YOUTUBE,
    Platform.TIKTOK: JobKind.PUBLISH_TO_TIKTOK,
}
"""The kind of job for each platform with a queue of its own; PUBLISH_CLIP serves the others."""


class JobStatus(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


JOB_MOVES: dict[JobStatus, frozenset[JobStatus]] = {
    JobStatus.QUEUED: frozenset({JobStatus.RUNNING, JobStatus.CANCELLED}),
    JobStatus.RUNNING: frozenset(
        {JobStatus.RUNNING, JobStatus.QUEUED, JobStatus.DONE, JobStatus.FAILED, JobStatus.CANCELLED}
    ),
    JobStatus.DONE: frozenset(),
    JobStatus.FAILED: frozenset({JobStatus.QUEUED}),
    JobStatus.CANCELLED: frozenset(),
}
ENDED: frozenset[JobStatus] = frozenset({JobStatus.DONE, JobStatus.FAILED, JobStatus.CANCELLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Work on one subject (the id of a clip, a publication...).

    `progress` runs from 0 to 1 within the job and `stage` names the step. A worker that has been
    silent until `lease_until` is taken for dead. `attempts` counts starts and `failures` those that
    failed; the others were cut short. `next_at` is when a retry is due. `about` names the part of
    its subject that it is about, if the subject may get another meanwhile: a clip's cut; or, where
    the subject is a creator's cards, of which clips. Of version 0 no record is stored yet.
    """

    id: JobId
    creator_id: CreatorId
    kind: JobKind
    subject_id: str
    created_at: datetime
    updated_at: datetime
    status: JobStatus = JobStatus.QUEUED
    stage: str = ""
    progress: float = 0.0
    attempts: int = 0
    failures: int = 0
    next_at: datetime | None = None
    lease_until: datetime | None = None
    reason: str | None = None
    about: str = ""
    version: int = 1

    @property
    def queue(self) -> Queue:
        return self.kind.queue

    @property
    def is_carried(self) -> bool:
        """True while its place in the queue is all there is of it; receiving it stores its record.

        Nobody finds it in a list before, so it is for work that nobody looks for: a card's update.
        """
        return self.version == 0

    def move_to(self, status: JobStatus, *, at: datetime) -> Job:
        """Return this job in its new status; Conflict if the table of moves forbids it.

        Running to running is a lapsed lease: another worker takes the job over.
        """
        if status not in JOB_MOVES[self.status]:
            raise Conflict(f"The job is {self.status} and cannot become {status}.", current=self)
        return replace(self, status=status, updated_at=at)
