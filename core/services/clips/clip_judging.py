"""Clip judging: a model titles and scores clips in review; nobody has to wait for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import structlog

from core.domain.chat.chat_spike import ChatSpike
from core.domain.clips.clip import Clip, Judgement
from core.domain.clips.seen_score import combine_score
from core.domain.clips.turn import TurnTrait
from core.domain.people.voice import Voice
from core.domain.review.review_card import name_cut
from core.domain.videos.understanding import PASSING_TROUBLES, AnalysisWindow, Trouble
from core.domain.work.ids import ClipId, CreatorId
from core.domain.work.job import Job, JobKind
from core.errors import ExternalFailure, NotFound
from core.ports.clips import ClipStore, Turns
from core.ports.storage import ObjectStorage
from core.ports.understanding import ClipAnswer, VideoAnalyst, WindowMaterial
from core.ports.videos import AssetStore
from core.ports.work import Clock, Ids
from core.services.clips.clip_context import ClipContexts
from core.services.videos.model_budget import ModelBudget, OverBudget
from core.services.work.job_handlers import JobProgress
from core.services.work.new_jobs import NewJobs
from core.services.work.save_again import change_stored

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeJobs:
    """Makes `judge_clip` jobs; none without a model."""

    clock: Clock
    ids: Ids
    has_model: bool

    def make(self, clip: Clip) -> tuple[Job, ...]:
        """Return the job that has a model judge a clip that enters review."""
        if not self.has_model or not clip.waits_for_judgement:
            return ()
        job = NewJobs(clock=self.clock, ids=self.ids).make(
            JobKind.JUDGE_CLIP, clip.creator_id, clip.id, str(clip.version)
        )
        return (replace(job, about=name_cut(clip)),)


class ClipJudging:
    """Performs `judge_clip` jobs, within the creator's budget.

    What a model says becomes the title and the seen parts of the score of the cut that it saw,
    while that waits for a decision; where it says nothing, the reason is written on the clip.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        clips: ClipStore,
        assets: AssetStore,
        storage: ObjectStorage,
        budget: ModelBudget,
        analyst: VideoAnalyst | None,
        contexts: ClipContexts,
        find_voice: Callable[[CreatorId], Awaitable[Voice]],
        turns: Turns,
    ) -> None:
        self._turns = turns
        self._clock = clock
        self._clips = clips
        self._assets = assets
        self._storage = storage
        self._budget = budget
        self._analyst = analyst
        self._contexts = contexts
        self._find_voice = find_voice

    async def judge_clip(self, job: Job, progress: JobProgress) -> None:
        """Judge the job's clip, unless it was judged or decided on already.

        Trouble that passes is ExternalFailure, to be tried again. A quota of a day is QuotaReached:
        the job waits until it is over.
        """
        clip = await self._clips.get_clip(job.creator_id, ClipId(job.subject_id))
        if self._analyst is None or not clip.waits_for_judgement or not _is_about(job, clip):
            return
        progress.enter("model", 0.1)
        try:
            answer = await self._ask(self._analyst, clip)
        except NotFound:
            if await self._is_newest(clip):
                raise
            return
        if answer.trouble in PASSING_TROUBLES:
            raise ExternalFailure(
                answer.reason, stage="model", retryable=True, again_seconds=answer.retry_seconds
            )
        progress.enter("judgement", 0.9)
        progress.note = answer.reason or None
        await self._write_down(clip, answer)

    async def give_up(self, job: Job, stage: str, reason: str) -> None:
        """Record on the clip why no model judged it; it keeps its score.

        A newer cut has a job of its own.
        """
        clip = await self._clips.get_clip(job.creator_id, ClipId(job.subject_id))
        if not _is_about(job, clip):
            return
        _log.warning("clip.not_judged", clip_id=clip.id, stage=stage, reason=reason)
        await self._write_down(clip, ClipAnswer(reason=reason))

    async def _ask(self, analyst: VideoAnalyst, clip: Clip) -> ClipAnswer:
        asset = await self._assets.get_asset(clip.creator_id, clip.asset_id)
        window = AnalysisWindow(number=1, start_seconds=0.0, end_seconds=_measure(clip))
        self._budget.day.check()
        voice = await self._choose_voice(clip)
        context = await self._contexts.read(clip)
        async with self._storage.open_file(clip.object_key or "") as video:
            material = WindowMaterial(
                video=video,
                window=window,
                has_audio=asset.facts.has_audio,
                title=asset.title,
                spikes=_shift_spike(clip),
                voice=voice,
                game=context.game,
                chapter=context.chapter,
                measured=[part.reason for part in clip.measured.parts] if clip.measured else (),
            )
            try:
                answer, cost = await self._budget.ask(
                    clip.creator_id, analyst, material, analyst.judge_clip
                )
            except OverBudget as refusal:
                return ClipAnswer(trouble=Trouble.BUDGET, reason=str(refusal))
        _log.info("clip.asked", clip_id=clip.id, trouble=answer.trouble, cost_micro_dollars=cost)
        self._budget.day.check()
        return answer

    async def _choose_voice(self, clip: Clip) -> Voice:
        """Return how its title is to sound, by its turn where titles are tried."""
        voice = await self._find_voice(clip.creator_id)
        turn = await self._turns.find_turn(clip.creator_id, clip.id)
        if turn is None or turn.trait is not TurnTrait.TITLE_ASKS:
            return voice
        return replace(voice, titles_ask=turn.has_it)

    async def _is_newest(self, seen: Clip) -> bool:
        """True unless there is a newer cut, which has a job of its own."""
        clip = await self._clips.get_clip(seen.creator_id, seen.id)
        return name_cut(clip) == name_cut(seen)

    async def _write_down(self, asked: Clip, answer: ClipAnswer) -> None:
        """Save the answer on the clip, if it is still the cut that was judged."""
        model = self._analyst.name if self._analyst else ""

        def judge(clip: Clip) -> Clip:
            if not clip.waits_for_judgement or name_cut(clip) != name_cut(asked):
                _log.info("clip.judged_too_late", clip_id=clip.id, status=clip.status.value)
                return clip
            return _judge(clip, answer, model, self._clock)

        await change_stored(
            lambda: self._clips.get_clip(asked.creator_id, asked.id),
            judge,
            self._clips.save_clip,
            seen=asked,
        )


def _is_about(job: Job, clip: Clip) -> bool:
    """Say whether the clip is still the cut that the job was made for."""
    return job.about in {"", name_cut(clip)}


def _judge(clip: Clip, answer: ClipAnswer, model: str, clock: Clock) -> Clip:
    """Return the clip with the model's answer, or with the reason why there is none."""
    score = None
    if answer.rubric is not None and clip.measured is not None:
        score = combine_score(clip.measured, answer.rubric)
    return clip.judge(
        Judgement(model=model, reason=answer.reason),
        title=answer.title,
        score=score,
        at=clock.now(),
    )


def _measure(clip: Clip) -> float:
    return clip.duration_seconds or clip.end_seconds - clip.start_seconds


def _shift_spike(clip: Clip) -> tuple[ChatSpike, ...]:
    """Return the clip's evidence with its peak as an offset into the clip."""
    spike = clip.spike
    return (
        (replace(spike, peak_seconds=max(0.0, spike.peak_seconds - clip.start_seconds)),)
        if spike
        else ()
    )
