"""Rights: each call that Truss makes on a live table, tried once on an item of its own."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError

from core.adapters.aws_refusals import explain_refusal
from core.adapters.table.dynamo_codec import encode_item
from core.adapters.table.table import TTL, Index, key_names
from core.domain.work import stages
from core.errors import tell_in_full

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

FOLDER: Final = "DOCTOR"
LASTS_SECONDS: Final = 3600
"""Where it cannot be deleted, the item goes by itself."""


def try_rights(client: DynamoDBClient, name: str) -> list[str]:
    """Return a sentence for each call that is refused; what else fails says nothing of rights.

    Blocking. Nothing stays in the table.
    """
    refusals: dict[str, None] = {}
    for call in _list_calls(client, name):
        try:
            call()
        except ClientError as error:
            if refused := explain_refusal(error, stage=stages.TABLE):
                refusals[tell_in_full(refused)] = None
    return list(refusals)


def _list_calls(client: DynamoDBClient, name: str) -> Iterator[Callable[[], object]]:
    asked: Any = client
    pk, sk = key_names(None)
    key = {pk: f"{FOLDER}#{secrets.token_hex(8)}", sk: "TRIED"}
    item = encode_item({**key, "type": "doctor", TTL: int(time.time()) + LASTS_SECONDS})
    at = {"TableName": name, "Key": encode_item(key)}
    there: dict[str, Any] = {
        "ConditionExpression": "attribute_exists(#k)",
        "ExpressionAttributeNames": {"#k": pk},
    }
    yield partial(asked.put_item, TableName=name, Item=item)
    yield partial(asked.get_item, **at)
    yield partial(asked.batch_get_item, RequestItems={name: {"Keys": [at["Key"]]}})
    for index in (None, *Index):
        yield partial(asked.query, **_query(name, index))
    yield partial(asked.batch_write_item, RequestItems={name: [{"PutRequest": {"Item": item}}]})
    change = {
        "UpdateExpression": "SET #t = :t",
        "ExpressionAttributeNames": {"#t": "type"},
        "ExpressionAttributeValues": encode_item({":t": "doctor"}),
    }
    for action in ({"Update": at | change}, {"ConditionCheck": at | there}, {"Delete": at}):
        yield partial(asked.transact_write_items, TransactItems=[action])


def _query(name: str, index: Index | None) -> dict[str, Any]:
    partition, _ = key_names(index)
    return {
        "TableName": name,
        **({"IndexName": index.value} if index else {}),
        "KeyConditionExpression": "#p = :p",
        "ExpressionAttributeNames": {"#p": partition},
        "ExpressionAttributeValues": encode_item({":p": FOLDER}),
        "Limit": 1,
    }
