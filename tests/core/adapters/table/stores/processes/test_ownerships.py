import pytest

from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.stores.processes.ownerships import OwnershipTable
from core.ports.work import Ownership, OwnershipStore
from tests.builders import NOON
from tests.core.adapters.table.counting_table import CountingTable

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
