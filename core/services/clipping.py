"""Clipping: making the vertical video of a clip, and saying what it is worth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import structlog

from core.domain.asset import Asset
from core.domain.clip import Clip, ClipStatus
from core.domain.edit_plan import EditPlan
from core.domain.framing import make_plan
from core.domain.ids import ClipId
from core.domain.job import Job
from core.ports.media import (
    Analysis,
    Analyst,
    MomentMaterial,
    ObjectStorage,
    RenderedClip,
    Renderer,
    SignalReader,
)
from core.ports.stores import AssetStore, ClipStore
from core.ports.time_and_ids import Clock
from core.services.scratch import open_scratch
from core.services.working import JobProgress

_log = structlog.get_logger(__name__)

CONTEXT_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    plan: EditPlan
    rendered: RenderedClip
    analysis: Analysis
    loudness_lufs: float | None


class Clipping:
    """Performs `render_clip` jobs: measure, judge, render, store."""

    def __init__(
        self,
        *,
        clock: Clock,
        clips: ClipStore,
        assets: AssetStore,
        storage: ObjectStorage,
        signals: SignalReader,
        renderer: Renderer,
        analyst: Analyst,
        scratch: Path,
    ) -> None:
        self._clock = clock
        self._clips = clips
        self._assets = assets
        self._storage = storage
        self._signals = signals
        self._renderer = renderer
        self._analyst = analyst
        self._scratch = scratch

    async def render_clip(self, job: Job, progress: JobProgress) -> None:
        """Bring the job's clip into review; a clip that already got there stays as it is."""
        clip = await self._clips.get_clip(job.creator_id, ClipId(job.subject_id))
        if clip.status in {ClipStatus.DRAFT, ClipStatus.FAILED}:
            clip = await self._clips.save_clip(
                clip.move_to(ClipStatus.RENDERING, at=self._clock.now())
            )
        if clip.status is not ClipStatus.RENDERING:
            return
        asset = await self._assets.get_asset(clip.creator_id, clip.asset_id)
        clip = await self._make(clip, asset, progress)
        await self._clips.save_clip(clip.move_to(ClipStatus.IN_REVIEW, at=self._clock.now()))
        _log.info("clip.ready", clip_id=clip.id, score=clip.score and clip.score.value)

    async def give_up(self, job: Job, stage: str, reason: str) -> None:
        """Mark the job's clip as failed, with the step and the reason."""
        clip = await self._clips.get_clip(job.creator_id, ClipId(job.subject_id))
        failed = clip.move_to(ClipStatus.FAILED, at=self._clock.now())
        await self._clips.save_clip(replace(failed, failed_stage=stage, failed_reason=reason))

    async def _make(self, clip: Clip, asset: Asset, progress: JobProgress) -> Clip:
        async with open_scratch(self._scratch, prefix="render-") as folder:
            out = folder / "clip.mp4"
            thumbnail = folder / "thumbnail.jpg"
            async with self._storage.open_file(asset.object_key) as video:
                made = await self._cut(clip, asset, video, out, progress)
            progress.enter("thumbnail", 0.92)
            await self._renderer.make_thumbnail(
                out, thumbnail, at_seconds=_peak_in_clip(clip, made.plan)
            )
            progress.enter("store", 0.95)
            object_key = f"creators/{clip.creator_id}/clips/{clip.id}/clip.mp4"
            thumbnail_key = f"creators/{clip.creator_id}/clips/{clip.id}/thumbnail.jpg"
            await self._storage.put_file(object_key, out)
            await self._storage.put_file(thumbnail_key, thumbnail)
        return replace(
            clip,
            title=made.analysis.title,
            score=made.analysis.score,
            object_key=object_key,
            thumbnail_key=thumbnail_key,
            duration_seconds=made.rendered.duration_seconds,
            size_bytes=made.rendered.size_bytes,
            loudness_lufs=made.loudness_lufs,
            failed_stage=None,
            failed_reason=None,
        )

    async def _cut(
        self, clip: Clip, asset: Asset, video: Path, out: Path, progress: JobProgress
    ) -> _Made:
        progress.enter("measure", 0.0)
        window = clip.end_seconds - clip.start_seconds
        signals = await self._signals.read_signals(
            video,
            start_seconds=max(0.0, clip.start_seconds - CONTEXT_SECONDS),
            end_seconds=min(asset.facts.duration_seconds, clip.end_seconds + CONTEXT_SECONDS),
        )
        source_lufs = await self._signals.measure_lufs(
            video, start_seconds=clip.start_seconds, duration_seconds=window
        )
        plan = make_plan(
            asset.facts,
            start_seconds=clip.start_seconds,
            end_seconds=clip.end_seconds,
            loudness_lufs=source_lufs,
        )
        progress.enter("judge", 0.1)
        analysis = await self._analyst.analyse_moment(
            MomentMaterial(
                start_seconds=clip.start_seconds,
                end_seconds=clip.end_seconds,
                signals=signals,
                spike=clip.spike,
            )
        )
        progress.enter("render", 0.15)
        rendered = await self._renderer.render(
            video, plan, out, on_progress=progress.part(0.15, 0.9)
        )
        progress.enter("verify", 0.9)
        loudness = await self._signals.measure_lufs(
            out, start_seconds=0.0, duration_seconds=rendered.duration_seconds
        )
        return _Made(plan=plan, rendered=rendered, analysis=analysis, loudness_lufs=loudness)


def _peak_in_clip(clip: Clip, plan: EditPlan) -> float:
    """Return the offset into the clip whose frame stands for it."""
    peak = clip.spike.peak_seconds if clip.spike else clip.start_seconds + plan.duration_seconds / 2
    return min(max(0.0, peak - plan.start_seconds), max(0.0, plan.duration_seconds - 0.5))
