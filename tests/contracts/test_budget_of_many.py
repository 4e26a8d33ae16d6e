"""One month's budget under several workers of several processes, on the fakes and both engines."""

import asyncio
from pathlib import Path

import pytest

from core.domain.videos.model_spend import TokenUse
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
