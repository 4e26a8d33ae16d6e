"""Forty questions over one workspace: without a model on the real table, and with Gemini."""

import pytest

from core.adapters.analysts.gemini import GeminiAskModel, open_client
from core.adapters.clock import SystemClock
from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.stores import open_stores
from core.domain.videos.model_tuning import ModelTuning
from tests.asking.questions import FRESH, HELD_BACK, LAST, PARAPHRASES, SEEN
from tests.asking.thinking import PLANS, think
from tests.asking.workspace import make_world
from tests.fakes.secrets import FakeCipher
from tests.fakes.storage import FakeStorage
from tests.servers.gemini import KEY, run_gemini

RIGHT_LEAST = 34


def is_right(asked, told):
    return all(part in told.text for part in asked.holds) and not any(
        part in told.text for part in asked.lacks
    )


async def test_at_least_34_of_40_are_right_without_a_model_on_the_real_table(tmp_path):
    table = await SqliteTable.open(tmp_path / "table.sqlite3")
    try:
        stores = open_stores(
            table,
            cursor_secret=b"s" * 32,
            clock=SystemClock(),
            cipher=FakeCipher(),
            storage=FakeStorage(tmp_path),
        )
        world = await make_world(tmp_path, stores=stores)
        wrong = [a.text for a in SEEN + HELD_BACK if not is_right(a, await world.ask(a.text))]
    finally:
        await table.close()

    assert len(wrong) <= 40 - RIGHT_LEAST, wrong


@pytest.mark.parametrize(
    "questions", [PARAPHRASES, FRESH, LAST], ids=["paraphrases", "fresh", "last"]
)
async def test_other_words_for_the_same_are_mostly_understood(tmp_path, questions):
    world = await make_world(tmp_path)

    wrong = [a.text for a in questions if not is_right(a, await world.ask(a.text))]

    assert len(wrong) <= len(questions) * 0.2, wrong


async def test_forty_of_forty_are_right_with_gemini_on_loopback(tmp_path):
    tuning = ModelTuning(timeout_seconds=10.0, first_delay_seconds=0.01)
    async with run_gemini() as gemini:
        gemini.talk = think
        async with open_client(api_key=KEY, base_url=gemini.url, tuning=tuning) as client:
            model = GeminiAskModel(client=client, tuning=tuning)
            world = await make_world(tmp_path, ask_model=model)
            wrong = []
            for asked in SEEN + HELD_BACK:
                told = await world.ask(asked.text)
                held = all(part in told.text for part in PLANS[asked.text][1])
                if not held or told.taken_out or not told.basis.startswith("Written by"):
                    wrong.append(asked.text)

    assert wrong == []
