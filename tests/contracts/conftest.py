"""Fixtures of the contract suites, which run on the fakes and on each engine of the table."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.stores import open_stores
from core.adapters.table.table import Table
from tests.contracts.dynamodb import dynamodb_client, open_dynamo_table
from tests.contracts.stepped_clock import SteppedClock
from tests.fakes.all_stores import FakeAllStores
from tests.fakes.secrets import FakeCipher
from tests.fakes.storage import FakeStorage

__all__ = ["dynamodb_client"]
SECRET = b"a secret of the tests"


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


OpenTable = Callable[[Path], AbstractAsyncContextManager[Table]]


@pytest.fixture(params=["fake", "sqlite", "dynamodb"])
def backing(request) -> OpenTable | None:
    """The table below the stores; None for the fakes."""
    return _opener(request)


@pytest.fixture(params=["sqlite", "dynamodb"])
def engine(request) -> OpenTable | None:
    """How an empty table of an engine is opened."""
    return _opener(request)


def _opener(request: pytest.FixtureRequest) -> OpenTable | None:
    match request.param:
        case "sqlite":
            return open_sqlite_table
        case "dynamodb":
            client = request.getfixturevalue("dynamodb_client")
            return lambda _: open_dynamo_table(client)
        case _:
            return None


@asynccontextmanager
async def open_sqlite_table(folder: Path) -> AsyncIterator[SqliteTable]:
    table = await SqliteTable.open(folder / "truss.db")
    try:
        yield table
    finally:
        await table.close()


@pytest.fixture
async def stores(backing, clock, tmp_path) -> AsyncIterator[Any]:
    """All the stores, under the names that `open_stores` gives them."""
    if backing is None:
        yield FakeAllStores(clock)
        return
    async with backing(tmp_path) as table:
        yield open_stores(
            table,
            cursor_secret=SECRET,
            clock=clock,
            cipher=FakeCipher(),
            storage=FakeStorage(tmp_path),
        )


@pytest.fixture
async def table(engine, tmp_path) -> AsyncIterator[Table]:
    """An empty table of each engine."""
    async with engine(tmp_path) as table:
        yield table
