"""Questions, measured: each tool over 20,000 clips, and the first word of a model on loopback.

Run `python -m tests.bench.bench_ask [--clips N] [--home DIR]`. It fails where a tool takes more
than 500 ms, or the first word more than 3 seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from core.adapters.analysts.gemini import GeminiAskModel, open_client
from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.stores import open_stores
from core.domain.clips.clip import ClipStatus
from core.domain.videos.model_tuning import ModelTuning
from core.ports.stores import Stores
from tests.asking.questions import HELD_BACK, SEEN
from tests.asking.thinking import think
from tests.asking.workspace import NOW, TUESDAY, AskWorld, make_world
from tests.bench.bench_table import build
from tests.builders import make_test_clip_id
from tests.fakes.secrets import FakeCipher
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_ids import FakeClock
from tests.servers.gemini import KEY, run_gemini

TOOL_MS_MAX = 500.0
FIRST_WORD_SECONDS_MAX = 3.0
ROUNDS = 5
_STATUSES = (ClipStatus.IN_REVIEW, ClipStatus.APPROVED, ClipStatus.REJECTED)
CALLS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("list_clips", {}),
    ("list_clips", {"order": "score"}),
    ("list_clips", {"order": "weakest"}),
    ("list_clips", {"status": "rejected"}),
    ("list_clips", {"status": "approved", "order": "score"}),
    ("list_clips", {"words": "nowhere"}),
    ("list_clips", {"from_day": "2026-03-01", "to_day": "2026-11-29"}),
    ("show_clip", {"clip_id": make_test_clip_id(1)}),
    ("explain_score", {}),
    ("list_streams", {}),
    ("show_stream", {"stream_id": TUESDAY}),
    ("read_chat", {"at": "20:14"}),
    ("list_publications", {}),
    ("list_waiting", {}),
    ("figures_by_day", {}),
    ("figures_by_post", {}),
    ("figures_by_platform", {}),
    ("list_plan", {}),
    ("list_slots", {}),
    ("list_insights", {}),
    ("list_tasks", {}),
    ("read_settings", {}),
    ("list_accounts", {}),
    ("list_jobs", {}),
    ("list_troubles", {}),
    ("read_spend", {}),
)


def open_all(table: SqliteTable, folder: Path) -> Stores:
    return open_stores(
        table,
        cursor_secret=b"s" * 32,
        clock=FakeClock(NOW),
        cipher=FakeCipher(),
        storage=FakeStorage(folder),
    )


async def time_tool(world: AskWorld, name: str, given: dict[str, Any]) -> float:
    """Return the slowest of some rounds, in milliseconds."""
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        await world.app.asking.toolbox.read(world.actor, name, **given)
        taken.append(1000 * (time.perf_counter() - began))
    return max(taken)


async def time_first_words(stores: Stores, folder: Path) -> list[float]:
    """Return after how many seconds the first words of each answer were shown."""
    tuning = ModelTuning(timeout_seconds=10.0)
    seconds = []
    async with (
        run_gemini() as gemini,
        open_client(api_key=KEY, base_url=gemini.url, tuning=tuning) as client,
    ):
        gemini.talk = think
        model = GeminiAskModel(client=client, tuning=tuning)
        world = await make_world(folder, fills=False, stores=stores, ask_model=model)
        for asked in SEEN + HELD_BACK:
            shown: list[float] = []
            began = time.perf_counter()

            async def show(_: str, shown: list[float] = shown, began: float = began) -> None:
                shown.append(time.perf_counter() - began)

            world.asked += 1
            await world.app.asking.questions.ask(make_actor_of(world), asked.text, on_text=show)
            seconds.append(shown[0])
    return seconds


def make_actor_of(world: AskWorld) -> Any:
    """Return somebody who has asked nothing yet."""
    return type(world.actor)(
        person_id=f"discord:{world.asked}",
        creator_id=world.actor.creator_id,
        role=world.actor.role,
    )


async def measure(path: Path, folder: Path) -> bool:
    table = await SqliteTable.open(path)
    try:
        stores = open_all(table, folder)
        world = await make_world(folder, stores=stores)
        is_good = True
        for name, given in CALLS:
            took = await time_tool(world, name, given)
            is_good = is_good and took <= TOOL_MS_MAX
            print(f"{took:8.1f} ms  {name} {given or ''}")  # noqa: T201
        seconds = await time_first_words(stores, folder)
    finally:
        await table.close()
    first = f"median {statistics.median(seconds):.3f} s, slowest {max(seconds):.3f} s"
    print(f"first word of {len(seconds)} answers: {first}")  # noqa: T201
    return is_good and max(seconds) <= FIRST_WORD_SECONDS_MAX


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=int, default=20_000)
    parser.add_argument("--home", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = (given.home or Path(folder)) / f"ask-{given.clips}.sqlite3"
        build(path, given.clips, _STATUSES)
        is_good = asyncio.run(measure(path, Path(folder)))
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
