import asyncio
from dataclasses import replace

from bot.scheduler import list_timers, run_timers
from tests.fakes.app import make_app
from tests.fakes.upkeep import FakeUpkeep


def test_every_timer_has_a_name_of_its_own_and_a_pace(tmp_path):
    timers = list_timers(make_app(tmp_path))

    assert {"sweep expired rows", "resend lost jobs"} <= {timer.name for timer in timers}
    assert len({timer.name for timer in timers}) == len(timers)
    assert all(timer.every_seconds >= 1 for timer in timers)


async def test_every_timer_can_be_called(tmp_path):
    for timer in list_timers(make_app(tmp_path)):
        await timer.call()


class _Signalling(FakeUpkeep):
    def __init__(self) -> None:
        super().__init__()
        self.was_swept = asyncio.Event()

    async def sweep_expired(self, now):
        self.was_swept.set()
        return await super().sweep_expired(now)


async def test_timers_run_while_the_block_runs(tmp_path, monkeypatch):
    upkeep = _Signalling()
    app = make_app(tmp_path, upkeep=upkeep)
    monkeypatch.setattr(
        "bot.scheduler.list_timers",
        lambda app: tuple(replace(timer, every_seconds=0.01) for timer in list_timers(app)),
    )
    async with run_timers(app):
        await asyncio.wait_for(upkeep.was_swept.wait(), timeout=30)
    await asyncio.sleep(0.05)
    count = len(upkeep.swept_at)
    await asyncio.sleep(0.05)

    assert len(upkeep.swept_at) == count
