"""Model budget: what is left of a creator's month, and what each request cost."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from core.domain.clips.asset_analysis import Estimate
from core.domain.people.creator_profile import name_local_month
from core.domain.videos.model_spend import (
    NOTHING_USED,
    MonthSpend,
    TokenUse,
    refuse_cost,
    to_micro_dollars,
)
from core.domain.videos.model_tuning import ModelTuning
from core.domain.videos.understanding import AnalysisWindow
from core.domain.work.ids import CreatorId
from core.ports.people import ProfileStore
from core.ports.understanding import SpendStore, VideoAnalyst
from core.ports.work import Clock


class ModelBudget:
    """Keeps to the monthly budget; a month is the creator's own, in the zone of their profile."""

    def __init__(
        self, *, clock: Clock, spends: SpendStore, profiles: ProfileStore, tuning: ModelTuning
    ) -> None:
        self._clock = clock
        self._spends = spends
        self._profiles = profiles
        self._budget = to_micro_dollars(tuning.budget_dollars)

    async def read_month(self, creator_id: CreatorId) -> MonthSpend:
        """Return what was spent this month so far."""
        return await self._spends.get_spend(creator_id, await self._name_month(creator_id))

    async def estimate(
        self, creator_id: CreatorId, analyst: VideoAnalyst | None, windows: Sequence[AnalysisWindow]
    ) -> Estimate:
        """Return what these windows would cost; nothing without a model."""
        today = self._clock.now().date()
        uses = [analyst.estimate_use(window) for window in windows] if analyst else []
        costs = [analyst.count_cost(use, today) for use in uses] if analyst else []
        spend = await self.read_month(creator_id)
        return Estimate(
            windows=len(windows),
            use=TokenUse(
                prompt=sum(use.prompt for use in uses), answer=sum(use.answer for use in uses)
            ),
            cost_micro_dollars=sum(costs),
            left_micro_dollars=max(0, self._budget - spend.cost_micro_dollars),
        )

    async def refuse(
        self, creator_id: CreatorId, analyst: VideoAnalyst, window: AnalysisWindow
    ) -> str:
        """Return why the budget does not allow this window; empty if it does."""
        today = self._clock.now().date()
        return refuse_cost(
            await self.read_month(creator_id),
            cost_micro_dollars=analyst.count_cost(analyst.estimate_use(window), today),
            budget_micro_dollars=self._budget,
        )

    async def record(self, creator_id: CreatorId, analyst: VideoAnalyst, use: TokenUse) -> int:
        """Record what a request used and return its cost in micro-dollars."""
        cost = analyst.count_cost(use, self._clock.now().date())
        if use != NOTHING_USED:
            month = await self._name_month(creator_id)
            await self._spends.add_spend(creator_id, month, use, cost)
        return cost

    async def _name_month(self, creator_id: CreatorId) -> str:
        profile = await self._profiles.get_profile(creator_id)
        # A zone is read from its file when it is asked for first.
        return await asyncio.to_thread(name_local_month, self._clock.now(), profile.time_zone)
