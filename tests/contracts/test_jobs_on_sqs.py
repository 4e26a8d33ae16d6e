"""Jobs by SQS while messages come twice, receipts are refused and workers die: one at a time."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import pytest

from core.adapters.sqs.sqs_queue import SqsQueue
from core.adapters.sqs.sqs_schema import create_queues
from core.adapters.table.formats import unsettle
from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.stores import open_stores
from core.background import spawn, stop
from core.domain.work.ids import JobId
from core.domain.work.job import Job, JobKind, JobStatus, Queue
from core.ports.stores import Stores
from core.services.work.health import Health
from core.services.work.job_handlers import JobProgress, handle
from core.services.work.job_runner import JobRunner
from core.services.work.queue_relay import QueueRelay
from tests.builders import CREATOR, make_job, make_test_ulid
from tests.contracts.conftest import SECRET
from tests.contracts.sqs import SqsWorld, make_sqs_world
from tests.contracts.stepped_clock import SteppedClock
from tests.fakes.sqs import FakeSqs

JOBS = 12
STEP_SECONDS = 0.05
LEASE_SECONDS = 1.0


@dataclass(slots=True)
class Works:
    """What is worked on, and how often two worked on one job at once."""

    now: Counter[JobId] = field(default_factory=Counter)
    begun: Counter[JobId] = field(default_factory=Counter)
    at_once: list[JobId] = field(default_factory=list)

    async def work(self, job: Job, progress: JobProgress) -> None:
        self.now[job.id] += 1
        self.begun[job.id] += 1
        if self.now[job.id] > 1:
            self.at_once.append(job.id)
        try:
            progress.enter("working", 0.5)
            await asyncio.sleep(0.1)
        finally:
            self.now[job.id] -= 1

    async def give_up(self, job: Job, stage: str, reason: str) -> None:
        raise AssertionError(f"{job.id} was given up: {reason}")


@pytest.fixture
def sqs():
    sqs = FakeSqs()
    create_queues(sqs, "truss")
    return sqs


@pytest.fixture
def clock(sqs):
    clock = SteppedClock()
    clock.on_step = sqs.step
    return clock


@pytest.fixture
async def world(sqs, clock, tmp_path):
    table = await SqliteTable.open(tmp_path / "truss.db")
    with ThreadPoolExecutor(4) as threads:
        yield make_sqs_world(sqs, "truss", table, clock, threads)
    await table.close()


def _make_worker(world: SqsWorld, stores: Stores, clock: SteppedClock, works: Works) -> JobRunner:
    return JobRunner(
        clock=clock,
        jobs=stores.jobs,
        queue=SqsQueue(world.table, world.calls, clock, note=world.relay.note),
        handlers={JobKind.RENDER_CLIP: handle(works.work, works.give_up)},
        health=Health(clock=clock),
        lease_seconds=LEASE_SECONDS,
        retry_seconds=0.01,
        idle_seconds=0.01,
    )


def _make_job(number: int, clock: SteppedClock, *, is_carried: bool) -> Job:
    """A job with a record, or on a settled table one that its queue's row carries."""
    job = make_job(id=JobId(make_test_ulid(number)), created_at=clock.now())
    return replace(job, version=0) if is_carried else job


async def _let_time_pass(clock: SteppedClock) -> None:
    while True:
        await asyncio.sleep(STEP_SECONDS)
        clock.step(STEP_SECONDS)


async def _disturb(sqs: FakeSqs, chance: random.Random) -> None:
    """Let happen what SQS says may happen, and what it refuses now and then."""
    refused = (
        ("ReceiveMessage", ("AWS.SimpleQueueService.OverLimit", "Too many.")),
        ("ReceiveMessage", ("RequestThrottled", "Slow down.")),
        ("SendMessageBatch", ("ServiceUnavailable", "Later.")),
        ("ChangeMessageVisibility", ("ReceiptHandleIsInvalid", "It has expired.")),
        ("DeleteMessage", ("ReceiptHandleIsInvalid", "It has expired.")),
        ("DeleteMessage", ("AccessDenied", "User: truss is not authorized.")),
    )
    while True:
        await asyncio.sleep(0.05)
        sqs.refused = dict([chance.choice(refused)]) if chance.random() < 0.3 else {}
        sqs.shown_again = chance.random() < 0.3
        sqs.unsent = chance.choice((0, 0, 2))
        for message in sqs.queues["truss-work"].messages:
            if chance.random() < 0.1:
                message.visible_at = sqs.at


async def _until_empty(stores: Stores) -> None:
    async with asyncio.timeout(30):
        while await stores.queue.list_waiting(Queue.WORK):  # noqa: ASYNC110 - workers empty it
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("seed", [1, 2])
async def test_each_job_is_done_and_none_by_two_at_once(world, sqs, clock, seed):
    chance, works = random.Random(seed), Works()
    stores = open_stores(world.table, cursor_secret=SECRET, clock=clock, queue=world.queue)
    relay = QueueRelay(clock=clock, relay=world.relay, health=Health(clock=clock))
    others = [
        spawn(relay.run(), name="relay"),
        spawn(_let_time_pass(clock), name="time"),
        spawn(_disturb(sqs, chance), name="disturbance"),
    ]

    def start() -> asyncio.Task[None]:
        worker = _make_worker(world, stores, clock, works)
        return spawn(worker.run(Queue.WORK), name="worker")

    workers = [start() for _ in range(3)]
    for number in range(JOBS):
        await stores.jobs.add_job(_make_job(number, clock, is_carried=number % 2 == 0))
    for _ in range(3):
        await asyncio.sleep(0.2)
        await unsettle(world.table)
        killed = workers.pop(0)
        await stop([killed])
        workers.append(start())

    await _until_empty(stores)
    await stop([*workers, *others])

    page = await stores.jobs.list_jobs(CREATOR, JobStatus.DONE, limit=100)
    assert len(page.items) == len(works.begun) == JOBS
    assert works.at_once == []


@pytest.mark.parametrize("is_unsettled", [False, True])
async def test_each_carried_job_is_received_recorded_and_done_once(world, sqs, clock, is_unsettled):
    """As on a settled table, or on one that somebody brings back to the former version."""
    works = Works()
    stores = open_stores(world.table, cursor_secret=SECRET, clock=clock, queue=world.queue)
    for number in range(JOBS):
        await stores.jobs.add_job(_make_job(number, clock, is_carried=True))
    assert not (await stores.jobs.list_jobs(CREATOR, JobStatus.QUEUED, limit=100)).items
    if is_unsettled:
        assert (await unsettle(world.table)).given_records == JOBS
    await world.relay.flush()

    workers = [_make_worker(world, stores, clock, works) for _ in range(3)]
    tasks = [spawn(worker.run(Queue.WORK), name="worker") for worker in workers]
    await _until_empty(stores)
    await stop(tasks)

    assert works.begun == {JobId(make_test_ulid(number)): 1 for number in range(JOBS)}
    page = await stores.jobs.list_jobs(CREATOR, JobStatus.DONE, limit=100)
    assert len(page.items) == JOBS
    await world.relay.flush()
    assert await world.queue.receive(Queue.WORK, lease_seconds=60) is None
    assert sqs.bodies("truss-work") == sqs.bodies("truss-dead") == []


async def test_a_right_that_is_missing_is_told_and_work_goes_on_when_it_is_there(world, sqs, clock):
    works = Works()
    stores = open_stores(world.table, cursor_secret=SECRET, clock=clock, queue=world.queue)
    worker = _make_worker(world, stores, clock, works)
    sqs.refused["ReceiveMessage"] = ("AccessDenied", "User: truss is not authorized.")
    await stores.jobs.add_job(make_job(created_at=clock.now()))
    await world.relay.flush()
    task = spawn(worker.run(Queue.WORK), name="worker")

    async with asyncio.timeout(10):
        while not (troubles := worker._health.list_troubles()):  # noqa: ASYNC110 - a worker's
            await asyncio.sleep(0.01)
    sqs.refused.clear()
    await _until_empty(stores)
    await stop([task])

    assert "allow the role sqs:ReceiveMessage" in troubles[0].trouble
    assert works.begun == {make_job().id: 1}
