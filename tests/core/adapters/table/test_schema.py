import uuid

import pytest

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

    assert len(problems) == 3
    assert "GSI1 does not project" in problems[0]
    assert "GSI2 has another key" in problems[1]
    assert "Time to live" in problems[2]


def test_a_table_of_another_kind_is_told(dynamodb_client, name):
    dynamodb_client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )

    problems = check_table(dynamodb_client, name)

    assert "must be made anew" in problems[0]
    assert problems[1:3] == ["The index GSI1 is missing.", "The index GSI2 is missing."]


def test_everything_lies_under_text_keys_and_is_paid_by_use():
    request = table_request("t")

    assert {a["AttributeType"] for a in request["AttributeDefinitions"]} == {"S"}
    assert request["BillingMode"] == "PAY_PER_REQUEST"
    assert "version" not in str(request["GlobalSecondaryIndexes"])
