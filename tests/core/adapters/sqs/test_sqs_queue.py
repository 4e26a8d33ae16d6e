import asyncio
import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from core.adapters.sqs.sqs_queue import SqsQueue
from core.adapters.sqs.sqs_schema import RECEIVED_MAX
from core.adapters.table.expressions import Key
from core.adapters.table.items.job_items import carrying_item, job_item
from core.adapters.table.table import Query, key_of
from core.domain.work.job import Queue
from core.errors import Conflict, ExternalFailure, RightsRefused
from core.ports.work import JobQueue
from tests.builders import NOON, make_job

_: type[JobQueue] = SqsQueue


async def _receive(world, lease_seconds=60.0):
    return await world.queue.receive(Queue.WORK, lease_seconds=lease_seconds)


async def _begin(world):
    await world.queue.send(make_job(), visible_at=NOON)
    return await _receive(world)


async def test_a_message_that_sqs_delivers_twice_leads_to_one_lease(world, sqs):
    sqs.shown_again = True

    await world.queue.send(make_job(), visible_at=NOON)
    leases = await asyncio.gather(*(_receive(world) for _ in range(8)))

    assert len([lease for lease in leases if lease]) == 1


async def test_one_that_is_back_too_early_is_hidden_until_its_lease_is_over(world, sqs, clock):
    await _begin(world)
    sqs.queues["truss-work"].messages[0].visible_at = sqs.at  # as where a server of SQS was away

    clock.step(20)

    assert await _receive(world) is None
    assert 39 <= sqs.delays("truss-work")[0] <= 41
    clock.step(41)
    assert await _receive(world) is not None


async def test_a_second_message_for_a_job_that_is_worked_on_is_dropped(world, sqs):
    await _begin(world)
    await world.queue.send(make_job(), visible_at=NOON)
    await world.relay.flush()
    assert len(sqs.bodies("truss-work")) == 2

    assert await _receive(world) is None

    assert len(sqs.bodies("truss-work")) == 1


async def test_a_message_whose_job_has_ended_is_dropped(world, sqs):
    lease = await _begin(world)
    sqs.refused["DeleteMessage"] = ("ReceiptHandleIsInvalid", "The receipt handle has expired.")
    await world.queue.delete(lease)
    sqs.refused.clear()
    assert await world.queue.list_waiting(Queue.WORK) == frozenset()

    sqs.step(60)

    assert await _receive(world) is None
    assert sqs.bodies("truss-work") == []


async def test_a_message_of_a_stranger_is_left_until_sqs_moves_it_aside(world, sqs, clock):
    sqs.send_message_batch(
        QueueUrl="truss-work", Entries=[{"Id": "0", "MessageBody": '{"row": 7}'}]
    )
    await world.queue.send(make_job(), visible_at=NOON)

    assert (await _receive(world)).job_id == make_job().id
    await world.queue.delete(await _take_again(world, clock))
    for _ in range(RECEIVED_MAX + 5):
        clock.step(61)
        assert await _receive(world) is None

    assert sqs.bodies("truss-work") == []
    assert sqs.bodies("truss-dead") == ['{"row": 7}']


async def _take_again(world, clock):
    clock.step(61)
    return await _receive(world)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("ReceiptHandleIsInvalid", "The receipt handle has expired."),
        ("AWS.SimpleQueueService.MessageNotInflight", "It is not in flight."),
        ("InvalidParameterValue", "Total VisibilityTimeout is beyond the limit [43200 seconds]"),
        ("RequestThrottled", "Slow down."),
        ("AWS.SimpleQueueService.NonExistentQueue", "It does not exist."),
    ],
)
async def test_work_goes_on_where_its_message_cannot_be_hidden_for_longer(
    world, sqs, clock, code, words
):
    """A job of more than twelve hours, say; the row is the truth, and the message only comes."""
    lease = await _begin(world)
    sqs.refused["ChangeMessageVisibility"] = (code, words)
    clock.step(50)

    lease = await world.queue.extend(lease, lease_seconds=60)
    sqs.refused.clear()
    clock.step(50)

    assert await _receive(world) is None  # the message is there again, and the job is not free
    await world.queue.delete(lease)
    clock.step(61)
    assert await _receive(world) is None
    assert sqs.bodies("truss-work") == []


async def test_a_machine_whose_clock_is_wrong_takes_nothing_over(world, sqs, clock):
    """By SQS's clock a lease lapses, not by that of whoever receives a message twice."""
    sqs.shown_again = True
    lease = await _begin(world)

    clock.set_by(3600)
    assert await _receive(world) is None
    clock.set_by(-7200)
    assert await _receive(world) is None

    assert await world.queue.extend(lease, lease_seconds=60)


async def test_who_was_taken_for_dead_changes_nothing(world, sqs, clock):
    dead = await _begin(world)
    clock.step(61)
    living = await _receive(world)

    with pytest.raises(Conflict):
        await world.queue.extend(dead, lease_seconds=60)
    await world.queue.delete(dead)
    await world.queue.release(dead, visible_at=NOON)

    await world.queue.extend(living, lease_seconds=60)
    assert await world.queue.list_waiting(Queue.WORK) == {make_job().id}
    assert len(sqs.bodies("truss-work")) == 1


async def test_a_job_that_is_put_off_gets_a_message_of_its_own(world, sqs, clock):
    """Else each time would count as a failure of the message, and SQS moved it aside."""
    lease = await _begin(world)
    for _ in range(RECEIVED_MAX + 5):
        clock.step(1)
        await world.queue.release(lease, visible_at=clock.now())
        lease = await _receive(world)

    assert lease.job_id == make_job().id
    assert sqs.bodies("truss-dead") == []


async def test_sending_a_job_that_is_worked_on_leaves_it_to_its_worker(world):
    lease = await _begin(world)

    await world.queue.send(make_job(), visible_at=NOON)

    assert await world.queue.extend(lease, lease_seconds=60)


async def test_a_carried_job_is_stored_once_by_whoever_receives_it_first(world, sqs):
    sqs.shown_again = True
    row = carrying_item(make_job(version=0), NOON, written_at=NOON)
    await world.table.put_if(row)

    leases = await asyncio.gather(*(_receive(world) for _ in range(8)))

    assert len([lease for lease in leases if lease]) == 1
    stored = await world.table.get(key_of(job_item(make_job())))
    assert stored["status"] == "queued"


@pytest.mark.parametrize(
    ("code", "kind", "said"),
    [
        ("AWS.SimpleQueueService.NonExistentQueue", RightsRefused, "run `trussbot queues create`"),
        ("AccessDenied", RightsRefused, "allow the role sqs:ReceiveMessage"),
        ("AWS.SimpleQueueService.OverLimit", ExternalFailure, "as many jobs are worked on"),
        ("RequestThrottled", ExternalFailure, "does not do ReceiveMessage now"),
    ],
)
async def test_what_sqs_refuses_a_worker_is_told_in_its_words_to_whoever_runs_truss(
    world, sqs, code, kind, said
):
    sqs.refused["ReceiveMessage"] = (code, "In AWS's own words.")

    with pytest.raises(kind, match=said) as raised:
        await _receive(world)

    assert "In AWS's own words" in raised.value.in_full
    assert "In AWS's own words" not in str(raised.value)
    assert raised.value.retryable


async def test_an_idle_poll_is_one_call(world, sqs):
    await _receive(world)
    sqs.counts.clear()

    assert await _receive(world) is None

    assert sqs.counts == {"ReceiveMessage": 1}


async def test_a_job_costs_three_calls_and_one_for_each_extension(world, sqs):
    await _receive(world)
    sqs.counts.clear()

    lease = await _begin(world)
    lease = await world.queue.extend(lease, lease_seconds=60)
    await world.queue.delete(lease)

    assert sqs.counts == {
        "SendMessageBatch": 1,
        "ReceiveMessage": 1,
        "ChangeMessageVisibility": 1,
        "DeleteMessage": 1,
    }


async def test_nothing_is_taken_over_at_a_start(world):
    await _begin(world)

    assert await world.queue.release_all(Queue.WORK) == 0


async def test_a_released_job_waits_for_its_time(world, clock):
    lease = await _begin(world)
    again_at = clock.now() + timedelta(seconds=40)

    await world.queue.release(replace(lease), visible_at=again_at)

    assert await _receive(world) is None
    clock.step(41)
    assert await _receive(world) is not None


async def test_work_goes_on_where_sqs_is_silent(world, sqs, clock):
    """A lease lasts a minute, and a call to SQS, which is sent three times, may hang for longer."""
    may_answer = threading.Event()
    sqs.change_message_visibility = lambda **_: may_answer.wait(60) and {}
    queue = SqsQueue(world.table, world.calls, clock, note=world.relay.note, answer_seconds=0.05)
    lease = await _begin(world)
    clock.step(30)

    async with asyncio.timeout(30):
        lease = await queue.extend(lease, lease_seconds=60)

    may_answer.set()
    assert lease.until == clock.now() + timedelta(seconds=60)
    (row,) = (await world.table.query(Query(condition=Key("PK").eq("QUEUE#work#0"), limit=9))).items
    assert row["heldUntilMs"] == pytest.approx((sqs.at + 60) * 1000, abs=2000)
