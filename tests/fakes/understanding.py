"""Understanding without a model: scripted answers, and stores in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from core.domain.clips.asset_analysis import AssetAnalysis, WindowResult
from core.domain.clips.clip import Clip
from core.domain.people.creator_profile import CreatorProfile
from core.domain.videos.heard_words import Stretch
from core.domain.videos.model_spend import MonthSpend, Reservation, TokenUse
from core.domain.videos.model_tuning import ModelTuning
from core.domain.videos.spoken_word import Word
from core.domain.videos.understanding import AnalysisWindow, Understanding
from core.domain.work.ids import AssetId, CreatorId
from core.domain.work.job import Job
from core.ports.understanding import (
    AnalysisStore,
    ClipAnswer,
    SpendStore,
    TranscriptStore,
    VideoAnalyst,
    WindowAnswer,
    WindowMaterial,
    WindowStore,
)
from core.services.videos.model_budget import ModelBudget
from tests.builders import CREATOR
from tests.fakes.creators import FakeProfiles
from tests.fakes.stores import FakeClips, FakeStores, Memory
from tests.fakes.time_and_ids import FakeClock

USE = TokenUse(prompt=1000, answer=100)


class FakeVideoAnalyst:
    """Returns the scripted answers by window number, and an empty understanding for any other.

    A token costs one micro-dollar.
    """

    name = "a model"
    service = "A model's service"
    fingerprint = "model/1"

    def __init__(self, answers: dict[int, WindowAnswer] | None = None) -> None:
        self.answers = answers or {}
        self.materials: list[WindowMaterial] = []
        self.clip_answer = ClipAnswer(title="A clip", use=USE)
        self.obstacle = ""

    @property
    def asked(self) -> list[int]:
        return [material.window.number for material in self.materials]

    def estimate_use(self, window: AnalysisWindow, *, has_audio: bool = True) -> TokenUse:
        return USE

    def count_cost(self, use: TokenUse, on: date) -> int:
        return use.prompt + use.answer

    async def understand(self, material: WindowMaterial) -> WindowAnswer:
        self.materials.append(material)
        empty = WindowAnswer(understanding=Understanding(), use=USE)
        return self.answers.get(material.window.number, empty)

    async def judge_clip(self, material: WindowMaterial) -> ClipAnswer:
        self.materials.append(material)
        return self.clip_answer

    async def find_obstacle(self) -> str:
        return self.obstacle


class FakeWindows:
    def __init__(self) -> None:
        self.kept: dict[tuple[str, str, int], WindowResult] = {}

    async def find_window(
        self, creator_id: CreatorId, asset_id: AssetId, number: int
    ) -> WindowResult | None:
        return self.kept.get((creator_id, asset_id, number))

    async def put_window(
        self, creator_id: CreatorId, asset_id: AssetId, result: WindowResult
    ) -> bool:
        key = (creator_id, asset_id, result.window.number)
        known = self.kept.get(key)
        if known is not None and known.fingerprint == result.fingerprint:
            return False
        self.kept[key] = result
        return True


class FakeSpends:
    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], MonthSpend] = {}
        self.held: dict[str, Reservation] = {}

    async def list_lapsed(
        self, creator_id: CreatorId, month: str, *, by: datetime
    ) -> tuple[Reservation, ...]:
        found = [held for held in self.held.values() if held.until <= by]
        return tuple(h for h in found if (h.creator_id, h.month) == (creator_id, month))

    async def get_spend(self, creator_id: CreatorId, month: str) -> MonthSpend:
        return self.kept.get((creator_id, month), MonthSpend(month=month))

    async def reserve(self, reservation: Reservation, *, most: int) -> bool:
        spend = await self.get_spend(reservation.creator_id, reservation.month)
        if spend.cost_micro_dollars + reservation.cost_micro_dollars > most:
            return False
        await self._add(reservation.creator_id, spend, reservation.cost_micro_dollars)
        self.held[reservation.name] = reservation
        return True

    async def give_back(self, reservation: Reservation) -> bool:
        if self.held.pop(reservation.name, None) is None:
            return False
        spend = await self.get_spend(reservation.creator_id, reservation.month)
        await self._add(reservation.creator_id, spend, -reservation.cost_micro_dollars)
        return True

    async def book(self, reservation: Reservation, use: TokenUse, cost_micro_dollars: int) -> bool:
        if self.held.pop(reservation.name, None) is None:
            return False
        more = cost_micro_dollars - reservation.cost_micro_dollars
        await self.add_spend(reservation.creator_id, reservation.month, use, more)
        return True

    async def _add(self, creator_id: CreatorId, spend: MonthSpend, cost: int) -> None:
        kept = replace(spend, cost_micro_dollars=spend.cost_micro_dollars + cost)
        self.kept[creator_id, spend.month] = kept

    async def add_spend(
        self, creator_id: CreatorId, month: str, use: TokenUse, cost_micro_dollars: int
    ) -> MonthSpend:
        spend = (await self.get_spend(creator_id, month)).plus(use, cost_micro_dollars)
        self.kept[creator_id, month] = spend
        return spend


def make_budgeting(spends: FakeSpends, *, dollars: float = 5.0, time_zone: str = "") -> ModelBudget:
    """Return the budget service, with every creator living in `time_zone`."""
    clock = FakeClock()
    profiles = FakeProfiles(Memory(clock))
    if time_zone:
        profiles.kept.put(CreatorProfile(creator_id=CREATOR, time_zone=time_zone))
    tuning = ModelTuning(budget_dollars=dollars)
    return ModelBudget(clock=clock, spends=spends, profiles=profiles, tuning=tuning)


class FakeAnalyses:
    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], AssetAnalysis] = {}

    async def find_analysis(self, creator_id: CreatorId, asset_id: AssetId) -> AssetAnalysis | None:
        return self.kept.get((creator_id, asset_id))

    async def put_analysis(self, analysis: AssetAnalysis) -> None:
        self.kept[analysis.creator_id, analysis.asset_id] = analysis


class FakeTranscripts:
    def __init__(self) -> None:
        self.kept: dict[tuple[str, str, bool], tuple[Word, ...]] = {}
        self.stretches: dict[tuple[str, str, str], tuple[Stretch, ...]] = {}

    async def find_words(
        self, creator_id: CreatorId, asset_id: AssetId, *, is_heard_by_model: bool
    ) -> tuple[Word, ...]:
        return self.kept.get((creator_id, asset_id, is_heard_by_model), ())

    async def put_words(
        self,
        creator_id: CreatorId,
        asset_id: AssetId,
        words: Sequence[Word],
        *,
        is_heard_by_model: bool,
    ) -> None:
        self.kept[creator_id, asset_id, is_heard_by_model] = tuple(words)

    async def find_stretches(
        self, creator_id: CreatorId, asset_id: AssetId, source: str
    ) -> tuple[Stretch, ...]:
        return self.stretches.get((creator_id, asset_id, source), ())

    async def put_stretches(
        self, creator_id: CreatorId, asset_id: AssetId, source: str, stretches: Sequence[Stretch]
    ) -> None:
        self.stretches[creator_id, asset_id, source] = tuple(stretches)


class FakeDrafts(FakeClips):
    """The clips of the stores, which also lists the clips that were added."""

    def __init__(self, stores: FakeStores) -> None:
        super().__init__(stores.memory)
        self.added: list[Clip] = []

    async def add_clip(self, clip: Clip, *, jobs: Sequence[Job] = ()) -> bool:
        is_new = await super().add_clip(clip, jobs=jobs)
        if is_new:
            self.added.append(clip)
        return is_new


_analyst: type[VideoAnalyst] = FakeVideoAnalyst
_windows: type[WindowStore] = FakeWindows
_spends: type[SpendStore] = FakeSpends
_analyses: type[AnalysisStore] = FakeAnalyses
_transcripts: type[TranscriptStore] = FakeTranscripts
