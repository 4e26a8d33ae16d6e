"""Model budget: what is left of a creator's month, and what each request cost.

What a request is expected to cost is reserved before it is sent, in one conditional transaction, so
that several workers and processes cannot spend the same dollar. What a process that was killed had
reserved counts until the month has no room without it, and then lapses after hours.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar
from uuid import uuid4

from core.domain.clips.asset_analysis import Estimate
from core.domain.people.creator_profile import name_local_month
from core.domain.videos.model_spend import (
    LAPSES_AFTER,
    NOTHING_USED,
    MonthSpend,
    Reservation,
    TokenUse,
    describe_refusal,
    to_micro_dollars,
)
from core.domain.videos.model_tuning import ModelTuning
from core.domain.videos.understanding import AnalysisWindow
from core.domain.work.ids import CreatorId
from core.ports.people import ProfileStore
from core.ports.understanding import (
    ClipAnswer,
    SpendStore,
    VideoAnalyst,
    WindowAnswer,
    WindowMaterial,
)
from core.ports.work import Clock
from core.services.videos.model_day import ModelDay

A = TypeVar("A", WindowAnswer, ClipAnswer)


class Priced(Protocol):
    """A model that knows what tokens cost."""

    def count_cost(self, use: TokenUse, on: date) -> int: ...


class OverBudget(Exception):
    """The month has not enough left for a request; the text says so in a sentence."""


@dataclass(slots=True, kw_only=True)
class Bill:
    """What one request took, to be filled in before it is booked, and what it cost thereafter.

    Until somebody knows better it is what was expected: what was sent and called off in between was
    worked on, and is paid for.
    """

    use: TokenUse
    cost: int = 0


class ModelBudget:
    """Keeps to the monthly budget; a month is the creator's own, in the zone of their profile.

    `day` is what the service itself allows in a day, for everybody.
    """

    def __init__(
        self, *, clock: Clock, spends: SpendStore, profiles: ProfileStore, tuning: ModelTuning
    ) -> None:
        self._clock = clock
        self._spends = spends
        self._profiles = profiles
        self._budget = to_micro_dollars(tuning.budget_dollars)
        self.day = ModelDay(clock=clock)

    @property
    def budget_micro_dollars(self) -> int:
        """What a month may cost."""
        return self._budget

    async def read_month(self, creator_id: CreatorId) -> MonthSpend:
        """Return what was spent this month so far."""
        return await self._spends.get_spend(creator_id, await self._name_month(creator_id))

    async def estimate(
        self,
        creator_id: CreatorId,
        analyst: VideoAnalyst | None,
        windows: Sequence[AnalysisWindow],
        *,
        has_audio: bool = True,
    ) -> Estimate:
        """Return what these windows would cost; nothing without a model."""
        today = self._clock.now().date()
        uses = [analyst.estimate_use(w, has_audio=has_audio) for w in windows] if analyst else []
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

    async def reserve(
        self, creator_id: CreatorId, model: Priced, expected: TokenUse
    ) -> Reservation:
        """Reserve what a request is expected to take, before anything is sent.

        Raises OverBudget, with the reason, where the month has not that much left.
        """
        cost = model.count_cost(expected, self._clock.now().date())
        month = await self._name_month(creator_id)
        reservation = Reservation(
            creator_id=creator_id,
            month=month,
            name=uuid4().hex,
            cost_micro_dollars=cost,
            until=self._clock.now() + LAPSES_AFTER,
        )
        if await self._take(reservation) or (
            await self._collect_lapsed(creator_id, month) and await self._take(reservation)
        ):
            return reservation
        spend = await self.read_month(creator_id)
        raise OverBudget(
            describe_refusal(spend, cost_micro_dollars=cost, budget_micro_dollars=self._budget)
        )

    async def settle(self, reservation: Reservation, model: Priced, use: TokenUse) -> int:
        """Record what a request used in place of its reservation, and return its cost.

        What lapsed in between is booked whole: its part was given away.
        """
        if use == NOTHING_USED:
            await self.give_back(reservation)
            return 0
        cost = model.count_cost(use, self._clock.now().date())
        if not await self._spends.book(reservation, use, cost):
            await self._spends.add_spend(reservation.creator_id, reservation.month, use, cost)
        return cost

    async def give_back(self, reservation: Reservation) -> None:
        """Give back what was reserved for a request that was not sent or not answered."""
        await self._spends.give_back(reservation)

    @asynccontextmanager
    async def pay(
        self, creator_id: CreatorId, model: Priced, expected: TokenUse
    ) -> AsyncIterator[Bill]:
        """Reserve what a request is expected to take, and book what its bill says at the end.

        Raises OverBudget, and QuotaReached while the service's day has no more to give.
        """
        self.day.check()
        reservation = await self.reserve(creator_id, model, expected)
        bill = Bill(use=expected)
        try:
            yield bill
        finally:
            bill.cost = await asyncio.shield(self.settle(reservation, model, bill.use))

    async def ask(
        self,
        creator_id: CreatorId,
        analyst: VideoAnalyst,
        material: WindowMaterial,
        ask: Callable[[WindowMaterial], Awaitable[A]],
    ) -> tuple[A, int]:
        """Return an answer and its cost; what is called off in between is given back.

        Raises OverBudget, and QuotaReached while the service's day has no more to give.
        """
        expected = analyst.estimate_use(material.window, has_audio=material.has_audio)
        async with self.pay(creator_id, analyst, expected) as bill:
            bill.use = NOTHING_USED
            answer = await ask(material)
            bill.use = answer.use
        await self.day.note(answer)
        return answer, bill.cost

    async def _take(self, reservation: Reservation) -> bool:
        try:
            return await self._spends.reserve(reservation, most=self._budget)
        except asyncio.CancelledError:
            # It may be written by now. What is written even later lapses.
            await asyncio.shield(self.give_back(reservation))
            raise

    async def _collect_lapsed(self, creator_id: CreatorId, month: str) -> bool:
        """Give back what was reserved hours ago and never settled; True if there was any."""
        lapsed = await self._spends.list_lapsed(creator_id, month, by=self._clock.now())
        for reservation in lapsed:
            await self.give_back(reservation)
        return bool(lapsed)

    async def _name_month(self, creator_id: CreatorId) -> str:
        profile = await self._profiles.get_profile(creator_id)
        # A zone is read from its file when it is asked for first.
        return await asyncio.to_thread(name_local_month, self._clock.now(), profile.time_zone)
