"""Model analysis: asks a model about an asset, one window at a time, within the budget, once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import structlog

from core.domain.chat.chat_spike import ChatSpike
from core.domain.clips.asset_analysis import Estimate, WindowResult
from core.domain.clips.turn import TurnTrait
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
    Understanding,
    add_dropped,
    plan_windows,
)
from core.domain.work.ids import CreatorId
from core.errors import QuotaReached
from core.ports.clips import Turns
from core.ports.people import ProfileStore
from core.ports.understanding import VideoAnalyst, WindowAnswer, WindowMaterial, WindowStore
from core.services.videos.model_budget import ModelBudget, OverBudget

_log = structlog.get_logger(__name__)

_FAILURES_IN_A_ROW = 2
_UNCHECKED = (
    "Where the model did not read the clock in the picture, its times are its own and unchecked."
)
_NOTHING_PAID = "All of it was kept from an earlier run, so that nothing was paid this time."
_GIVEN_UP = "The rest was not asked for any more and is judged by local signals."


@dataclass(slots=True, kw_only=True)
class Seen:
    """What the model has said about an asset so far, and why parts are missing.

    `in_part` counts windows of whose answer only a part could be used, `kept` those that were
    answered in an earlier run.
    """

    windows: tuple[AnalysisWindow, ...]
    chapters: list[SeenChapter] = field(default_factory=list)
    moments: list[SeenMoment] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    unseen: list[AnalysisWindow] = field(default_factory=list)
    dropped: tuple[Dropped, ...] = ()
    reasons: list[str] = field(default_factory=list)
    use: TokenUse = NOTHING_USED
    cost_micro_dollars: int = 0
    in_part: int = 0
    kept: int = 0

    @property
    def understood(self) -> int:
        """How many windows were understood, not only in part."""
        return len(self.windows) - len(self.unseen) - self.in_part

    @property
    def last_chapter(self) -> str:
        """The title of the chapter that the next window begins in; empty if none is known."""
        return self.chapters[-1].title if self.chapters else ""

    def take(self, result: WindowResult) -> None:
        """Add what is stored of a window; where two overlap, each contributes its own half."""
        self.use = self.use.plus(result.use)
        self.cost_micro_dollars += result.cost_micro_dollars
        if result.reason:
            self.reasons.append(result.reason)
        understanding = result.understanding or Understanding()
        self.dropped = add_dropped(self.dropped, understanding.dropped)
        if result.trouble is not None:
            if not (understanding.moments or understanding.chapters or understanding.words):
                self.unseen.append(result.window)
                return
            self.in_part += 1
        if understanding.moments and not understanding.is_clock_read:
            self.reasons.append(_UNCHECKED)
        start, end = _own_part(result.window, self.windows)
        self.chapters += [c for c in understanding.chapters if start <= c.start_seconds < end]
        self.words += [w for w in understanding.words if start <= w.start_seconds < end]
        self.moments += [m for m in understanding.moments if start <= m.peak_seconds < end]


def _own_part(window: AnalysisWindow, windows: Sequence[AnalysisWindow]) -> tuple[float, float]:
    """Return the window without its neighbours: up to the middle of each overlap."""
    before = [w for w in windows if w.number == window.number - 1]
    after = [w for w in windows if w.number == window.number + 1]
    start = (before[0].end_seconds + window.start_seconds) / 2 if before else float("-inf")
    end = (window.end_seconds + after[0].start_seconds) / 2 if after else float("inf")
    return start, end


@dataclass(slots=True, kw_only=True)
class _Pace:
    """Whether to go on asking, and how many windows in a row have failed."""

    failures: int = 0
    is_over: bool = False

    def ends_with(self, trouble: Trouble | None) -> bool:
        """Take notice of how a window went; True where this ends the asking."""
        has_failed = trouble is not None and trouble not in FINAL_TROUBLES
        self.failures = self.failures + 1 if has_failed else 0
        was_over = self.is_over
        self.is_over |= trouble in LASTING_TROUBLES or self.failures >= _FAILURES_IN_A_ROW
        return self.is_over and not was_over


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
        turns: Turns,
        find_voice: Callable[[CreatorId], Awaitable[Voice]] = find_plain_voice,
    ) -> None:
        self._windows = windows
        self._budget = budget
        self._analyst = analyst
        self._tuning = tuning
        self._turns = turns
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

    async def estimate(self, asset: Asset) -> Estimate:
        """Return what asking about a video would cost now; what is kept costs nothing."""
        windows = self.plan(asset.facts.duration_seconds)
        kept = [
            w for w in windows if self._analyst and await self._find_kept(self._analyst, asset, w)
        ]
        estimate = await self._budget.estimate(
            asset.creator_id,
            self._analyst,
            [window for window in windows if window not in kept],
            has_audio=asset.facts.has_audio,
        )
        return replace(estimate, windows_kept=len(kept))

    async def ask_all(
        self,
        asset: Asset,
        video: Path,
        *,
        spikes: Sequence[ChatSpike],
        words: Sequence[Word],
        on_progress: Callable[[float], None],
        game: str = "",
    ) -> Seen:
        """Return what the model says of the whole asset; without one all windows are unseen.

        Trouble that lasts (the day's quota, the budget, a refusal) and two failures in a row end
        the asking: the rest of the video is left to local signals, and nothing waits. While titles
        are tried, both are asked for: which clips come of it, and on which side, is not known yet.
        """
        seen = Seen(windows=self.plan(asset.facts.duration_seconds))
        if self._analyst is None:
            seen.unseen += seen.windows
            return seen
        voice = await self._find_voice(asset.creator_id)
        tried = await self._turns.find_trait(asset.creator_id)
        pace = _Pace()
        for index, window in enumerate(seen.windows):
            on_progress(index / len(seen.windows))
            result = await self._find_kept(self._analyst, asset, window)
            seen.kept += result is not None
            if result is None and not pace.is_over:
                material = _make_material(asset, video, window, spikes, words, voice)
                material = replace(
                    material,
                    parts=len(seen.windows),
                    chapter=seen.last_chapter,
                    game=game,
                    has_two_titles=tried is TurnTrait.TITLE_ASKS,
                )
                result = await self._ask(self._analyst, asset, material)
            if result is None:
                seen.unseen.append(window)
                continue
            seen.take(result)
            if pace.ends_with(result.trouble) and index + 1 < len(seen.windows):
                seen.reasons.append(_GIVEN_UP)
        if seen.kept == len(seen.windows):
            seen.reasons.append(_NOTHING_PAID)
        on_progress(1.0)
        return seen

    async def _find_kept(
        self, analyst: VideoAnalyst, asset: Asset, window: AnalysisWindow
    ) -> WindowResult | None:
        """Return the stored answer for a window, if it is one to this question."""
        kept = await self._windows.find_window(asset.creator_id, asset.id, window.number)
        is_it = kept is not None and kept.fingerprint == _name_question(analyst, window)
        return kept if is_it else None

    async def _ask(
        self, analyst: VideoAnalyst, asset: Asset, material: WindowMaterial
    ) -> WindowResult:
        """Ask, and store the answer if it is the model's last word."""
        window = material.window
        answer, cost = await self._ask_within_budget(analyst, asset, material)
        result = WindowResult(
            window=window,
            fingerprint=_name_question(analyst, window),
            understanding=answer.understanding,
            trouble=answer.trouble,
            reason=answer.reason,
            use=answer.use,
            cost_micro_dollars=cost,
        )
        if answer.trouble is None or answer.trouble in FINAL_TROUBLES:
            await self._windows.put_window(asset.creator_id, asset.id, result)
        _log.info(
            "window.asked",
            asset_id=asset.id,
            number=window.number,
            trouble=answer.trouble,
            cost_micro_dollars=cost,
        )
        return result

    async def _ask_within_budget(
        self, analyst: VideoAnalyst, asset: Asset, material: WindowMaterial
    ) -> tuple[WindowAnswer, int]:
        """Return the answer and its cost; a budget or a quota that is used up is trouble too."""
        try:
            return await self._budget.ask(asset.creator_id, analyst, material, analyst.understand)
        except OverBudget as refusal:
            trouble, reason = Trouble.BUDGET, str(refusal)
        except QuotaReached as refusal:
            trouble, reason = Trouble.QUOTA_DAY, str(refusal)
        return WindowAnswer(understanding=None, trouble=trouble, reason=reason), 0


def _name_question(analyst: VideoAnalyst, window: AnalysisWindow) -> str:
    return f"{analyst.fingerprint}/{window.start_seconds:.1f}-{window.end_seconds:.1f}"


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
