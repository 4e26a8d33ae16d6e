"""One suite a port, run on the fake and on each engine of the table."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.stores import open_stores
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
    table = await SqliteTable.open(tmp_path / "truss.db")
    yield open_stores(table, cursor_secret=SECRET, clock=clock)
    await table.close()
