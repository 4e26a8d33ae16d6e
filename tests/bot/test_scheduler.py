import asyncio
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import structlog

from bot.scheduler import Timer, list_timers, run_timers
from core.adapters.clock import SeededClock, SystemClock
from core.errors import Busy
from core.services.work.ownership import TELLING, TIMERS
from tests.builders import NOON
from tests.fakes.app import make_app
from tests.fakes.ownerships import FakeOwnerships
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


def _quick(monkeypatch, *, every_seconds=0.01):
    monkeypatch.setattr(
        "bot.scheduler.list_timers",
        lambda app: tuple(
            replace(timer, every_seconds=every_seconds) for timer in list_timers(app)
        ),
    )


async def test_only_the_owner_of_the_timers_runs_them(tmp_path, monkeypatch):
    """Two processes on one table swept, measured and resent all things twice."""
    _quick(monkeypatch)
    ownerships = FakeOwnerships()
    apps, upkeeps = [], [_Signalling(), _Signalling()]
    for holder, upkeep in zip(("one", "two"), upkeeps, strict=True):
        (tmp_path / holder).mkdir()
        app = make_app(
            tmp_path / holder,
            upkeep=upkeep,
            ownerships=ownerships,
            limits={"is_shared": True, "holder": holder},
        )
        await app.work.owned.tend()
        apps.append(app)
    first, second = upkeeps

    async with run_timers(apps[0]), run_timers(apps[1]):
        await asyncio.wait_for(first.was_swept.wait(), timeout=30)
        await asyncio.sleep(0.1)
        assert second.swept_at == []
        await apps[0].work.owned.release()
        await apps[1].work.owned.tend()
        await asyncio.wait_for(second.was_swept.wait(), timeout=30)


class _Sweeps:
    """Counts three timers: the sweep of what is due, telling that cards wait, and laying them."""

    def __init__(self, app, monkeypatch):
        self.sweeps = self.tellings = self.layings = 0
        monkeypatch.setattr(app.publishing.sweep, "sweep_due", self.sweep_due)
        monkeypatch.setattr(app.cards.waiting, "tell_waiting", self.tell_waiting)
        monkeypatch.setattr(app.cards.laying, "lay_due", self.lay_due)

    async def sweep_due(self):
        self.sweeps += 1

    async def tell_waiting(self):
        self.tellings += 1

    async def lay_due(self):
        self.layings += 1


async def test_the_process_in_discord_sweeps_and_tells_whoever_runs_the_timers(
    tmp_path, monkeypatch
):
    """What a reaction approved goes out where it is heard, and notices need a connection.

    Only who posts cards knows which channels refuse them: from elsewhere, each card that waits was
    asked for every two minutes, and Discord locks out whoever is refused too often.
    """
    _quick(monkeypatch)
    ownerships, names = FakeOwnerships(), ("scheduler", "discord", "renderer")
    counts, apps = [], []
    for holder in names:
        (tmp_path / holder).mkdir()
        app = make_app(
            tmp_path / holder,
            ownerships=ownerships,
            limits={"is_shared": True, "holder": holder},
        )
        apps.append(app)
        counts.append(_Sweeps(app, monkeypatch))
    apps[0].work.owned.leave_to_others(TELLING)
    apps[1].work.owned.leave_to_others(TIMERS)
    apps[1].publishing.gate.watch()
    for name in (TIMERS, TELLING):
        apps[2].work.owned.leave_to_others(name)
    for app in apps:
        await app.work.owned.tend()

    async with run_timers(apps[0]), run_timers(apps[1]), run_timers(apps[2]), asyncio.timeout(30):
        there = counts[1]
        while not (  # noqa: ASYNC110
            counts[0].sweeps and there.sweeps and there.tellings and there.layings
        ):
            await asyncio.sleep(0.01)

    assert (counts[0].tellings, counts[0].layings) == (0, 0)
    assert (counts[2].sweeps, counts[2].tellings, counts[2].layings) == (0, 0, 0)


async def test_timers_run_on_after_the_clock_was_set_back_an_hour(tmp_path, monkeypatch):
    """An interval is waited for; it has nothing to do with the time of day."""
    _quick(monkeypatch, every_seconds=0.05)
    monkeypatch.setattr("bot.scheduler.LOOK_SECONDS", 0.05)
    set_by = timedelta()

    class Stepped(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + set_by

    class Clock(SystemClock):
        def now(self):
            return Stepped.now(UTC)

    monkeypatch.setattr("apscheduler.schedulers.base.datetime", Stepped)
    upkeep = _Signalling()
    app = make_app(tmp_path, upkeep=upkeep, clock=Clock())

    async with run_timers(app):
        await asyncio.wait_for(upkeep.was_swept.wait(), timeout=30)
        set_by = timedelta(hours=-1)
        upkeep.was_swept.clear()
        await asyncio.sleep(0.02)
        upkeep.was_swept.clear()
        await asyncio.wait_for(upkeep.was_swept.wait(), timeout=30)


async def test_timers_keep_their_pace_whatever_date_the_app_is_in(tmp_path, monkeypatch):
    """A timer moved to the demo's January had 56 million rounds to make up for, and never ended."""
    _quick(monkeypatch, every_seconds=3600)
    monkeypatch.setattr("bot.scheduler.LOOK_SECONDS", 0.02)
    upkeep = FakeUpkeep()
    app = make_app(tmp_path, upkeep=upkeep, clock=SeededClock(NOON))

    async with run_timers(app):
        await asyncio.sleep(0.3)

    assert upkeep.swept_at == []


class _Locked(FakeUpkeep):
    async def sweep_expired(self, now):
        await super().sweep_expired(now)
        raise Busy("Another process is writing to the workspace.")


async def test_a_timer_that_fails_rests_longer_each_time_and_says_so_once_a_minute(
    tmp_path, monkeypatch
):
    _quick(monkeypatch)
    upkeep = _Locked()
    app = make_app(tmp_path, upkeep=upkeep, clock=SystemClock())

    with structlog.testing.capture_logs() as logs:
        async with run_timers(app):
            await asyncio.sleep(0.5)

    # 50 rounds without a rest; with rests of 10, 20, 40 ms... they are few.
    assert 2 <= len(upkeep.swept_at) <= 12
    assert len([log for log in logs if log["event"] == "timer.failed"]) == 1


class _Slow(FakeUpkeep):
    """Each sweep goes on until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = asyncio.Event()
        self.at_once = self.most_at_once = self.sweeps = 0

    async def sweep_expired(self, now):
        self.sweeps += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await self.let_go.wait()
        self.at_once -= 1
        return await super().sweep_expired(now)


async def test_a_timer_that_takes_long_runs_once_at_a_time_and_fills_no_log(
    tmp_path, monkeypatch, caplog
):
    """While a table was locked, the scheduler wrote a line for each round that it left out."""
    _quick(monkeypatch)
    upkeep = _Slow()
    async with run_timers(make_app(tmp_path, upkeep=upkeep)):
        await asyncio.sleep(0.3)
        assert (upkeep.sweeps, upkeep.most_at_once) == (1, 1)
        upkeep.let_go.set()
        async with asyncio.timeout(30):
            while upkeep.sweeps < 3:  # noqa: ASYNC110 - timers run in tasks of their own
                await asyncio.sleep(0.01)

    assert upkeep.most_at_once == 1
    assert [r for r in caplog.records if "maximum number" in r.getMessage()] == []


async def _load_the_loop():
    """Have each turn of the loop take some milliseconds, as on a loaded machine."""
    while True:
        until = time.perf_counter() + 0.003
        while time.perf_counter() < until:
            pass
        await asyncio.sleep(0)


async def test_what_was_due_as_the_block_ends_leaves_no_traceback(tmp_path, monkeypatch, caplog):
    async def call():
        await asyncio.sleep(0.005)

    quick = Timer(name="quick", every_seconds=0.02, call=call, is_everyones=True)
    monkeypatch.setattr("bot.scheduler.list_timers", lambda _: (quick,))
    app, loaded = make_app(tmp_path), asyncio.ensure_future(_load_the_loop())
    for stops in range(30):
        async with run_timers(app):
            await asyncio.sleep(0.06 + stops / 1000)
    loaded.cancel()

    assert "raised an exception" not in caplog.text


async def test_what_outlasts_the_end_is_ended_without_a_traceback(tmp_path, monkeypatch, caplog):
    begun = asyncio.Event()

    async def hang():
        begun.set()
        await asyncio.Event().wait()

    hanging = Timer(name="hangs", every_seconds=0.01, call=hang, is_everyones=True)
    monkeypatch.setattr("bot.scheduler.list_timers", lambda _: (hanging,))

    async def run():
        async with run_timers(make_app(tmp_path)):
            await asyncio.wait_for(begun.wait(), 30)

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(run(), 0.5)
    await asyncio.sleep(0.05)

    assert "raised an exception" not in caplog.text
