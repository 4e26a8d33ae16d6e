"""Tracked jobs: a job with those before and after it, as one thing that people wait for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.domain.clips.clip import IN_THE_MAKING, Clip
from core.domain.work.ids import CreatorId, JobId
from core.domain.work.job import ENDED, Job, JobStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """Where the work stands: `job` is running now, or ended last; `clips` came of it.

    `title` names what it is about, '' if unknown.
    """

    title: str
    job: Job
    clips: tuple[Clip, ...] = ()

    @property
    def unfinished(self) -> int:
        """How many clips are still being made."""
        return sum(clip.status in IN_THE_MAKING for clip in self.clips)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will change by itself."""
        return self.job.status in ENDED and not (
            self.job.status is JobStatus.DONE and self.unfinished
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedJob:
    """A job whose progress is reported in a server, stored so that a restart does not end that.

    `message_id` is the progress message in the channel, '' if there is none yet.
    """

    creator_id: CreatorId
    job_id: JobId
    guild_id: str
    channel_id: str
    person_id: str
    created_at: datetime
    updated_at: datetime
    message_id: str = ""
    version: int = 1
