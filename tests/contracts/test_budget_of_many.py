"""One month's budget under several workers of several processes, on the fakes and both engines."""

import asyncio
from pathlib import Path

import pytest

from core.domain.videos.model_spend import LAPSES_AFTER, Reservation, TokenUse
from core.domain.videos.model_tuning import ModelTuning
from core.domain.videos.understanding import AnalysisWindow, Understanding
from core.ports.understanding import WindowAnswer, WindowMaterial
from core.services.videos.model_budget import ModelBudget, OverBudget
from tests.builders import CREATOR
from tests.fakes.creators import FakeProfiles
from tests.fakes.stores import Memory
from tests.fakes.time_and_ids import FakeClock
from tests.fakes.understanding import USE, FakeVideoAnalyst

WINDOW = AnalysisWindow(number=1, start_seconds=0.0, end_seconds=480.0)
EXPECTED = FakeVideoAnalyst().estimate_use(WINDOW)
MATERIAL = WindowMaterial(video=Path("v"), window=WINDOW, has_audio=True)
TUNING = ModelTuning(budget_dollars=0.0050)
"""A window is expected to take 1100 micro-dollars, so that there is enough for four."""


@pytest.mark.parametrize(
    ("used", "answered", "spent"),
    [
        (USE, 4, 4400),
        (TokenUse(prompt=900, answer=100), 4, 4000),  # 4 * 1000, and 1100 more do not fit
        # Up to four are under way at once, each 400 dearer than was reserved.
        (TokenUse(prompt=1400, answer=100), 4, 6000),
    ],
)
async def test_three_workers_of_two_processes_do_not_spend_one_dollar_twice(
    stores, used, answered, spent
):
    clock, model = FakeClock(), FakeVideoAnalyst()
    profiles = FakeProfiles(Memory(clock))
    processes = [
        ModelBudget(clock=clock, spends=stores.spends, profiles=profiles, tuning=TUNING)
        for _ in range(2)
    ]
    asked: list[WindowMaterial] = []

    async def answer(material):
        asked.append(material)
        await asyncio.sleep(0.05)
        return WindowAnswer(understanding=Understanding(), use=used)

    async def work(budget):
        for _ in range(4):
            try:
                await budget.ask(CREATOR, model, MATERIAL, answer)
            except OverBudget:
                return

    await asyncio.gather(*(work(budget) for budget in processes for _ in range(3)))

    month = await processes[0].read_month(CREATOR)
    assert (len(asked), month.requests, month.cost_micro_dollars) == (answered, answered, spent)


@pytest.fixture
def open_budgets(stores):
    """Budgets of several processes on one clock, over the same stores."""
    clock = FakeClock()
    profiles = FakeProfiles(Memory(clock))

    def make(count):
        return clock, [
            ModelBudget(clock=clock, spends=stores.spends, profiles=profiles, tuning=TUNING)
            for _ in range(count)
        ]

    return make


async def test_what_killed_processes_had_reserved_lapses_once(stores, open_budgets):
    """Four die with all of the month reserved; six others find that at once, hours later."""
    clock, budgets = open_budgets(6)
    model = FakeVideoAnalyst()
    dead = [await budgets[0].reserve(CREATOR, model, EXPECTED) for _ in range(4)]

    clock.advance(LAPSES_AFTER.total_seconds() - 1)
    with pytest.raises(OverBudget):
        await budgets[1].reserve(CREATOR, model, EXPECTED)
    clock.advance(2)
    found = await asyncio.gather(
        *(budget.reserve(CREATOR, model, EXPECTED) for budget in budgets),
        return_exceptions=True,
    )
    while len(given := [one for one in found if isinstance(one, Reservation)]) < 4:
        found += [await budgets[0].reserve(CREATOR, model, EXPECTED)]

    month = await budgets[0].read_month(CREATOR)
    assert (len(given), month.cost_micro_dollars) == (4, 4400)
    with pytest.raises(OverBudget):
        await budgets[0].reserve(CREATOR, model, EXPECTED)

    # One of the dead was only asleep: its request is booked whole, for its part was given away.
    assert await budgets[0].settle(dead[0], model, USE) == 1100
    assert await budgets[1].settle(given[0], model, USE) == 1100
    await budgets[1].give_back(given[1])
    await budgets[2].give_back(given[1])
    await budgets[2].give_back(dead[1])
    month = await budgets[0].read_month(CREATOR)
    assert (month.requests, month.cost_micro_dollars) == (2, 1100 + 1100 + 2 * 1100)


async def test_while_there_is_room_nothing_lapses(stores, open_budgets):
    """The service may well have done the work of whoever was killed."""
    clock, (budget,) = open_budgets(1)
    model = FakeVideoAnalyst()
    await budget.reserve(CREATOR, model, EXPECTED)

    clock.advance(2 * LAPSES_AFTER.total_seconds())
    await budget.reserve(CREATOR, model, EXPECTED)

    assert (await budget.read_month(CREATOR)).cost_micro_dollars == 2200
