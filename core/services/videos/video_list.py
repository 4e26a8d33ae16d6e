"""Video list: a creator's videos, what is known about each, and the work on them."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.clips.asset_analysis import AssetAnalysis, Estimate
from core.domain.people.actor import Actor
from core.domain.videos.asset import Asset
from core.domain.work.ids import AssetId
from core.domain.work.job import Job, JobKind, JobStatus
from core.ports.paging import Page
from core.ports.understanding import AnalysisStore
from core.ports.videos import AssetStore
from core.ports.work import JobStore
from core.services.videos.model_analysis import ModelAnalysis

OPEN = (JobStatus.RUNNING, JobStatus.QUEUED)
_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoReport:
    """A video with its newest analysis, and the analysis that is under way or has failed since.

    `estimate` is what a model would take for it now; `model` is None where there is none.
    """

    asset: Asset
    analysis: AssetAnalysis | None
    job: Job | None
    estimate: Estimate
    model: str | None


class VideoList:
    """Reads videos and jobs for people to look at; changes nothing."""

    def __init__(
        self, *, assets: AssetStore, analyses: AnalysisStore, jobs: JobStore, asking: ModelAnalysis
    ) -> None:
        self._assets = assets
        self._analyses = analyses
        self._jobs = jobs
        self._asking = asking

    async def list_videos(
        self, actor: Actor, *, cursor: str | None = None, limit: int = 20
    ) -> Page[Asset]:
        """List the creator's videos, newest first."""
        return await self._assets.list_assets(actor.creator_id, cursor=cursor, limit=limit)

    async def search_videos(self, actor: Actor, text: str, *, limit: int) -> tuple[Asset, ...]:
        """Search the titles of the newest hundred videos for all the words."""
        words = text.casefold().split()
        page = await self._assets.list_assets(actor.creator_id, limit=_PAGE)
        found = [a for a in page.items if all(word in a.title.casefold() for word in words)]
        return tuple(found[:limit])

    async def report_video(self, actor: Actor, asset_id: AssetId) -> VideoReport:
        """Return what is known about a video; NotFound if it is not this creator's."""
        asset = await self._assets.get_asset(actor.creator_id, asset_id)
        analysis = await self._analyses.find_analysis(actor.creator_id, asset_id)
        job = await self._find_open(actor, asset_id) or await self._find_failed(actor, asset_id)
        if analysis and job and job.status is JobStatus.FAILED:
            job = job if job.updated_at > analysis.analysed_at else None
        return VideoReport(
            asset=asset,
            analysis=analysis,
            job=job,
            estimate=await self.estimate(asset),
            model=self._asking.model,
        )

    async def estimate(self, asset: Asset) -> Estimate:
        """Return what a model would cost for a video, before anything is spent."""
        return await self._asking.estimate(asset)

    async def list_jobs(self, actor: Actor, *statuses: JobStatus) -> tuple[Job, ...]:
        """Return the creator's newest jobs of these statuses, at most a hundred of each."""
        found: list[Job] = []
        for status in statuses:
            page = await self._jobs.list_jobs(actor.creator_id, status, limit=_PAGE)
            found += page.items
        return tuple(found)

    async def _find_open(self, actor: Actor, asset_id: AssetId) -> Job | None:
        return _newest(await self.list_jobs(actor, *OPEN), asset_id)

    async def _find_failed(self, actor: Actor, asset_id: AssetId) -> Job | None:
        return _newest(await self.list_jobs(actor, JobStatus.FAILED), asset_id)


def _newest(jobs: tuple[Job, ...], asset_id: AssetId) -> Job | None:
    """Return the newest analysis of a video among jobs."""
    analyses = [j for j in jobs if j.kind is JobKind.ANALYSE_ASSET and j.subject_id == asset_id]
    return max(analyses, key=lambda job: job.created_at, default=None)
