import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.domain.people.creator_profile import CreatorProfile
from core.domain.videos.model_spend import NOTHING_USED, TokenUse
from core.domain.videos.model_tuning import ModelTuning
from core.domain.videos.understanding import AnalysisWindow, Trouble
from core.errors import QuotaReached
from core.ports.understanding import WindowAnswer, WindowMaterial
from core.services.videos.model_budget import ModelBudget, OverBudget
from tests.builders import CREATOR
from tests.fakes.creators import FakeProfiles
from tests.fakes.stores import Memory
from tests.fakes.time_and_ids import FakeClock
from tests.fakes.understanding import USE, FakeSpends, FakeVideoAnalyst, make_budgeting

WINDOW = AnalysisWindow(number=1, start_seconds=0.0, end_seconds=480.0)
MATERIAL = WindowMaterial(video=Path("v"), window=WINDOW, has_audio=True)
MODEL = FakeVideoAnalyst()
EXPECTED = MODEL.estimate_use(WINDOW)


@pytest.mark.parametrize(
    ("time_zone", "month"),
    [
        # At 23:30 UTC on 30 November it is December in Berlin, and November in New York.
        ("UTC", "2026-11"),
        ("Europe/Berlin", "2026-12"),
        ("America/New_York", "2026-11"),
    ],
)
async def test_a_month_is_that_of_the_place_where_the_creator_lives(time_zone, month):
    clock, spends = FakeClock(datetime(2026, 11, 30, 23, 30, tzinfo=UTC)), FakeSpends()
    profiles = FakeProfiles(Memory(clock))
    profiles.kept.put(CreatorProfile(creator_id=CREATOR, time_zone=time_zone))
    budget = ModelBudget(clock=clock, spends=spends, profiles=profiles, tuning=ModelTuning())

    await budget.settle(await budget.reserve(CREATOR, MODEL, EXPECTED), MODEL, USE)

    assert list(spends.kept) == [(CREATOR, month)]
    assert (await budget.read_month(CREATOR)).requests == 1


async def test_what_a_request_took_replaces_what_was_reserved():
    budget = make_budgeting(FakeSpends())

    costs = []
    for use in (USE, TokenUse(prompt=10, answer=1), NOTHING_USED):
        reservation = await budget.reserve(CREATOR, MODEL, EXPECTED)
        costs.append(await budget.settle(reservation, MODEL, use))

    # 1100 tokens were reserved each time, at one micro-dollar; what took nothing is no request.
    assert costs == [1100, 11, 0]
    month = await budget.read_month(CREATOR)
    assert (month.requests, month.cost_micro_dollars) == (2, 1111)
    assert month.use == TokenUse(prompt=1010, answer=101)


async def test_an_estimate_says_what_is_needed_and_what_is_left():
    budget = make_budgeting(FakeSpends(), dollars=0.0030)
    await budget.settle(await budget.reserve(CREATOR, MODEL, EXPECTED), MODEL, USE)

    estimate = await budget.estimate(CREATOR, MODEL, [WINDOW, WINDOW])

    # 3000 - 1100 micro-dollars are left, and two windows take 2200.
    assert (estimate.windows, estimate.cost_micro_dollars) == (2, 2200)
    assert estimate.left_micro_dollars == 1900
    assert (await budget.estimate(CREATOR, None, [WINDOW])).cost_micro_dollars == 0


async def test_what_would_go_over_the_budget_is_refused_with_a_sentence():
    budget = make_budgeting(FakeSpends(), dollars=0.0020)
    await budget.reserve(CREATOR, MODEL, EXPECTED)

    with pytest.raises(OverBudget) as refused:
        await budget.reserve(CREATOR, MODEL, EXPECTED)

    assert "This month's budget for the model is $0.0020" in str(refused.value)
    assert "judged without the model" in str(refused.value)


async def test_what_is_under_way_is_reserved_and_what_is_called_off_is_given_back():
    spends, begun = FakeSpends(), asyncio.Event()
    budget = make_budgeting(spends)

    async def hang(_):
        begun.set()
        await asyncio.sleep(60)

    work = asyncio.ensure_future(budget.ask(CREATOR, MODEL, MATERIAL, hang))
    await begun.wait()
    assert (await budget.read_month(CREATOR)).cost_micro_dollars == 1100

    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work

    assert (await budget.read_month(CREATOR)).cost_micro_dollars == 0


class UnansweredSpends(FakeSpends):
    """A table that writes, and whose answer does not come."""

    def __init__(self):
        super().__init__()
        self.written = asyncio.Event()

    async def reserve(self, *given, **more):
        await super().reserve(*given, **more)
        self.written.set()
        await asyncio.sleep(60)


async def test_what_was_called_off_while_it_was_being_reserved_is_given_back():
    """Nobody would know of it: it would be missing until the month is over."""
    spends = UnansweredSpends()
    budget = make_budgeting(spends)
    work = asyncio.ensure_future(budget.ask(CREATOR, MODEL, MATERIAL, MODEL.understand))
    await spends.written.wait()
    assert (await budget.read_month(CREATOR)).cost_micro_dollars == 1100

    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work

    assert (await budget.read_month(CREATOR)).cost_micro_dollars == 0
    assert not spends.held


async def test_an_answer_comes_with_its_cost():
    budget = make_budgeting(FakeSpends())

    answer, cost = await budget.ask(CREATOR, MODEL, MATERIAL, MODEL.understand)

    assert (answer.use, cost) == (USE, 1100)


async def test_after_the_days_quota_nothing_is_reserved_or_sent():
    budget, asked = make_budgeting(FakeSpends()), []

    async def refuse(material):
        asked.append(material)
        return WindowAnswer(understanding=None, trouble=Trouble.QUOTA_DAY, reason="Tomorrow.")

    await budget.ask(CREATOR, MODEL, MATERIAL, refuse)
    with pytest.raises(QuotaReached, match="Tomorrow"):
        await budget.ask(CREATOR, MODEL, MATERIAL, refuse)

    assert len(asked) == 1
    assert (await budget.read_month(CREATOR)).cost_micro_dollars == 0
