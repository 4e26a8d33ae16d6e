"""What the queue asks of SQS, by the double: long polls, and messages that are moved aside."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from core.adapters.clock import SystemClock
from core.adapters.sqs.messages import Note
from core.adapters.sqs.sqs_calls import SqsCalls, queue_name
from core.adapters.sqs.sqs_schema import RECEIVED_MAX, dead_name
from core.adapters.table.table import ItemKey
from core.domain.work.job import Queue
from core.errors import ExternalFailure
from tests.builders import NOON
from tests.contracts.sqs import sqs_double
from tests.servers.own_time import OwnTime, count_own_time

__all__ = ["sqs_double"]

NOTE = Note(key=ItemKey("QUEUE#fetch#0", "1#JOB"), queue=Queue.FETCH, visible_at=NOON)


@pytest.fixture
def client(sqs_double):
    with closing(sqs_double.make_client()) as client:
        for name in (queue_name(sqs_double.prefix, Queue.FETCH), dead_name(sqs_double.prefix)):
            client.purge_queue(QueueUrl=client.get_queue_url(QueueName=name)["QueueUrl"])
        yield client


@pytest.fixture
def calls(client, sqs_double):
    with ThreadPoolExecutor(4) as threads:
        yield SqsCalls(
            client, sqs_double.prefix, threads=threads, clock=SystemClock(), poll_seconds=5
        )


async def test_a_worker_that_waits_is_told_at_once(calls):
    waiting = asyncio.create_task(calls.receive(Queue.FETCH, lease_seconds=30))
    await asyncio.sleep(0.5)
    assert not waiting.done()
    told = OwnTime()

    async with count_own_time(told):
        await calls.send(Queue.FETCH, [NOTE], now=NOON)
        assert await waiting is not None

    assert told.now() < 3


async def test_what_was_received_a_hundred_times_is_moved_aside(calls, client, sqs_double):
    await calls.send(Queue.FETCH, [NOTE], now=NOON)
    url = client.get_queue_url(QueueName=queue_name(sqs_double.prefix, Queue.FETCH))["QueueUrl"]
    receive = {"QueueUrl": url, "VisibilityTimeout": 0, "WaitTimeSeconds": 0}

    def receive_all():
        return [len(client.receive_message(**receive).get("Messages", ())) for _ in range(102)]

    assert sum(await asyncio.to_thread(receive_all)) == RECEIVED_MAX
    dead = client.get_queue_url(QueueName=dead_name(sqs_double.prefix))["QueueUrl"]
    assert client.receive_message(QueueUrl=dead)["Messages"][0]["Body"].startswith('{"row"')


async def test_an_old_receipt_is_refused_and_told(calls):
    await calls.send(Queue.FETCH, [NOTE], now=NOON)
    message = await calls.receive(Queue.FETCH, lease_seconds=30)
    await calls.hide(Queue.FETCH, message.handle, seconds=0)
    newer = await calls.receive(Queue.FETCH, lease_seconds=30)

    with pytest.raises(ExternalFailure, match="ReceiptHandleIsInvalid"):
        await calls.hide(Queue.FETCH, message.handle, seconds=30)

    assert newer.id == message.id
    await calls.delete(Queue.FETCH, newer.handle)


async def test_the_time_is_that_of_sqs(calls, sqs_double):
    await calls.send(Queue.FETCH, [NOTE], now=NOON)
    before = calls.time.now_seconds()

    sqs_double.step(3600)
    await calls.receive(Queue.FETCH, lease_seconds=30)

    assert 3598 < calls.time.now_seconds() - before < 3620
