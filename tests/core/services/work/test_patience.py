import asyncio

import pytest
import structlog

from core.errors import Busy
from core.services.work import patience
from core.services.work.patience import Patience, SparseLog, repeat
from tests.fakes.time_and_ids import FakeClock


@pytest.fixture
def slept(monkeypatch):
    """How long was slept, without doing so."""
    seconds = []

    async def sleep(pause):
        seconds.append(pause)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    return seconds


async def test_each_failure_in_a_row_is_waited_for_longer_up_to_half_a_minute(slept):
    waiting = Patience(SparseLog("x", FakeClock()), first_seconds=1.0)

    for _ in range(8):
        await waiting.wait(Busy("locked"))

    # Jitter takes up to half away: 1 s, 2 s, 4 s, ...
    for number, pause in enumerate(slept):
        longest = min(patience.PAUSE_SECONDS_MAX, 2.0**number)
        assert longest / 2 <= pause <= longest or pause <= patience.PAUSE_SECONDS_MAX
    assert slept[-1] >= 22.5

    waiting.reset()
    await waiting.wait(Busy("locked"))
    assert slept[-1] <= 1.0


def test_trouble_that_lasts_is_one_line_a_minute():
    clock = FakeClock()
    log = SparseLog("table.away", clock)

    with structlog.testing.capture_logs() as logs:
        for _ in range(121):
            log.note(Busy("locked"), queue="fetch")
            clock.advance(1)

    assert [(line["times"], line["queue"]) for line in logs] == [
        (1, "fetch"),
        (60, "fetch"),
        (60, "fetch"),
    ]


async def test_a_loop_outlives_whatever_it_meets():
    rounds: list[int] = []
    may_end = asyncio.Event()

    async def work():
        rounds.append(len(rounds))
        if len(rounds) < 3:
            raise OSError("no route")
        may_end.set()

    waiting = Patience(SparseLog("loop.failed", FakeClock()), first_seconds=0.001)
    with structlog.testing.capture_logs() as logs:
        loop = asyncio.ensure_future(repeat(work, every_seconds=0.001, patience=waiting))
        await asyncio.wait_for(may_end.wait(), 5)
        loop.cancel()
        await asyncio.wait({loop})

    assert len(logs) == 1
    assert waiting.failures in {0, 2}
