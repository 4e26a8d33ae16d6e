from datetime import timedelta
from typing import Any

import pytest

from core.adapters.table.formats import (
    LOOK_SECONDS,
    NEWEST,
    FormatTable,
    Unsettled,
    is_new,
    list_former,
    read_reached,
    require_known,
    settle,
    settle_new,
    unsettle,
)
from core.adapters.table.stores.processes.ownerships import OwnershipTable
from core.domain.work.job import Queue
from core.errors import ExternalFailure, InvalidInput
from core.ports.work import Formats, Ownership
from tests.builders import CREATOR, NOON, make_job
from tests.fakes.time_and_ids import FakeClock

_: type[Formats] = FormatTable
OURS = Ownership(name="timers", holder="ours", beat="b1", until=NOON + timedelta(seconds=60))
FORMER_LEASE = {
    "PK": "LEASES",
    "SK": "LEASE#channel:7",
    "type": "lease",
    "schemaVersion": 1,
    "name": "channel:7",
    "holder": "theirs",
    "beat": "b2",
    "until": "2026-11-21T13:00:00.000000Z",
}


async def test_a_table_of_which_nobody_said_anything_has_the_first_format(table):
    assert await read_reached(table) == 1
    assert not await FormatTable(table, FakeClock()).may_carry()


async def test_once_settled_processes_that_run_notice_within_a_minute(table):
    clock = FakeClock(NOON)
    running = FormatTable(table, clock)
    assert not await running.may_carry()

    assert await settle(table, now=NOON)
    assert not await settle(table, now=NOON)

    assert not await running.may_carry()
    clock.advance(LOOK_SECONDS)
    assert await running.may_carry()


async def test_a_table_that_is_made_now_is_settled_unless_somebody_said_otherwise(table):
    await settle_new(table)
    assert await read_reached(table) == NEWEST

    await unsettle(table)
    await settle_new(table)

    assert await read_reached(table) == 1


async def test_a_table_with_nothing_but_its_format_is_new(sqlite):
    assert is_new((await sqlite.scan(limit=2)).items)
    await settle_new(sqlite)
    assert is_new((await sqlite.scan(limit=2)).items)

    await sqlite.put_if(FORMER_LEASE)

    assert not is_new((await sqlite.scan(limit=2)).items)


async def test_looking_costs_two_reads_a_minute(table):
    await settle(table, now=NOON)
    running = FormatTable(table, FakeClock(NOON))
    table.calls.clear()

    assert [await running.may_carry() for _ in range(5)] == [True] * 5
    assert table.calls == {"get": 1, "query": 1}


async def test_a_lease_of_a_former_version_forbids_settling_until_it_is_over(table):
    await OwnershipTable(table).put_ownership(OURS, over_beat=None)
    until = NOON + timedelta(seconds=60)
    await table.put_if(FORMER_LEASE | {"until": until.strftime("%Y-%m-%dT%H:%M:%S.%fZ")})

    assert await list_former(table, NOON) == ["theirs"]
    with pytest.raises(InvalidInput, match=r"\(theirs\): stop it"):
        await settle(table, now=NOON)
    assert await settle(table, now=until)


async def test_a_former_version_that_is_started_again_ends_what_it_cannot_read(table):
    clock = FakeClock(NOON)
    running = FormatTable(table, clock)
    await settle(table, now=NOON)
    assert await running.may_carry()

    until = NOON + timedelta(hours=1)
    await table.put_if(FORMER_LEASE | {"until": until.strftime("%Y-%m-%dT%H:%M:%S.%fZ")})
    clock.advance(LOOK_SECONDS)

    assert not await running.may_carry()


async def test_what_a_newer_version_settled_on_is_refused(table):
    await settle(table, now=NOON)
    await require_known(table)
    await table.put_if({"PK": "FORMATS", "SK": "REACHED", "type": "format", "format": NEWEST + 1})

    for refused in (require_known(table), settle(table, now=NOON), unsettle(table)):
        with pytest.raises(ExternalFailure, match="newer Truss: install that version"):
            await refused


async def test_unsettling_gives_each_carried_job_its_record_and_leaves_the_rest(stores, table):
    await settle(table, now=NOON)
    carried, begun = make_job(version=0), make_job(id="B" * 26, version=0)
    await stores.jobs.add_job(begun)
    lease = await stores.queue.receive(Queue.WORK, lease_seconds=60)
    await stores.jobs.add_job(carried)
    await stores.jobs.add_job(make_job(id="C" * 26))

    assert lease.job_id == begun.id
    assert await unsettle(table) == Unsettled(given_records=1)
    assert await unsettle(table) == Unsettled(given_records=0)

    assert await read_reached(table) == 1
    assert (await stores.jobs.get_job(CREATOR, carried.id)).version == 1
    assert await stores.queue.list_waiting(Queue.WORK) == {carried.id, begun.id, "C" * 26}
    received = await stores.queue.receive(Queue.WORK, lease_seconds=60)
    assert received.job_id in {carried.id, "C" * 26}


async def test_a_carried_job_that_is_received_while_it_is_rewritten_is_not_there_twice(
    stores, table, monkeypatch
):
    await stores.jobs.add_job(make_job(version=0))
    transact = table.transact
    took: list[Any] = []

    async def be_late(actions):
        if not took:
            took.append(None)
            took.append(await stores.queue.receive(Queue.WORK, lease_seconds=60))
        await transact(actions)

    monkeypatch.setattr(table, "transact", be_late)

    assert await unsettle(table) == Unsettled(given_records=0)
    assert took[1].job_id == make_job().id
    assert await stores.queue.list_waiting(Queue.WORK) == {make_job().id}
    assert await stores.queue.receive(Queue.WORK, lease_seconds=60) is None
