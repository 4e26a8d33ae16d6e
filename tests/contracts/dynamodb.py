"""A client of the DynamoDB double, and empty tables in it."""

from __future__ import annotations

import asyncio
import os
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from core.adapters.aws import make_client, make_session
from core.adapters.clock import SystemClock
from core.adapters.table.dynamodb import DynamoTable
from core.adapters.table.schema import create_table, table_request
from core.adapters.table.table import TTL

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@pytest.fixture(scope="session")
def dynamodb_client(request) -> Iterator[DynamoDBClient]:
    """A client made as in production: everything comes from the environment.

    With `TRUSS_TEST_AWS=1` that is the real service, with whatever credentials boto3 finds.
    """
    with pytest.MonkeyPatch.context() as environment:
        if not _is_real():
            environment.setenv("AWS_ENDPOINT_URL", request.getfixturevalue("aws_endpoint"))
            environment.setenv("AWS_ACCESS_KEY_ID", "test")
            environment.setenv("AWS_SECRET_ACCESS_KEY", "test")
            environment.setenv("AWS_REGION", "eu-central-1")
        session = make_session(now=SystemClock().now)
        client: DynamoDBClient = make_client(session, "dynamodb", resends=False)
    yield client
    client.close()


@asynccontextmanager
async def open_dynamo_table(client: DynamoDBClient) -> AsyncIterator[DynamoTable]:
    """Make an empty table with a unique name."""
    name = f"truss-{uuid.uuid4().hex}"
    await asyncio.to_thread(create_table if _is_real() else create_in_double, client, name)
    table = DynamoTable(client, name)
    try:
        yield table
    finally:
        await asyncio.to_thread(client.delete_table, TableName=name)
        await table.close()


def create_in_double(client: DynamoDBClient, name: str) -> None:
    """Make a table by one call in place of seven, which took longer than most tests.

    Nothing in it expires: the tests' noon lies months back, and the double sweeps each minute.
    """
    client.create_table(**table_request(name))


def _is_real() -> bool:
    return os.environ.get("TRUSS_TEST_AWS") == "1"


def keep_what_is_past(client: DynamoDBClient, name: str) -> None:
    """Turn expiry off: the tests' noon lies months back, and the double sweeps each minute."""
    client.update_time_to_live(
        TableName=name, TimeToLiveSpecification={"Enabled": False, "AttributeName": TTL}
    )
