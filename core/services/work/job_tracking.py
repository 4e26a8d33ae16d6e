"""Job tracking: the progress of work that people wait for, from first job to last clip."""

from __future__ import annotations

from core.domain.clips.clip import Clip
from core.domain.clips.tracked_job import FollowedJob, Tracked
from core.domain.people.actor import Actor
from core.domain.videos.intake import IntakeId
from core.domain.work.ids import AssetId, ClipId, CreatorId, JobId
from core.domain.work.job import Job, JobKind, JobStatus
from core.errors import NotFound
from core.ports.clips import ClipStore
from core.ports.review import CardStore
from core.ports.understanding import AnalysisStore
from core.ports.videos import AssetStore, FollowedJobStore, IntakeStore
from core.ports.work import Clock, JobStore


class JobTracking:
    """Follows a job, its successor, and the clips that result."""

    def __init__(
        self,
        *,
        clock: Clock,
        jobs: JobStore,
        intakes: IntakeStore,
        assets: AssetStore,
        analyses: AnalysisStore,
        clips: ClipStore,
        cards: CardStore,
        followed: FollowedJobStore,
    ) -> None:
        self._clock = clock
        self._jobs = jobs
        self._intakes = intakes
        self._assets = assets
        self._analyses = analyses
        self._clips = clips
        self._cards = cards
        self._followed = followed

    async def look(self, actor: Actor, job_id: JobId) -> Tracked:
        """Return the progress of the work that began with this job."""
        creator_id = actor.creator_id
        job = await self._jobs.get_job(creator_id, job_id)
        match job.kind:
            case JobKind.FETCH_ASSET:
                return await self._look_at_intake(job)
            case JobKind.ANALYSE_ASSET:
                return await self._look_at_asset(job, title="")
            case JobKind.RENDER_CLIP:
                clip = await self._clips.get_clip(creator_id, ClipId(job.subject_id))
                return Tracked(title=clip.title, job=job, clips=(clip,))
            case _:
                return Tracked(title="", job=job)

    async def list_card_links(self, clip: Clip) -> list[str]:
        """Return links to a clip's open cards in Discord, newest first."""
        cards = await self._cards.list_cards(clip.creator_id, clip.id)
        return [
            f"https://discord.com/channels/{card.guild_id}/{card.channel_id}/{card.message_id}"
            for card in reversed(cards)
            if not card.is_closed
        ]

    async def keep_informed(
        self, actor: Actor, job_id: JobId, *, guild_id: str, channel_id: str
    ) -> FollowedJob:
        """Record who waits for a job, and where to tell them, in case this process ends first."""
        now = self._clock.now()
        followed = FollowedJob(
            creator_id=actor.creator_id,
            job_id=job_id,
            guild_id=guild_id,
            channel_id=channel_id,
            person_id=actor.person_id,
            created_at=now,
            updated_at=now,
        )
        await self._followed.put_followed(followed)
        return followed

    async def save_followed(self, followed: FollowedJob) -> None:
        """Record where the progress of a followed job is shown now."""
        await self._followed.put_followed(followed)

    async def list_followed(self, creator_id: CreatorId, guild_id: str) -> tuple[FollowedJob, ...]:
        """Return the jobs that somebody in this server still waits for."""
        found = await self._followed.list_followed(creator_id)
        return tuple(followed for followed in found if followed.guild_id == guild_id)

    async def let_go(self, creator_id: CreatorId, job_id: JobId) -> None:
        """Stop following a job: whoever waited was told how it ended."""
        await self._followed.delete_followed(creator_id, job_id)

    async def _look_at_intake(self, job: Job) -> Tracked:
        intake = await self._intakes.get_intake(job.creator_id, IntakeId(job.subject_id))
        if job.status is not JobStatus.DONE:
            return Tracked(title=intake.title, job=job)
        analysis_job = await self._jobs.get_job(job.creator_id, intake.analysis_job_id)
        return await self._look_at_asset(analysis_job, title=intake.title)

    async def _look_at_asset(self, job: Job, *, title: str) -> Tracked:
        asset_id = AssetId(job.subject_id)
        title = title or (await self._assets.get_asset(job.creator_id, asset_id)).title
        if job.status is not JobStatus.DONE:
            return Tracked(title=title, job=job)
        analysis = await self._analyses.find_analysis(job.creator_id, asset_id)
        clips = []
        for clip_id in analysis.clip_ids if analysis else ():
            try:
                if clip_id is not None:
                    clips.append(await self._clips.get_clip(job.creator_id, clip_id))
            except NotFound:
                continue
        return Tracked(title=title, job=job, clips=tuple(clips))
