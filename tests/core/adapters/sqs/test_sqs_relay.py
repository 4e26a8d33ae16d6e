import asyncio
from datetime import timedelta

import pytest

from core.adapters.sqs.sqs_relay import PENDING_MAX, SqsRelay
from core.adapters.table.items.job_items import queue_item
from core.domain.work.ids import JobId
from core.domain.work.job import JobKind, Queue
from core.errors import ExternalFailure, RightsRefused
from core.ports.work import JobRelay
from tests.builders import NOON, make_job, make_test_ulid

_: type[JobRelay] = SqsRelay
MISSING = ("AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.")


def _job(number=0, kind=JobKind.RENDER_CLIP):
    return make_job(id=JobId(make_test_ulid(number)), kind=kind)


async def _store(world, *jobs, visible_at=NOON, clock=None):
    """Store rows as transactions do; the relay is told of each."""
    for job in jobs:
        now = NOON if clock is None else clock.now()
        await world.table.put_if(queue_item(job, visible_at, written_at=now))


async def _lose(world, *jobs, visible_at=NOON):
    """Store rows by a process that dies before it can send their messages."""
    await _store(world, *jobs, visible_at=visible_at)
    world.relay._pending.clear()
    world.relay._noted.clear()


async def test_what_is_stored_is_sent_in_as_few_calls_as_it_takes(world, sqs):
    await _store(world, *(_job(n) for n in range(25)))

    await world.relay.pass_on()

    assert len(sqs.bodies("truss-work")) == 25
    assert sqs.counts["SendMessageBatch"] == 3


async def test_it_waits_until_there_is_something_to_send(world):
    waiting = asyncio.create_task(world.relay.pass_on())
    await asyncio.sleep(0.01)
    assert not waiting.done()

    await _store(world, _job())

    await waiting
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await world.relay.pass_on()


async def test_what_sqs_did_not_take_of_a_batch_is_sent_again_and_nothing_else(world, sqs):
    await _store(world, *(_job(n) for n in range(10)))
    sqs.unsent = 3

    with pytest.raises(ExternalFailure, match="did not take 3 of 10"):
        await world.relay.pass_on()
    assert len(sqs.bodies("truss-work")) == 7
    await world.relay.pass_on()

    assert len(set(sqs.bodies("truss-work"))) == len(sqs.bodies("truss-work")) == 10


async def test_a_queue_that_is_missing_holds_up_no_other(world, sqs):
    await _store(world, _job(1, JobKind.JUDGE_CLIP), _job(2))
    del sqs.queues["truss-judgement"]

    with pytest.raises(RightsRefused, match="trussbot queues create"):
        await world.relay.pass_on()

    assert len(sqs.bodies("truss-work")) == 1


async def test_what_a_process_that_died_had_not_sent_is_found_in_the_table(world, sqs, clock):
    await _lose(world, _job())

    clock.step(119)
    assert await world.relay.send_overdue() == 0
    clock.step(1)
    assert await world.relay.send_overdue() == 1
    await world.relay.flush()

    assert len(sqs.bodies("truss-work")) == 1


async def test_a_long_backlog_gets_few_messages_more(world, sqs, clock):
    """Ten thousand jobs that wait for an hour must not be sent sixty times."""
    await _store(world, _job())
    await world.relay.flush()

    for _ in range(6 * 60):
        clock.step(60)
        await world.relay.send_overdue()
        await world.relay.flush()

    assert 8 <= len(sqs.bodies("truss-work")) - 1 <= 12


async def test_what_is_due_in_two_days_waits_in_the_table_and_comes_at_its_time(world, sqs, clock):
    due_at = NOON + timedelta(days=2)
    await _store(world, _job(), visible_at=due_at)

    await world.relay.flush()
    clock.step(days=2, seconds=-901)
    assert await world.relay.send_overdue() == 0
    clock.step(31)
    assert await world.relay.send_overdue() == 1
    await world.relay.flush()

    assert sqs.delays("truss-work") == [870]
    clock.step(60)
    assert await world.relay.send_overdue() == 0  # once is enough


async def test_what_is_worked_on_is_not_sent_again_and_what_was_left_is(world, sqs, clock):
    await _store(world, _job())
    lease = await world.queue.receive(Queue.WORK, lease_seconds=60)
    for _ in range(30):
        clock.step(30)
        lease = await world.queue.extend(lease, lease_seconds=60)
        assert await world.relay.send_overdue() == 0

    sqs.queues["truss-work"].messages.clear()  # SQS lost it, or moved it aside
    clock.step(179)
    assert await world.relay.send_overdue() == 0
    clock.step(2)
    assert await world.relay.send_overdue() == 1
    assert await world.queue.receive(Queue.WORK, lease_seconds=60) is not None


async def test_leases_of_the_table_queue_are_taken_up_when_they_have_lapsed(world, clock):
    """As where the prefix was set while a process was dead."""
    row = queue_item(_job(), NOON + timedelta(seconds=30), written_at=NOON) | {"isLease": True}
    await world.table.put_if(row)

    clock.step(150)

    assert await world.queue.receive(Queue.WORK, lease_seconds=60) is not None


async def test_a_clock_that_is_set_back_keeps_nothing_waiting_for_longer(world, sqs, clock):
    await _store(world, _job(), visible_at=NOON + timedelta(hours=1))
    await world.relay.send_overdue()

    clock.set_by(-86400)
    clock.step(60)
    await world.relay.send_overdue()
    clock.step(3600)
    await world.relay.send_overdue()
    await world.relay.flush()

    assert sqs.delays("truss-work") == [0]


async def test_what_is_no_row_of_a_queue_is_not_sent(world, sqs):
    world.relay.note({"PK": "CREATOR#ada", "SK": "METADATA"})
    world.relay.note({"PK": "QUEUE#gone#0", "SK": "1700000000000#JOB"})

    await world.relay.flush()

    assert sqs.counts == {}


async def test_an_outage_fills_no_memory(world, sqs):
    for number in range(PENDING_MAX + 5):
        world.relay.note({"PK": "QUEUE#work#0", "SK": f"1700000000000#{number}"})

    assert len(world.relay._pending) == PENDING_MAX
