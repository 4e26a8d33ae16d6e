import asyncio
from typing import Any

from core.errors import ExternalFailure
from core.ports.paging import Page
from core.services.work.readiness import ASK_SECONDS, KEPT_SECONDS, Readiness
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_ids import FakeClock


class GivenDirectory:
    def __init__(self):
        self.asked = 0
        self.fails = False
        self.hangs = False

    async def list_creators(self, *, cursor=None, limit=100):
        self.asked += 1
        if self.hangs:
            await asyncio.sleep(3600)
        if self.fails:
            raise ExternalFailure("The table is away.")
        return Page((), None)


def make_readiness(folder):
    clock = FakeClock()
    directory: Any = GivenDirectory()
    storage = FakeStorage(folder)
    ready = Readiness(clock=clock, directory=directory, storage=storage)
    return ready, clock, directory


async def test_it_is_ready_while_table_and_storage_answer(tmp_path):
    ready, _, _ = make_readiness(tmp_path)

    footing = await ready.ask()

    assert footing.is_ready
    assert footing.stands_on == (("table", True), ("storage", True))


async def test_it_is_not_while_the_table_is_away_or_says_nothing(monkeypatch, tmp_path):
    ready, clock, directory = make_readiness(tmp_path)
    directory.fails = True
    assert not (await ready.ask()).is_ready

    clock.advance(KEPT_SECONDS)
    directory.fails, directory.hangs = False, True
    monkeypatch.setattr("core.services.work.readiness.ASK_SECONDS", ASK_SECONDS / 100)
    assert not (await ready.ask()).is_ready


async def test_whoever_asks_often_gets_the_last_answer(tmp_path):
    ready, clock, directory = make_readiness(tmp_path)

    await asyncio.gather(*(ready.ask() for _ in range(20)))
    assert directory.asked == 1
    clock.advance(KEPT_SECONDS)
    await ready.ask()
    assert directory.asked == 2
