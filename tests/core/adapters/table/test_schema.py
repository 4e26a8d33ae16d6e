import uuid

import pytest
from botocore.stub import Stubber

from core.adapters.table.schema import check_table, create_table, table_request


@pytest.fixture
def name():
    return f"truss-{uuid.uuid4().hex}"


def test_a_created_table_is_as_it_must_be(dynamodb_client, name):
    assert "table create" in check_table(dynamodb_client, name)[0]

    create_table(dynamodb_client, name)

    assert check_table(dynamodb_client, name) == []
    backups = dynamodb_client.describe_continuous_backups(TableName=name)
    recovery = backups["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    assert recovery["PointInTimeRecoveryStatus"] == "ENABLED"


def test_creating_a_table_again_changes_nothing(dynamodb_client, name):
    create_table(dynamodb_client, name)
    create_table(dynamodb_client, name)

    assert check_table(dynamodb_client, name) == []


def test_what_a_live_table_lacks_is_told(dynamodb_client, name):
    request = table_request(name)
    first, second = request["GlobalSecondaryIndexes"]
    first["Projection"] = {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["type", "version"]}
    second["KeySchema"][1]["AttributeName"] = "GSI1SK"
    del request["AttributeDefinitions"][-1]
    dynamodb_client.create_table(**request)

    problems = check_table(dynamodb_client, name)

    assert len(problems) == 4
    assert "GSI1 does not project" in problems[0]
    assert "GSI2 has another key" in problems[1]
    assert "Time to live" in problems[2]
    assert "Point-in-time recovery" in problems[3]


def test_what_a_live_table_has_too_much_or_pays_otherwise_is_told(dynamodb_client, name):
    request = table_request(name)
    request["GlobalSecondaryIndexes"].append(
        {
            "IndexName": "GSI9",
            "KeySchema": [{"AttributeName": "SK", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }
    )
    capacity = {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}
    request |= {"BillingMode": "PROVISIONED", "ProvisionedThroughput": capacity}
    for index in request["GlobalSecondaryIndexes"]:
        index["ProvisionedThroughput"] = capacity
    dynamodb_client.create_table(**request)

    problems = check_table(dynamodb_client, name)

    assert "provisioned capacity" in problems[0]
    assert "GSI9 does not belong to Truss" in problems[1]


def test_keys_that_are_no_text_are_told(dynamodb_client, name):
    request = table_request(name)
    request["AttributeDefinitions"][0]["AttributeType"] = "N"
    dynamodb_client.create_table(**request)

    assert check_table(dynamodb_client, name)[0].startswith("The key PK is not text")


def test_a_table_that_is_still_being_made_is_told(dynamodb_client, name):
    create_table(dynamodb_client, name)
    live = dynamodb_client.describe_table(TableName=name)
    live["Table"]["TableStatus"] = "CREATING"
    del live["Table"]["WarmThroughput"]
    live["Table"]["GlobalSecondaryIndexes"][0]["IndexStatus"] = "BACKFILLING"
    recovery = {"PointInTimeRecoveryStatus": "ENABLED"}
    with Stubber(dynamodb_client) as stub:
        for _ in range(2):
            stub.add_response("describe_table", {"Table": live["Table"]})
        stub.add_response(
            "describe_time_to_live",
            {"TimeToLiveDescription": {"TimeToLiveStatus": "ENABLED", "AttributeName": "ttl"}},
        )
        stub.add_response(
            "describe_continuous_backups",
            {
                "ContinuousBackupsDescription": {
                    "ContinuousBackupsStatus": "ENABLED",
                    "PointInTimeRecoveryDescription": recovery,
                }
            },
        )
        problems = check_table(dynamodb_client, name)

    assert [problem.split(":")[0] for problem in problems] == [
        "The table is not ready (CREATING)",
        "The index GSI1 is not ready (BACKFILLING)",
    ]


def test_a_table_of_another_kind_is_told(dynamodb_client, name):
    dynamodb_client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )

    problems = check_table(dynamodb_client, name)

    assert "must be created again" in problems[0]
    assert problems[1:3] == ["The index GSI1 is missing.", "The index GSI2 is missing."]


def test_everything_lies_under_text_keys_and_is_paid_by_use():
    request = table_request("t")

    assert {a["AttributeType"] for a in request["AttributeDefinitions"]} == {"S"}
    assert request["BillingMode"] == "PAY_PER_REQUEST"
    assert "version" not in str(request["GlobalSecondaryIndexes"])
