from dataclasses import replace

import pytest

from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.stores.processes.ownerships import OwnershipTable
from core.ports.work import Ownership, OwnershipStore
from core.services.work.ownership import OwnedNames, name_channel
from tests.builders import NOON
from tests.core.adapters.table.counting_table import CountingTable
from tests.fakes.formats import FakeFormats
from tests.fakes.time_and_ids import FakeClock
from tests.unit_table import UnitTable

_: type[OwnershipStore] = OwnershipTable


@pytest.fixture
async def table(tmp_path):
    table = CountingTable(await SqliteTable.open(tmp_path / "truss.db"))
    yield table
    await table.close()


async def test_all_owners_are_seen_by_one_query(table):
    store = OwnershipTable(table)
    for number in range(50):
        ownership = Ownership(name=f"channel:{number}", holder="here", beat="a", until=NOON)
        await store.put_ownership(ownership, over_beat=None)
    table.calls.clear()

    assert len(await store.list_ownerships()) == 50

    assert table.calls == {"query": 1}


async def test_a_hundred_channels_cost_six_writes_a_minute(tmp_path):
    """The pulse's alone: each channel for itself took six, which were $0.16 a month."""
    table, clock = UnitTable(await SqliteTable.open(tmp_path / "owned.db")), FakeClock()
    owned = OwnedNames(
        store=OwnershipTable(table),
        formats=FakeFormats(),
        clock=clock,
        holder="here",
        lease_seconds=30,
        is_shared=True,
    )
    owned.want(name_channel(""), [name_channel(str(number)) for number in range(100)])
    await owned.tend()
    table.reads = table.writes = 0.0

    for _ in range(20):
        clock.advance(3)
        await owned.tend()

    assert table.writes <= 6
    assert table.reads <= 20 * 8
    await table.close()


async def test_who_wants_little_among_many_reads_little(table):
    """A process without channels read a thousand rows every three seconds, for two names."""
    store = OwnershipTable(table)
    timers = Ownership(name="timers", holder="here", beat="a", until=NOON, follows="process:1")
    pulse = Ownership(name="process:1", holder="here", beat="b", until=NOON)
    others = [replace(timers, name=f"channel:{number}") for number in range(100)]
    for ownership in (timers, pulse, *others):
        await store.put_ownership(ownership, over_beat=None)
    table.calls.clear()

    found = [await store.list_ownerships(of={"timers", "telling"}) for _ in range(40)]

    assert all(one["timers"] == timers and one["process:1"] == pulse for one in found)
    assert all("telling" not in one for one in found)
    assert table.calls == {"query": 3, "batch_get": 2 * 37}


async def test_who_wants_much_of_it_reads_it_at_once(table):
    store = OwnershipTable(table)
    names = [f"channel:{number}" for number in range(30)]
    for name in names:
        ownership = Ownership(name=name, holder="here", beat="a", until=NOON)
        await store.put_ownership(ownership, over_beat=None)
    table.calls.clear()

    for _ in range(10):
        assert len(await store.list_ownerships(of=names[:2])) == 30

    assert table.calls == {"query": 10}
