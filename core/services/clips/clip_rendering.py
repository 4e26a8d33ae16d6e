"""Clip rendering: making the vertical video of a clip, with its title and score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import structlog

from core.domain.chat.chat_spike import ChatSpike
from core.domain.clips.clip import IN_THE_MAKING, Clip, ClipStatus
from core.domain.clips.clip_window import WindowTuning, breathe
from core.domain.clips.edit_plan import Layout
from core.domain.clips.framing_wish import FramingWish
from core.domain.clips.hook import place_hook
from core.domain.clips.recut import RECUT_SECONDS_MAX
from core.domain.clips.words.caption_look import NO_CAPTIONS, USUAL_LOOK
from core.domain.clips.words.mending import apply_glossary
from core.domain.clips.words.unwanted_words import find_unwanted, star_words
from core.domain.signals.signals import Signals
from core.domain.videos.asset import Asset, VideoFacts
from core.domain.videos.spoken_word import Word
from core.domain.work.ids import ClipId
from core.domain.work.job import Job
from core.ports.chat import SpikeStore
from core.ports.clips import Analyst, ClipStore, MomentMaterial
from core.ports.videos import AssetStore
from core.ports.work import Clock
from core.services.clips.clip_captions import ClipCaptions
from core.services.clips.clip_judging import JudgeJobs
from core.services.clips.cut_files import CutFiles
from core.services.clips.cut_order import Cut, CutBefore, CutOrder
from core.services.clips.framing_preferences import FramingPreferences
from core.services.clips.video_cutting import VideoCutting
from core.services.videos.video_signals import VideoSignals
from core.services.work.job_handlers import JobProgress
from core.services.work.scratch_folder import open_scratch

_log = structlog.get_logger(__name__)

CONTEXT_SECONDS = 30.0
# How far an edge that nobody chose may move to reach a silence or a cut.
TOLERANCE_SECONDS = 1.0
_SAME_SECONDS = 0.01
_WINDOWS = WindowTuning(shortest_seconds=12.0)


class ClipRendering:
    """Performs `render_clip` jobs: measure, judge, render, store."""

    def __init__(
        self,
        *,
        clock: Clock,
        clips: ClipStore,
        spikes: SpikeStore,
        assets: AssetStore,
        signals: VideoSignals,
        video_cutting: VideoCutting,
        framing_preferences: FramingPreferences,
        clip_captions: ClipCaptions,
        cut_files: CutFiles,
        analyst: Analyst,
        judge_jobs: JudgeJobs,
        scratch: Path,
    ) -> None:
        self._clock = clock
        self._clips = clips
        self._spikes = spikes
        self._assets = assets
        self._signals = signals
        self._video_cutting = video_cutting
        self._framing_preferences = framing_preferences
        self._clip_captions = clip_captions
        self._cut_files = cut_files
        self._analyst = analyst
        self._judge_jobs = judge_jobs
        self._scratch = scratch

    async def render_clip(self, job: Job, progress: JobProgress) -> None:
        """Render the job's clip and put it into review, unless that has happened already.

        A clip that another job has in hand is left alone: somebody asked for a newer cut meanwhile.
        """
        clip = await self._clips.get_clip(job.creator_id, ClipId(job.subject_id))
        if not clip.is_made_by(job.id):
            return
        if clip.status in {ClipStatus.DRAFT, ClipStatus.FAILED}:
            begun = clip.move_to(ClipStatus.RENDERING, at=self._clock.now())
            clip = await self._clips.save_clip(replace(begun, render_job_id=job.id))
        if clip.status is not ClipStatus.RENDERING:
            return
        asset = await self._assets.get_asset(clip.creator_id, clip.asset_id)
        older, clip = clip, await self._make(await self._recall_spike(clip), asset, progress)
        clip = (await self._recall_spike(clip)).move_to(ClipStatus.IN_REVIEW, at=self._clock.now())
        await self._clips.save_clip(clip, jobs=self._judge_jobs.make(clip))
        await self._cut_files.delete(older)
        _log.info("clip.ready", clip_id=clip.id, score=clip.score and clip.score.value)

    async def give_up(self, job: Job, stage: str, reason: str) -> None:
        """Mark the clip that this very job was making as failed, with the stage and the reason.

        One that has come into review meanwhile is good, whoever brought it there.
        """
        clip = await self._clips.get_clip(job.creator_id, ClipId(job.subject_id))
        if clip.status not in IN_THE_MAKING or not clip.is_made_by(job.id):
            _log.info("clip.not_given_up", clip_id=clip.id, status=clip.status.value)
            return
        failed = clip.move_to(ClipStatus.FAILED, at=self._clock.now())
        await self._clips.save_clip(replace(failed, failed_stage=stage, failed_reason=reason))

    async def _recall_spike(self, clip: Clip) -> Clip:
        """Return the clip with who asked for its moment meanwhile, and what chat said of it."""
        if clip.spike is None or clip.stream_id is None:
            return clip
        stored = await self._spikes.find_spike(
            clip.creator_id, clip.stream_id, detected_at=clip.created_at
        )
        return clip if stored is None else replace(clip, spike=clip.spike.join(stored))

    async def _make(self, clip: Clip, asset: Asset, progress: JobProgress) -> Clip:
        async with open_scratch(self._scratch, prefix="render-") as folder:
            out = folder / "clip.mp4"
            async with (
                self._cut_files.open_source(asset) as video,
                self._cut_files.open_before(clip) as before,
            ):
                clip, cut = await self._cut(clip, asset, video, out, progress, before)
                return await self._cut_files.store(
                    clip, cut, source=video, out=out, progress=progress
                )

    async def _cut(
        self,
        clip: Clip,
        asset: Asset,
        video: Path,
        out: Path,
        progress: JobProgress,
        before: CutBefore | None,
    ) -> tuple[Clip, Cut]:
        wish = await self._framing_preferences.choose_wish(clip)
        clip, signals, words = await self._measure(clip, asset, video, wish, progress)
        if signals is not None:
            progress.enter("judge", 0.1)
            clip = await self._judge(clip, signals, star_words(words, wish.unwanted or ()))
        progress.enter("render", 0.15)
        order = make_order(clip, asset.facts, wish, words)
        cut = await self._video_cutting.cut(
            video,
            asset.facts,
            order,
            out,
            on_progress=progress.part(0.15, 0.85),
            before=before,
        )
        if cut.rendered.uncaptioned:
            progress.note = cut.rendered.uncaptioned
        _log.info("clip.framed", clip_id=clip.id, layout=cut.plan.layout.value, why=cut.reason)
        clip = replace(
            clip,
            duration_seconds=cut.rendered.duration_seconds,
            size_bytes=cut.rendered.size_bytes,
            loudness_lufs=cut.loudness_lufs,
            cut_layout=cut.plan.layout,
            cut_captions=order.look.style.value if cut.is_captioned else NO_CAPTIONS,
            failed_stage=None,
            failed_reason=None,
        )
        return clip, cut

    async def _measure(
        self, clip: Clip, asset: Asset, video: Path, wish: FramingWish, progress: JobProgress
    ) -> tuple[Clip, Signals | None, tuple[Word, ...]]:
        """Return the clip with its final window, the sound around it, and its words.

        A window that was placed and scored before needs no sound.
        """
        progress.enter("measure", 0.0)
        signals = None
        if clip.object_key is None or clip.score is None:
            signals = await self._signals.read_stretch(
                asset,
                video,
                start_seconds=max(0.0, clip.start_seconds - CONTEXT_SECONDS),
                end_seconds=min(asset.facts.duration_seconds, clip.end_seconds + CONTEXT_SECONDS),
            )
        words = await self._clip_captions.find_words(asset)
        if not words and (wish.has_captions is not False or wish.unwanted):
            progress.enter("listen", 0.05)
            placed = place_window(clip, asset, signals)
            words = await self._clip_captions.listen(
                asset,
                video,
                progress,
                start_seconds=placed.start_seconds,
                end_seconds=placed.end_seconds,
            )
        placed = place_window(clip, asset, signals, words)
        words = apply_glossary(words, wish.glossary or ())
        return placed, signals, await self._clip_captions.mend(placed, words)

    async def _judge(self, clip: Clip, signals: Signals, words: tuple[Word, ...]) -> Clip:
        """Give the clip a title and a score, unless an analysis brought them.

        A re-cut keeps its title until a model has seen it, and a person's own title stays for good;
        what a model said of an older cut is forgotten.
        """
        if clip.score is not None:
            return clip
        analysis = await self._analyst.analyse_moment(
            MomentMaterial(
                start_seconds=clip.start_seconds,
                end_seconds=clip.end_seconds,
                signals=signals,
                spike=clip.spike,
                words=words,
            )
        )
        keeps_title = clip.title_by is not None or clip.object_key is not None
        return replace(
            clip,
            title=clip.title if keeps_title else analysis.title,
            score=analysis.score,
            measured=analysis.measured,
            judgement=None,
        )


def make_order(
    clip: Clip, facts: VideoFacts, wish: FramingWish, words: Sequence[Word] = ()
) -> CutOrder:
    """Return what to cut: choices for this clip override the creator's usual ones.

    A stack is always wanted where it can be: without a place, the facecam is looked for, and where
    there is none the layout is chosen. Only who asks for this one clip is told so.
    """
    facecam = wish.facecam.fit(facts.width, facts.height) if wish.facecam else None
    usual = None if wish.layout is Layout.STACK else wish.layout
    return CutOrder(
        start_seconds=clip.start_seconds,
        end_seconds=clip.end_seconds,
        layout=clip.layout or usual,
        facecam=clip.facecam or facecam,
        words=() if wish.has_captions is False else star_words(words, wish.unwanted or ()),
        look=wish.look or USUAL_LOOK,
        muted=find_unwanted(words, wish.unwanted or ()),
        has_bleeps=bool(wish.has_bleeps),
        longest_seconds=RECUT_SECONDS_MAX,
    )


def place_window(
    clip: Clip, asset: Asset, signals: Signals | None, words: Sequence[Word] = ()
) -> Clip:
    """Return the clip with its window moved to natural cuts; a chosen window is kept.

    What chat proposed begins shortly before the sound bursts out, and both edges breathe. The
    window of an older cut was placed already.
    """
    spike = clip.spike
    if signals is None or spike is None or clip.object_key is not None:
        return clip
    if not _is_as_proposed(clip, asset, spike):
        return clip
    hooked = place_hook(clip.start_seconds, clip.end_seconds, spike=spike, signals=signals)
    breathing = breathe(
        hooked.start_seconds,
        hooked.end_seconds,
        signals=signals,
        asset_duration=asset.facts.duration_seconds,
        tolerance_seconds=TOLERANCE_SECONDS,
        words=words,
        peak_seconds=hooked.onset_seconds,
        tuning=_WINDOWS,
    )
    _log.info("clip.placed", clip_id=clip.id, hook=hooked.reason, breath=breathing.reason)
    return replace(
        clip,
        start_seconds=round(breathing.start_seconds, 3),
        end_seconds=round(breathing.end_seconds, 3),
    )


def _is_as_proposed(clip: Clip, asset: Asset, spike: ChatSpike) -> bool:
    """True if the window is still the one that chat proposed."""
    start = max(0.0, spike.start_seconds)
    end = min(asset.facts.duration_seconds, spike.end_seconds)
    moved = max(abs(clip.start_seconds - start), abs(clip.end_seconds - end))
    return moved <= _SAME_SECONDS
