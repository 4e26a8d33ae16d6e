"""Two processes with three workers each spend one creator's month."""

import asyncio
import sys
from pathlib import Path

from core.adapters.clock import SystemClock
from core.domain.people.creator_profile import CreatorProfile, name_local_month
from core.domain.videos.model_spend import to_micro_dollars
from tests.builders import CREATOR
from tests.fakes.understanding import USE
from tests.journeys.budget_child import BUDGET_DOLLARS, SPREAD, WORKERS
from tests.journeys.refresh_child import open_table

ROOT = Path(__file__).parents[2]
PROCESSES = 2


async def _spend(home: Path, seed: int) -> int:
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.journeys.budget_child", str(home), str(seed)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, errors = await child.communicate()
    assert child.returncode == 0, errors.decode()
    return int(said)


async def test_two_processes_go_over_by_no_more_than_what_was_under_way(tmp_path):
    table, stores = await open_table(tmp_path)

    taken = sum(await asyncio.gather(*(_spend(tmp_path, seed) for seed in range(PROCESSES))))

    zone = CreatorProfile(creator_id=CREATOR).time_zone
    month = await asyncio.to_thread(name_local_month, SystemClock().now(), zone)
    spend = await stores.spends.get_spend(CREATOR, month)
    await table.close()
    expected = USE.prompt + USE.answer
    budget = to_micro_dollars(BUDGET_DOLLARS)
    more = PROCESSES * WORKERS * expected * (SPREAD - 1)
    assert spend.cost_micro_dollars == taken
    assert budget - SPREAD * expected <= taken <= budget + more
