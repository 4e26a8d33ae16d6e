import pytest

from core.adapters.table.sqlite import SqliteTable


@pytest.fixture
async def table(tmp_path):
    table = await SqliteTable.open(tmp_path / "truss.db")
    yield table
    await table.close()
