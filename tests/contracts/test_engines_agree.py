"""The same seeded operations on both engines: every answer is the same."""

import pytest

from core.adapters.table.sqlite import SqliteTable
from tests.contracts.dynamodb import open_dynamo_table
from tests.contracts.random_operations import RandomOperations, outcome

pytestmark = pytest.mark.no_cover

OPERATIONS = 1000


@pytest.mark.parametrize("seed", [1, 2])
async def test_1000_operations_differ_in_nothing(dynamodb_client, tmp_path, seed):
    sqlite = await SqliteTable.open(tmp_path / "truss.db")
    operations = RandomOperations(seed)
    kinds = set()

    async with open_dynamo_table(dynamodb_client) as dynamodb:
        for number in range(OPERATIONS):
            operation = operations.next()
            ours = await outcome(operation, sqlite)
            theirs = await outcome(operation, dynamodb)
            assert ours == theirs, f"operation {number} of seed {seed}"
            kinds.add(ours[0])

    await sqlite.close()
    assert kinds == {"done", "condition", "cancelled", "refused"}
