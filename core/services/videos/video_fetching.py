"""Video fetching: brings in the videos that people ask for, checks them, has them analysed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import structlog

from core.domain.people.actor import Actor
from core.domain.videos.file_signature import require_video_start
from core.domain.videos.intake import Intake, IntakeId, IntakeSource, name_video
from core.domain.videos.multipart_upload import UploadId
from core.domain.videos.web_address import read_web_address
from core.domain.work.ids import AssetId, JobId
from core.domain.work.job import Job, JobKind, JobStatus
from core.errors import Conflict, InvalidInput, NotFound
from core.ports.storage import ObjectStorage
from core.ports.videos import AssetStore, Fetcher, IntakeStore
from core.ports.work import Clock, Ids, JobStore
from core.services.videos.multipart_uploads import MultipartUploads
from core.services.videos.video_import import VideoImport
from core.services.work.job_handlers import JobProgress
from core.services.work.job_requests import CANCELLED
from core.services.work.new_jobs import NewJobs
from core.services.work.scratch_folder import open_scratch

_log = structlog.get_logger(__name__)


class VideoFetching:
    """Adds intakes for people and performs their `fetch_asset` jobs.

    The job's record names the intake, and that the asset and the next job, so that an attempt that
    follows a kill makes nothing twice.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        ids: Ids,
        intakes: IntakeStore,
        assets: AssetStore,
        jobs: JobStore,
        storage: ObjectStorage,
        fetcher: Fetcher,
        attachments: Fetcher,
        video_import: VideoImport,
        multipart_uploads: MultipartUploads,
        scratch: Path,
        size_bytes_max: int,
    ) -> None:
        self._clock = clock
        self._ids = ids
        self._new_jobs = NewJobs(clock=clock, ids=ids)
        self._intakes = intakes
        self._assets = assets
        self._jobs = jobs
        self._storage = storage
        self._fetcher = fetcher
        self._attachments = attachments
        self._video_import = video_import
        self._multipart_uploads = multipart_uploads
        self._scratch = scratch
        self._size_bytes_max = size_bytes_max

    async def request_address(self, actor: Actor, url: str, *, title: str = "") -> Intake:
        """Request the video at an address; InvalidInput if it is not a web address.

        It is refused too if its creator's room is used up; its size is only known at the end.
        """
        actor.require_member()
        address = read_web_address(url)
        await self._video_import.require_room(actor, 1)
        title = name_video(title, address.file_name or address.host)
        intake = self._make(actor, IntakeSource.ADDRESS, title)
        return await self._ask(replace(intake, url=address.url))

    async def request_attachment(
        self, actor: Actor, url: str, *, file_name: str, size_bytes: int, title: str = ""
    ) -> Intake:
        """Request a video that was attached in Discord; InvalidInput if it is too large."""
        actor.require_member()
        if size_bytes > self._size_bytes_max:
            raise InvalidInput(
                f"That file is larger than {self._size_bytes_max // 1024**2:,} MiB; "
                "attach a smaller rendition."
            )
        await self._video_import.require_room(actor, size_bytes)
        intake = self._make(actor, IntakeSource.ATTACHMENT, name_video(title, file_name))
        return await self._ask(replace(intake, url=url))

    async def finish_upload(self, actor: Actor, upload_id: UploadId) -> Intake:
        """Turn a complete upload into an asset, once, however often it is called."""
        actor.require_member()
        upload = await self._multipart_uploads.require_whole(actor, upload_id)
        named = name_video("", upload.file_name)
        intake = self._make(actor, IntakeSource.UPLOAD, named, intake_id=upload.intake_id)
        intake = await self._ask(replace(intake, upload_id=upload.id, asset_id=upload.asset_id))
        await self._multipart_uploads.hand_over(upload)
        return intake

    async def get_intake(self, actor: Actor, intake_id: IntakeId) -> Intake:
        return await self._intakes.get_intake(actor.creator_id, intake_id)

    async def list_intakes(self, actor: Actor, *, limit: int = 20) -> tuple[Intake, ...]:
        """Return the creator's latest intakes, newest first."""
        actor.require_member()
        return await self._intakes.list_intakes(actor.creator_id, limit=limit)

    async def fetch_asset(self, job: Job, progress: JobProgress) -> None:
        """Fetch the job's video, and add the job that analyses it."""
        intake = await self._intakes.get_intake(job.creator_id, IntakeId(job.subject_id))
        if not await self._is_here(intake):
            if intake.source is IntakeSource.UPLOAD:
                await self._take_upload(intake, progress)
            else:
                await self._download(intake, job, progress)
        await self._require_wanted(job)
        progress.enter("hand over", 0.98)
        analysis = self._make_job(intake, intake.analysis_job_id, JobKind.ANALYSE_ASSET)
        await self._jobs.add_job(analysis)
        if intake.url:
            # Such an address may open more than this video: it is kept no longer than needed.
            await self._intakes.save_intake(replace(intake, url="", updated_at=self._clock.now()))

    async def give_up(self, job: Job, stage: str, reason: str) -> None:
        """Forget the upload if the job was cancelled; if it failed, it may be retried.

        A video that has come in meanwhile keeps its upload, which leads to it.
        """
        if reason == CANCELLED:
            intake = await self._intakes.get_intake(job.creator_id, IntakeId(job.subject_id))
            if intake.source is IntakeSource.UPLOAD and not await self._is_here(intake):
                await self._multipart_uploads.discard(intake)
        _log.warning("asset.not_fetched", intake_id=job.subject_id, stage=stage, reason=reason)

    def _make(
        self, actor: Actor, source: IntakeSource, title: str, *, intake_id: IntakeId | None = None
    ) -> Intake:
        now = self._clock.now()
        intake_id = intake_id or IntakeId(
            self._ids.new_ulid(now, "intake", actor.creator_id, title)
        )
        return Intake(
            id=intake_id,
            creator_id=actor.creator_id,
            source=source,
            title=title,
            asset_id=AssetId(self._ids.new_ulid(now, "asset", intake_id)),
            fetch_job_id=self._new_jobs.name(JobKind.FETCH_ASSET, intake_id, sorts_at=now),
            analysis_job_id=self._new_jobs.name(JobKind.ANALYSE_ASSET, intake_id, sorts_at=now),
            asked_by=actor.person_id,
            created_at=now,
            updated_at=now,
        )

    async def _ask(self, intake: Intake) -> Intake:
        """Store the intake with its job, and return it as stored."""
        if not await self._intakes.add_intake(intake):
            intake = await self._intakes.get_intake(intake.creator_id, intake.id)
        await self._jobs.add_job(self._make_job(intake, intake.fetch_job_id, JobKind.FETCH_ASSET))
        _log.info("intake.asked", intake_id=intake.id, source=intake.source.value)
        return intake

    def _make_job(self, intake: Intake, job_id: JobId, kind: JobKind) -> Job:
        subject_id = intake.id if kind is JobKind.FETCH_ASSET else intake.asset_id
        return self._new_jobs.make(kind, intake.creator_id, subject_id, job_id=job_id)

    async def _is_here(self, intake: Intake) -> bool:
        with suppress(NotFound):
            await self._assets.get_asset(intake.creator_id, intake.asset_id)
            return True
        return False

    async def _require_wanted(self, job: Job) -> None:
        """Raise Conflict if the job was cancelled; its worker notices only a second later."""
        current = await self._jobs.get_job(job.creator_id, job.id)
        if current.status is JobStatus.CANCELLED:
            raise Conflict("This work was called off.", current=current)

    async def _download(self, intake: Intake, job: Job, progress: JobProgress) -> None:
        progress.enter("download", 0.0)
        is_attached = intake.source is IntakeSource.ATTACHMENT
        fetcher = self._attachments if is_attached else self._fetcher
        async with open_scratch(self._scratch, prefix="fetch-") as folder:
            video = folder / "video"
            await fetcher.fetch_file(
                intake.url,
                video,
                size_bytes_max=self._size_bytes_max,
                check_start=require_video_start,
                on_progress=progress.part(0.0, 0.9),
            )
            progress.enter("check", 0.9)
            await self._require_wanted(job)
            await self._video_import.take_in(intake, video)

    async def _take_upload(self, intake: Intake, progress: JobProgress) -> None:
        progress.enter("join parts", 0.0)
        await self._multipart_uploads.join_parts(intake)
        progress.enter("check", 0.8)
        try:
            await self._video_import.take_in(intake)
        except InvalidInput:
            await self._storage.delete_file(intake.object_key)
            await self._multipart_uploads.discard(intake)
            raise
