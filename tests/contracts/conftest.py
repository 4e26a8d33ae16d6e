"""One suite a port, run on the fake and on each engine of the table."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.stores import open_stores
from core.adapters.table.table import Table
from tests.contracts.stepped_clock import SteppedClock
from tests.fakes.stores import FakeStores

SECRET = b"a secret of the tests"


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture(params=["fake", "sqlite"])
async def stores(request, clock, tmp_path) -> AsyncIterator[Any]:
    """All the stores, under the names that `open_stores` gives them."""
    if request.param == "fake":
        yield FakeStores(clock)
        return
    async with open_table(request.param, tmp_path) as table:
        yield open_stores(table, cursor_secret=SECRET, clock=clock)


@pytest.fixture(params=["sqlite"])
async def table(request, tmp_path) -> AsyncIterator[Table]:
    """An empty table of each engine."""
    async with open_table(request.param, tmp_path) as table:
        yield table


@asynccontextmanager
async def open_table(engine: str, folder: Path) -> AsyncIterator[Table]:
    table = await SqliteTable.open(folder / "truss.db")
    yield table
    await table.close()
