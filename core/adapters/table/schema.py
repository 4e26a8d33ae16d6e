"""The DynamoDB schema: creates the table, and compares a live one with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.adapters.table.table import PROJECTED, TTL, Index, key_names

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

WAIT_SECONDS = 2


def table_request(name: str) -> dict[str, Any]:
    """Return the CreateTable request."""
    attributes = [*key_names(None), *(part for index in Index for part in key_names(index))]
    return {
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [
            {"AttributeName": attribute, "AttributeType": "S"} for attribute in attributes
        ],
        "KeySchema": _key_schema(None),
        "GlobalSecondaryIndexes": [_index_request(index) for index in Index],
    }


def _key_schema(index: Index | None) -> list[dict[str, str]]:
    partition, sort = key_names(index)
    return [
        {"AttributeName": partition, "KeyType": "HASH"},
        {"AttributeName": sort, "KeyType": "RANGE"},
    ]


def _index_request(index: Index) -> dict[str, Any]:
    return {
        "IndexName": index.value,
        "KeySchema": _key_schema(index),
        "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": list(PROJECTED)},
    }


def create_table(client: DynamoDBClient, name: str) -> bool:
    """Create the table with its indexes, time to live and point-in-time recovery; blocking.

    Of an existing table only the latter two are changed. Returns whether it was made now.
    """
    is_made = not _exists(client, name)
    if is_made:
        client.create_table(**table_request(name))
        client.get_waiter("table_exists").wait(
            TableName=name, WaiterConfig={"Delay": WAIT_SECONDS, "MaxAttempts": 90}
        )
    if _ttl_attribute(client, name) != TTL:
        client.update_time_to_live(
            TableName=name, TimeToLiveSpecification={"Enabled": True, "AttributeName": TTL}
        )
    client.update_continuous_backups(
        TableName=name,
        PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
    )
    return is_made


def check_table(client: DynamoDBClient, name: str) -> list[str]:
    """Return sentences about what a live table lacks, none if it is as it must be; blocking."""
    if not _exists(client, name):
        return [f"There is no table {name!r}: run `trussbot table create`."]
    live = client.describe_table(TableName=name)["Table"]
    wanted = table_request(name)
    indexes = {found["IndexName"]: found for found in live.get("GlobalSecondaryIndexes", [])}
    problems = _table_problems(live, wanted)
    for index in wanted["GlobalSecondaryIndexes"]:
        problems += _index_problems(index, indexes.pop(index["IndexName"], None))
    problems += [
        f"The index {extra} does not belong to Truss, and makes each write cost more: delete it."
        for extra in indexes
    ]
    if _ttl_attribute(client, name) != TTL:
        problems.append(f"Time to live is not on for {TTL!r}: run `trussbot table create`.")
    if not _recovers(client, name):
        problems.append("Point-in-time recovery is not on: run `trussbot table create`.")
    return problems


def _table_problems(live: Any, wanted: dict[str, Any]) -> list[str]:
    problems = []
    if live.get("TableStatus", "ACTIVE") != "ACTIVE":
        problems.append(f"The table is not ready ({live['TableStatus']}): wait a minute.")
    if live["KeySchema"] != wanted["KeySchema"]:
        problems.append("The table's key is not PK and SK: the table must be created again.")
    types = {
        found["AttributeName"]: found["AttributeType"] for found in live["AttributeDefinitions"]
    }
    problems += [
        f"The key {attribute['AttributeName']} is not text: the table must be created again."
        for attribute in wanted["AttributeDefinitions"]
        if types.get(attribute["AttributeName"], "S") != "S"
    ]
    billing = live.get("BillingModeSummary", {}).get("BillingMode", "PROVISIONED")
    if billing != wanted["BillingMode"]:
        problems.append("The table uses provisioned capacity: set it to on-demand.")
    return problems


def _index_problems(wanted: dict[str, Any], live: Any) -> list[str]:
    name = wanted["IndexName"]
    if live is None:
        return [f"The index {name} is missing."]
    problems = []
    if live.get("IndexStatus", "ACTIVE") != "ACTIVE":
        problems.append(f"The index {name} is not ready ({live['IndexStatus']}): wait a while.")
    if live["KeySchema"] != wanted["KeySchema"]:
        problems.append(f"The index {name} has another key.")
    projection = live["Projection"]
    if set(projection.get("NonKeyAttributes", ())) != set(PROJECTED):
        problems.append(f"The index {name} does not project {' and '.join(PROJECTED)} alone.")
    return problems


def _exists(client: DynamoDBClient, name: str) -> bool:
    try:
        client.describe_table(TableName=name)
    except client.exceptions.ResourceNotFoundException:
        return False
    return True


def _ttl_attribute(client: DynamoDBClient, name: str) -> str | None:
    found = client.describe_time_to_live(TableName=name).get("TimeToLiveDescription", {})
    if found.get("TimeToLiveStatus") not in {"ENABLED", "ENABLING"}:
        return None
    return found.get("AttributeName")


def _recovers(client: DynamoDBClient, name: str) -> bool:
    found = client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    recovery = found.get("PointInTimeRecoveryDescription", {})
    return recovery.get("PointInTimeRecoveryStatus") == "ENABLED"
