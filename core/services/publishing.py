"""Publishing: carrying out the publications of approved clips."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import structlog

from core.domain.clip import Clip
from core.domain.creator import Actor
from core.domain.ids import JobId, PublicationId
from core.domain.job import Job, JobKind
from core.domain.platform import Platform, choose_object_key
from core.domain.publication import Publication, PublicationStatus
from core.errors import ExternalFailure
from core.ports.media import ObjectStorage
from core.ports.publishing import Published, Publisher
from core.ports.stores import ClipStore, JobStore, Page, PublicationStore
from core.ports.time_and_ids import Clock, Ids
from core.services.working import JobProgress

_log = structlog.get_logger(__name__)


class Publishing:
    """Performs `publish_clip` jobs with the publisher of each platform."""

    def __init__(
        self,
        *,
        clock: Clock,
        ids: Ids,
        clips: ClipStore,
        publications: PublicationStore,
        jobs: JobStore,
        storage: ObjectStorage,
        publishers: Mapping[Platform, Publisher],
    ) -> None:
        self._clock = clock
        self._ids = ids
        self._clips = clips
        self._jobs = jobs
        self._publications = publications
        self._storage = storage
        self._publishers = publishers

    async def list_publications(
        self, actor: Actor, *, cursor: str | None = None, limit: int = 100
    ) -> Page[Publication]:
        return await self._publications.list_publications(
            actor.creator_id, cursor=cursor, limit=limit
        )

    async def publish_clip(self, job: Job, progress: JobProgress) -> None:
        """Carry out the job's publication; one that is already out stays as it is."""
        publication = await self._get(job)
        if publication.due_at > self._clock.now():
            await self._wait_for(publication)
            return
        if publication.status in {PublicationStatus.SCHEDULED, PublicationStatus.RETRY_AT}:
            publication = await self._move(publication, PublicationStatus.CLAIMED)
        if publication.status is PublicationStatus.CLAIMED:
            publication = await self._move(publication, PublicationStatus.UPLOADING)
        if publication.status is not PublicationStatus.UPLOADING:
            return
        progress.enter("upload", 0.2)
        clip = await self._clips.get_clip(publication.creator_id, publication.clip_id)
        published = await self._publish(clip, publication.platform)
        await self._move(replace(publication, link=published.link), PublicationStatus.PUBLISHED)
        _log.info("clip.published", clip_id=clip.id, platform=publication.platform.value)

    async def give_up(self, job: Job, stage: str, reason: str) -> None:
        """Mark the job's publication as failed, with the reason."""
        publication = replace(
            await self._get(job), reason=f"{stage}: {reason}" if stage else reason
        )
        if publication.status is PublicationStatus.SCHEDULED:
            publication = await self._move(publication, PublicationStatus.CLAIMED)
        await self._move(publication, PublicationStatus.FAILED)

    async def _wait_for(self, publication: Publication) -> None:
        """Leave the publication to a job that is visible when it is due.

        A job comes too early where a restarted bot has made its predecessor's work visible.
        """
        now = self._clock.now()
        name = self._ids.new_ulid(now, JobKind.PUBLISH_CLIP, publication.id, "when due")
        later = Job(
            id=JobId(name),
            creator_id=publication.creator_id,
            kind=JobKind.PUBLISH_CLIP,
            subject_id=publication.id,
            created_at=now,
            updated_at=now,
            next_at=publication.due_at,
        )
        await self._jobs.add_job(later)

    async def _publish(self, clip: Clip, platform: Platform) -> Published:
        if clip.object_key is None or clip.thumbnail_key is None:
            raise ExternalFailure("The clip has no video yet; render it again.", stage="upload")
        async with (
            self._storage.open_file(
                choose_object_key(platform, clip.object_key, clip.size_bytes or 0)
            ) as video,
            self._storage.open_file(clip.thumbnail_key) as thumbnail,
        ):
            return await self._publishers[platform].publish(clip, video=video, thumbnail=thumbnail)

    async def _get(self, job: Job) -> Publication:
        return await self._publications.get_publication(
            job.creator_id, PublicationId(job.subject_id)
        )

    async def _move(self, publication: Publication, status: PublicationStatus) -> Publication:
        moved = publication.move_to(status, at=self._clock.now())
        return await self._publications.save_publication(moved)
