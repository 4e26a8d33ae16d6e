"""Model analysis: asks a model about an asset, one window at a time, within the budget, once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from core.domain.chat.chat_spike import ChatSpike
from core.domain.clips.asset_analysis import Estimate, WindowResult
from core.domain.people.voice import PLAIN_VOICE, Voice
from core.domain.videos.asset import Asset
from core.domain.videos.model_spend import NOTHING_USED, TokenUse
from core.domain.videos.model_tuning import ModelTuning
from core.domain.videos.spoken_word import Word
from core.domain.videos.understanding import (
    FINAL_TROUBLES,
    LASTING_TROUBLES,
    AnalysisWindow,
    Dropped,
    SeenChapter,
    SeenMoment,
    Trouble,
    add_dropped,
    plan_windows,
)
from core.domain.work.ids import CreatorId
from core.ports.people import ProfileStore
from core.ports.understanding import VideoAnalyst, WindowAnswer, WindowMaterial, WindowStore
from core.services.videos.model_budget import ModelBudget

_log = structlog.get_logger(__name__)

_FAILURES_IN_A_ROW = 2
_GIVEN_UP = "The rest was not asked for any more and is judged by local signals."


@dataclass(slots=True, kw_only=True)
class Seen:
    """What the model has said about an asset so far, and why parts are missing."""

    windows: tuple[AnalysisWindow, ...]
    chapters: list[SeenChapter] = field(default_factory=list)
    moments: list[SeenMoment] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    unseen: list[AnalysisWindow] = field(default_factory=list)
    dropped: tuple[Dropped, ...] = ()
    reasons: list[str] = field(default_factory=list)
    use: TokenUse = NOTHING_USED
    cost_micro_dollars: int = 0

    def take(self, result: WindowResult) -> None:
        """Add what is stored of a window; where two overlap, each contributes its own half."""
        self.use = self.use.plus(result.use)
        self.cost_micro_dollars += result.cost_micro_dollars
        if result.understanding is None:
            self.unseen.append(result.window)
            self.reasons.append(result.reason)
            return
        understanding = result.understanding
        start, end = _own_part(result.window, self.windows)
        self.chapters += [c for c in understanding.chapters if start <= c.start_seconds < end]
        self.words += [w for w in understanding.words if start <= w.start_seconds < end]
        self.moments += [m for m in understanding.moments if start <= m.peak_seconds < end]
        self.dropped = add_dropped(self.dropped, understanding.dropped)


def _own_part(window: AnalysisWindow, windows: Sequence[AnalysisWindow]) -> tuple[float, float]:
    """Return the window without its neighbours: up to the middle of each overlap."""
    before = [w for w in windows if w.number == window.number - 1]
    after = [w for w in windows if w.number == window.number + 1]
    start = (before[0].end_seconds + window.start_seconds) / 2 if before else float("-inf")
    end = (window.end_seconds + after[0].start_seconds) / 2 if after else float("inf")
    return start, end


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileVoices:
    """Finds the voice that a creator's profile asks for."""

    profiles: ProfileStore

    async def find_voice(self, creator_id: CreatorId) -> Voice:
        return (await self.profiles.get_profile(creator_id)).voice


async def find_plain_voice(_: CreatorId) -> Voice:
    return PLAIN_VOICE


class ModelAnalysis:
    """Asks about one window after another, and stores each answer before the next request."""

    def __init__(
        self,
        *,
        windows: WindowStore,
        budget: ModelBudget,
        analyst: VideoAnalyst | None,
        tuning: ModelTuning,
        find_voice: Callable[[CreatorId], Awaitable[Voice]] = find_plain_voice,
    ) -> None:
        self._windows = windows
        self._budget = budget
        self._analyst = analyst
        self._tuning = tuning
        self._find_voice = find_voice

    @property
    def model(self) -> str | None:
        """The model's name; None without a model."""
        return self._analyst.name if self._analyst else None

    def plan(self, duration_seconds: float) -> tuple[AnalysisWindow, ...]:
        return plan_windows(
            duration_seconds,
            length_seconds=self._tuning.window_seconds,
            overlap_seconds=self._tuning.overlap_seconds,
        )

    async def estimate(self, creator_id: CreatorId, duration_seconds: float) -> Estimate:
        """Return what a video of this length would cost; nothing without a model."""
        return await self._budget.estimate(creator_id, self._analyst, self.plan(duration_seconds))

    async def ask_all(
        self,
        asset: Asset,
        video: Path,
        *,
        spikes: Sequence[ChatSpike],
        words: Sequence[Word],
        on_progress: Callable[[float], None],
    ) -> Seen:
        """Return what the model says of the whole asset; without one all windows are unseen.

        Trouble that lasts (the day's quota, the budget, a refusal) and two failures in a row end
        the asking: the rest of the video is left to local signals, and nothing waits.
        """
        seen = Seen(windows=self.plan(asset.facts.duration_seconds))
        if self._analyst is None:
            seen.unseen += seen.windows
            return seen
        voice = await self._find_voice(asset.creator_id)
        failures, is_over = 0, False
        for index, window in enumerate(seen.windows):
            on_progress(index / len(seen.windows))
            material = _make_material(asset, video, window, spikes, words, voice)
            result = await self._find_or_ask(self._analyst, asset, material, is_over=is_over)
            if result is None:
                seen.unseen.append(window)
                continue
            seen.take(result)
            has_failed = result.trouble is not None and result.trouble not in FINAL_TROUBLES
            failures = failures + 1 if has_failed else 0
            if not is_over and _is_over(result.trouble, failures):
                is_over = True
                if index + 1 < len(seen.windows):
                    seen.reasons.append(_GIVEN_UP)
        on_progress(1.0)
        return seen

    async def _find_or_ask(
        self, analyst: VideoAnalyst, asset: Asset, material: WindowMaterial, *, is_over: bool
    ) -> WindowResult | None:
        """Return the stored answer for a window, else ask; None once asking has stopped."""
        window = material.window
        fingerprint = f"{analyst.fingerprint}/{window.start_seconds:.1f}-{window.end_seconds:.1f}"
        kept = await self._windows.find_window(asset.creator_id, asset.id, window.number)
        if kept is not None and kept.fingerprint == fingerprint:
            return kept
        if is_over:
            return None
        refusal = await self._budget.refuse(asset.creator_id, analyst, window)
        if refusal:
            answer = WindowAnswer(understanding=None, trouble=Trouble.BUDGET, reason=refusal)
        else:
            answer = await analyst.understand(material)
        return await self._keep(analyst, asset, window, fingerprint, answer)

    async def _keep(
        self,
        analyst: VideoAnalyst,
        asset: Asset,
        window: AnalysisWindow,
        fingerprint: str,
        answer: WindowAnswer,
    ) -> WindowResult:
        """Record what was spent, then the answer if asking again would give the same."""
        cost = await self._budget.record(asset.creator_id, analyst, answer.use)
        result = WindowResult(
            window=window,
            fingerprint=fingerprint,
            understanding=answer.understanding,
            trouble=answer.trouble,
            reason=answer.reason,
            use=answer.use,
            cost_micro_dollars=cost,
        )
        if answer.understanding is not None or answer.trouble in FINAL_TROUBLES:
            await self._windows.put_window(asset.creator_id, asset.id, result)
        _log.info(
            "window.asked",
            asset_id=asset.id,
            number=window.number,
            trouble=answer.trouble,
            cost_micro_dollars=cost,
        )
        return result


def _is_over(trouble: Trouble | None, failures: int) -> bool:
    return trouble in LASTING_TROUBLES or failures >= _FAILURES_IN_A_ROW


def _make_material(
    asset: Asset,
    video: Path,
    window: AnalysisWindow,
    spikes: Sequence[ChatSpike],
    words: Sequence[Word],
    voice: Voice,
) -> WindowMaterial:
    def is_inside(at: float) -> bool:
        return window.start_seconds <= at < window.end_seconds

    return WindowMaterial(
        video=video,
        window=window,
        has_audio=asset.facts.has_audio,
        title=asset.title,
        spikes=tuple(spike for spike in spikes if is_inside(spike.peak_seconds)),
        words=tuple(word for word in words if is_inside(word.start_seconds)),
        voice=voice,
    )
