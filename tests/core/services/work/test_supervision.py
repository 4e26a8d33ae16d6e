import asyncio

import pytest

from core.background import spawn
from core.errors import Busy
from core.services.work.health import Health
from core.services.work.patience import SparseLog
from core.services.work.supervision import Part, ReportingPatience, supervise
from tests.fakes.time_and_ids import FakeClock

TROUBLE = "Twitch chat is not read"


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def health(clock):
    return Health(clock=clock)


@pytest.fixture
def part(health):
    return Part(health, "Twitch chat", TROUBLE)


async def _until(is_so):
    async with asyncio.timeout(10):
        while not is_so():  # noqa: ASYNC110 - what is waited for happens in another task
            await asyncio.sleep(0.005)


def _supervise(work, part, clock):
    work = supervise(work, part=part, clock=clock, first_seconds=0.01, steady_seconds=0.05)
    return spawn(work, name="supervised")


async def test_a_loop_that_fails_begins_again_and_health_says_so(part, health, clock):
    """A reader died of one error; the process lived, and health was "ok"."""
    begun = []
    may_work = asyncio.Event()

    async def read():
        begun.append(1)
        if not may_work.is_set():
            raise Busy("The table is locked.")
        await asyncio.Event().wait()

    task = _supervise(read, part, clock)
    await _until(lambda: len(begun) >= 3)
    (trouble,) = health.list_troubles()
    may_work.set()
    await _until(lambda: not health.list_troubles())
    task.cancel()

    assert trouble.trouble == (
        "Twitch chat is not read (The table is locked). Truss keeps trying; the log has more."
    )


async def test_a_loop_that_simply_ends_begins_again(part, health, clock):
    begun = []

    async def read():
        begun.append(1)

    task = _supervise(read, part, clock)
    await _until(lambda: len(begun) >= 2)
    task.cancel()

    assert health.list_troubles()


async def test_what_is_supervised_ends_with_its_supervisor(part, clock):
    ended = asyncio.Event()

    async def read():
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    task = _supervise(read, part, clock)
    await asyncio.sleep(0.02)
    task.cancel()
    await asyncio.wait({task})

    assert ended.is_set()


def test_health_does_not_show_what_others_wrote_into_their_errors(part, health):
    part.note_failure(KeyError("secret"))

    (trouble,) = health.list_troubles()
    assert "secret" not in trouble.trouble
    assert "(something unforeseen)" in trouble.trouble


def test_an_outage_is_told_in_words(part, health):
    part.note_failure(ConnectionRefusedError(111, "an address"))

    assert "(the connection was refused)" in health.list_troubles()[0].trouble


def test_patience_tells_of_trouble_and_of_its_end(part, health, clock):
    patience = ReportingPatience(part, SparseLog("x", clock), first_seconds=1.0)

    patience.hold_off(Busy("Locked."))
    assert len(health.list_troubles()) == 1
    patience.reset()

    assert health.list_troubles() == ()
    assert patience.failures == 0
