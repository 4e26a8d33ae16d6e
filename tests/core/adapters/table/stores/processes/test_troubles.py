from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.stores.processes.troubles import TroubleTable
from core.ports.work import TroubleStore
from tests.core.adapters.table.counting_table import CountingTable
from tests.fakes.time_and_ids import FakeClock

_: type[TroubleStore] = TroubleTable


async def test_those_of_all_processes_are_read_by_one_query(tmp_path):
    table = CountingTable(await SqliteTable.open(tmp_path / "truss.db"))

    assert await TroubleTable(table, FakeClock()).list_troubles() == ()

    assert table.calls == {"query": 1}
    await table.close()
