from collections.abc import AsyncIterator

import pytest

from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.stores import open_stores
from core.ports.stores import Stores
from tests.contracts.dynamodb import dynamodb_client
from tests.contracts.stepped_clock import SteppedClock
from tests.core.adapters.table.counting_table import CountingTable

__all__ = ["dynamodb_client"]
SECRET = b"a secret of the tests"


@pytest.fixture
async def sqlite(tmp_path) -> AsyncIterator[SqliteTable]:
    table = await SqliteTable.open(tmp_path / "truss.db")
    yield table
    await table.close()


@pytest.fixture
def table(sqlite) -> CountingTable:
    return CountingTable(sqlite)


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
def stores(table, clock) -> Stores:
    return open_stores(table, cursor_secret=SECRET, clock=clock)
