"""The faults are told as DynamoDB tells them: botocore reads them so, and what is lost is done."""

from __future__ import annotations

import asyncio

import pytest
from botocore.exceptions import ClientError

from core.adapters.table.table import ItemKey
from tests.contracts.lossy import open_lossy_dynamo
from tests.servers.dynamodb import Faults

KEYS = [{"PK": {"S": "A"}, "SK": {"S": str(number)}} for number in range(5)]


@pytest.fixture
async def opened(aws_endpoint):
    async with open_lossy_dynamo(aws_endpoint, "faults") as opened:
        yield opened


@pytest.fixture
def call(opened):
    """Call an operation of boto3's client that goes through the proxy, once."""
    client = opened.table._client

    async def call(name, **given):
        return await asyncio.to_thread(getattr(client, name), **given)

    return call


async def _refused(call, name, **given):
    with pytest.raises(ClientError) as refused:
        await call(name, **given)
    return refused.value.response


async def test_throttling_is_told_by_one_of_its_codes(opened, call):
    opened.losses.faults = Faults(throttled=1)

    answers = [await _refused(call, "get_item", TableName="faults", Key=KEYS[0]) for _ in range(20)]

    assert {answer["Error"]["Code"] for answer in answers} == {
        "ProvisionedThroughputExceededException",
        "ThrottlingException",
        "RequestLimitExceeded",
    }
    assert {answer["ResponseMetadata"]["HTTPStatusCode"] for answer in answers} == {400}


@pytest.mark.parametrize(
    ("faults", "code"),
    [
        (Faults(throttled=1), "ThrottlingError"),
        (Faults(conflicting=1), "TransactionConflict"),
    ],
)
async def test_a_transaction_is_cancelled_with_a_reason_for_each_action(opened, call, faults, code):
    opened.losses.faults = faults
    actions = [{"Put": {"TableName": "faults", "Item": key}} for key in KEYS[:2]]

    answer = await _refused(call, "transact_write_items", TransactItems=actions)

    assert answer["Error"]["Code"] == "TransactionCanceledException"
    assert [reason["Code"] for reason in answer["CancellationReasons"]] == [code, "None"]


async def test_a_part_of_a_batch_is_left_undone_and_told(opened, call):
    opened.losses.faults = Faults(undone=1)
    requests = [{"PutRequest": {"Item": key}} for key in KEYS]

    answer = await call("batch_write_item", RequestItems={"faults": requests})

    undone = answer["UnprocessedItems"]["faults"]
    assert 1 <= len(undone) < 5
    assert len(await opened.read_all()) == 5 - len(undone)


async def test_a_lost_answer_is_of_a_call_that_was_done(opened, call):
    opened.losses.faults = Faults(lost=1)

    with pytest.raises(Exception, match=r"Connection was closed|InternalServerError"):
        await call("put_item", TableName="faults", Item=KEYS[0])

    assert await opened.other.get(ItemKey("A", "0"), consistent=True) == {"PK": "A", "SK": "0"}
