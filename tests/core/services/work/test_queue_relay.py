import asyncio

import pytest

from core.background import spawn, stop
from core.errors import RightsRefused
from core.services.work.health import Health
from core.services.work.queue_relay import QueueRelay
from tests.fakes.relay import FakeRelay
from tests.fakes.time_and_ids import FakeClock

REFUSED = RightsRefused("SQS refuses SendMessageBatch; allow the role sqs:SendMessage.")


@pytest.fixture
def relay():
    return FakeRelay()


@pytest.fixture
def health():
    return Health(clock=FakeClock())


@pytest.fixture
async def running(relay, health):
    task = spawn(QueueRelay(clock=FakeClock(), relay=relay, health=health).run(), name="relay")
    yield task
    await stop([task])


async def _until(is_so):
    async with asyncio.timeout(10):
        while not is_so():  # noqa: ASYNC110 - what is waited for happens in another task
            await asyncio.sleep(0.005)


async def test_what_is_stored_is_passed_on_as_it_comes(running, relay):
    for number in (1, 2):
        relay.noted.set()
        await _until(lambda number=number: relay.passed_on == number)


async def test_trouble_is_told_with_what_mends_it_until_it_is_over(running, relay, health):
    relay.failures = [REFUSED]
    relay.noted.set()

    await _until(health.list_troubles)
    (part,) = health.list_troubles()
    said = part.trouble
    assert "workers are not told of them" in said
    assert "allow the role sqs:SendMessage" in said

    await _until(lambda: relay.passed_on == 1)
    await _until(lambda: not health.list_troubles())


async def test_what_was_stored_last_is_passed_on_at_the_end(running, relay):
    await asyncio.sleep(0)

    await stop([running])

    assert relay.flushed == 1


async def test_what_is_overdue_is_sent_by_the_owner_of_the_timers(relay, health):
    relay.overdue = 3

    assert await QueueRelay(clock=FakeClock(), relay=relay, health=health).send_overdue() == 3
