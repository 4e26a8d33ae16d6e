"""A process whose three workers ask a model until the month has nothing left."""

from __future__ import annotations

import asyncio
import random
import sys
from pathlib import Path

from core.adapters.clock import SystemClock
from core.domain.videos.model_spend import TokenUse
from core.domain.videos.model_tuning import ModelTuning
from core.domain.videos.understanding import AnalysisWindow, Understanding
from core.ports.understanding import WindowAnswer, WindowMaterial
from core.services.videos.model_budget import ModelBudget, OverBudget
from tests.builders import CREATOR
from tests.fakes.understanding import USE, FakeVideoAnalyst
from tests.journeys.refresh_child import open_table

BUDGET_DOLLARS = 0.05
WORKERS = 3
SPREAD = 1.25
"""An answer takes up to this many times what was expected, or as much less."""


async def main(home: Path, seed: int) -> None:
    table, stores = await open_table(home)
    budget = ModelBudget(
        clock=SystemClock(),
        spends=stores.spends,
        profiles=stores.profiles,
        tuning=ModelTuning(budget_dollars=BUDGET_DOLLARS),
    )
    analyst = FakeVideoAnalyst()
    chance = random.Random(seed)
    taken = 0

    async def answer(material: WindowMaterial) -> WindowAnswer:
        await asyncio.sleep(chance.uniform(0.001, 0.02))
        factor = chance.uniform(2 - SPREAD, SPREAD)
        use = TokenUse(prompt=round(USE.prompt * factor), answer=round(USE.answer * factor))
        return WindowAnswer(understanding=Understanding(), use=use)

    async def work() -> None:
        nonlocal taken
        window = AnalysisWindow(number=1, start_seconds=0.0, end_seconds=60.0)
        material = WindowMaterial(video=home, window=window, has_audio=True)
        while True:
            try:
                _, cost = await budget.ask(CREATOR, analyst, material, answer)
            except OverBudget:
                return
            taken += cost

    await asyncio.gather(*(work() for _ in range(WORKERS)))
    await table.close()
    print(taken)  # noqa: T201 - what the test reads


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
