import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta

import pytest

from core.adapters.table.stores import open_stores
from core.domain.work.ids import JobId
from core.domain.work.job import JobStatus, Queue
from core.errors import Conflict, NotFound
from tests.builders import CREATOR, NOON, make_job, make_test_ulid
from tests.contracts.conftest import SECRET, open_sqlite_table
from tests.contracts.dynamodb import open_dynamo_table
from tests.contracts.sqs import open_sqs_world, sqs_double
from tests.fakes.all_stores import FakeAllStores

__all__ = ["sqs_double"]


@pytest.fixture(params=["fake", "sqlite", "dynamodb", "sqs", "sqs on dynamodb"])
def engine_name(request):
    return request.param


@pytest.fixture
def opening(request, engine_name, tmp_path):
    if engine_name.endswith("dynamodb"):
        return open_dynamo_table(request.getfixturevalue("dynamodb_client"))
    return open_sqlite_table(tmp_path)


@pytest.fixture
def double(request, engine_name):
    return request.getfixturevalue("sqs_double") if engine_name.startswith("sqs") else None


@pytest.fixture
async def stores(engine_name, opening, double, clock):
    """The stores with each queue: that of the table, and SQS on either table."""
    if engine_name == "fake":
        yield FakeAllStores(clock)
        return
    async with AsyncExitStack() as stack:
        table, queue = await stack.enter_async_context(opening), None
        if double:
            world = await stack.enter_async_context(open_sqs_world(double, table, clock))
            table, queue = world.table, world.queue
        yield open_stores(table, cursor_secret=SECRET, clock=clock, queue=queue)


@pytest.fixture
def of_the_table(engine_name):
    if engine_name.startswith("sqs"):
        pytest.skip("SQS promises no order, and is never one process's")


def _jobs(count):
    return [make_job(id=JobId(make_test_ulid(n))) for n in range(count)]


async def _receive(stores, lease_seconds=60.0):
    return await stores.queue.receive(Queue.WORK, lease_seconds=lease_seconds)


async def test_an_empty_queue_gives_nothing(stores):
    assert await _receive(stores) is None


async def test_a_job_is_received_once_until_its_lease_lapses(stores, clock):
    await stores.queue.send(make_job(), visible_at=NOON)

    lease = await _receive(stores)
    assert (lease.creator_id, lease.job_id) == (CREATOR, make_job().id)
    assert (lease.until - NOON).total_seconds() == 60
    assert await _receive(stores) is None

    clock.step(60)
    assert (await _receive(stores)).job_id == make_job().id


async def test_sending_a_job_twice_is_harmless(stores):
    for _ in range(2):
        await stores.queue.send(make_job(), visible_at=NOON)

    assert await _receive(stores) is not None
    assert await _receive(stores) is None


@pytest.mark.usefixtures("of_the_table")
async def test_jobs_are_received_in_the_order_of_their_visibility(stores, clock):
    first, second = _jobs(2)
    clock.step(10)
    await stores.queue.send(first, visible_at=clock.now())
    await stores.queue.send(second, visible_at=NOON)

    received = [(await _receive(stores)).job_id for _ in range(2)]

    assert received == [second.id, first.id]


async def test_a_queue_holds_its_own_jobs_alone(stores):
    await stores.queue.send(make_job(), visible_at=NOON)

    assert await stores.queue.receive(Queue.DISCORD, lease_seconds=60) is None


async def test_an_extended_lease_lasts_longer(stores, clock):
    await stores.queue.send(make_job(), visible_at=NOON)
    lease = await _receive(stores)
    clock.step(50)

    lease = await stores.queue.extend(lease, lease_seconds=60)
    lease = await stores.queue.extend(lease, lease_seconds=60)

    clock.step(30)
    assert await _receive(stores) is None
    clock.step(30)
    assert await _receive(stores) is not None


async def test_a_lease_that_is_anothers_cannot_be_extended(stores, clock):
    await stores.queue.send(make_job(), visible_at=NOON)
    lapsed = await _receive(stores)
    clock.step(61)
    await _receive(stores)

    with pytest.raises(Conflict):
        await stores.queue.extend(lapsed, lease_seconds=60)
    await stores.queue.release(lapsed, visible_at=NOON)
    await stores.queue.delete(lapsed)

    assert await _receive(stores) is None
    clock.step(60)
    assert await _receive(stores) is not None


async def test_a_released_job_comes_again_at_its_time(stores, clock):
    await stores.queue.send(make_job(), visible_at=NOON)
    lease = await _receive(stores)

    clock.step(1)
    await stores.queue.release(lease, visible_at=clock.now())

    assert await _receive(stores) is not None


async def test_a_deleted_job_never_comes_again(stores, clock):
    await stores.queue.send(make_job(), visible_at=NOON)
    await stores.queue.delete(await _receive(stores))

    clock.step(days=1)

    assert await _receive(stores) is None


@pytest.mark.usefixtures("of_the_table")
async def test_the_sole_owner_takes_back_all_leases_at_its_start(stores):
    """After a kill nobody waits for the leases of the dead."""
    for job in _jobs(3):
        await stores.queue.send(job, visible_at=NOON)
    await _receive(stores)
    await _receive(stores)

    assert await stores.queue.release_all(Queue.WORK) == 2

    received = {(await _receive(stores)).job_id for _ in range(3)}
    assert received == {job.id for job in _jobs(3)}


@pytest.mark.usefixtures("of_the_table")
async def test_what_waits_for_a_later_time_waits_through_any_number_of_starts(stores, clock):
    """A few restarts ran what was set two days ahead, and used up a wait for a quota."""
    leased, *waiting = _jobs(4)
    await stores.queue.send(leased, visible_at=NOON)
    await _receive(stores)
    for job in waiting:
        await stores.queue.send(job, visible_at=NOON + timedelta(days=2))

    assert [await stores.queue.release_all(Queue.WORK) for _ in range(3)] == [1, 0, 0]

    assert (await _receive(stores)).job_id == leased.id
    assert await _receive(stores) is None
    clock.step(days=2)
    assert len([lease for _ in range(4) if (lease := await _receive(stores))]) == 4


async def test_all_that_wait_are_listed_leased_or_not(stores):
    for job in _jobs(3):
        await stores.queue.send(job, visible_at=NOON)
    await _receive(stores)

    assert await stores.queue.list_waiting(Queue.WORK) == {job.id for job in _jobs(3)}
    assert await stores.queue.list_waiting(Queue.TWITCH) == frozenset()


async def test_of_32_racing_workers_one_gets_the_job(stores):
    await stores.queue.send(make_job(), visible_at=NOON)

    leases = await asyncio.gather(*(_receive(stores) for _ in range(32)))

    assert len([lease for lease in leases if lease is not None]) == 1


async def test_receiving_a_carried_job_stores_its_record_with_the_lease(stores, clock):
    carried = make_job(version=0, about="a cut")
    assert await stores.jobs.add_job(carried)
    with pytest.raises(NotFound):
        await stores.jobs.get_job(CREATOR, carried.id)

    lease = await _receive(stores)

    assert await stores.jobs.get_job(CREATOR, lease.job_id) == make_job(about="a cut")
    assert await _receive(stores) is None
    assert await stores.queue.list_waiting(Queue.WORK) == {carried.id}


async def test_a_carried_job_whose_worker_dies_is_received_again_as_it_was_left(stores, clock):
    await stores.jobs.add_job(make_job(version=0))
    await _receive(stores)
    begun = replace(make_job().move_to(JobStatus.RUNNING, at=NOON), attempts=1)
    running = await stores.jobs.save_job(begun)

    clock.step(60)
    lease = await _receive(stores)

    assert await stores.jobs.get_job(CREATOR, lease.job_id) == running
    await stores.jobs.save_job(running.move_to(JobStatus.DONE, at=clock.now()))
    await stores.queue.delete(lease)
    assert await stores.queue.list_waiting(Queue.WORK) == frozenset()


async def test_a_carried_job_that_has_its_record_already_leads_to_it(stores, clock):
    """As where a database was put back; such a row must not stand in others' way."""
    done = replace(make_job().move_to(JobStatus.RUNNING, at=NOON), attempts=1)
    await stores.jobs.add_job(make_job())
    running = await stores.jobs.save_job(done)
    await _receive(stores)
    await stores.jobs.add_job(make_job(version=0))

    lease = await _receive(stores)

    assert await stores.jobs.get_job(CREATOR, lease.job_id) == running


async def test_a_carried_job_waits_for_its_time_and_goes_with_its_creator(stores, clock):
    await stores.jobs.add_job(make_job(version=0, next_at=NOON + timedelta(seconds=1)))
    assert await _receive(stores) is None

    await stores.workspace.forget_creator(CREATOR)

    clock.step(5)
    assert await _receive(stores) is None
