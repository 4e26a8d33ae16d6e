"""The DynamoDB engine: boto3's low-level client in one bounded pool of threads.

The client itself retries throttling and lost connections. What it does not retry is retried here,
with jitter: two transactions on one item, and what a batch left undone.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import stamina
from botocore.exceptions import BotoCoreError, ClientError

from core.adapters.aws import THREADS
from core.adapters.table.conditions import check_condition, check_cursor, parse_key_condition
from core.adapters.table.dynamo_codec import (
    Request,
    decode_item,
    encode_item,
    encode_key,
    query_request,
    write_request,
)
from core.adapters.table.expressions import Condition
from core.adapters.table.limits import (
    BATCH_GET_MAX,
    BATCH_WRITE_MAX,
    check_action,
    check_batch,
    check_item,
    check_key,
    check_query,
    check_transaction,
)
from core.adapters.table.table import (
    Action,
    ConditionFailed,
    Cursor,
    Delete,
    Item,
    ItemKey,
    Put,
    Query,
    QueryPage,
    RefusedByTable,
    TransactionCancelled,
    Update,
    cursor_of,
    key_of,
)
from core.errors import ExternalFailure

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ATTEMPTS = 8
SCAN_LIMIT = 1000
_BUSY_CODES = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}
_CONDITION = "ConditionalCheckFailed"


class _Contended(Exception):
    """Another transaction holds the item, or part of a batch was left undone."""


class DynamoTable:
    """The table `name` in DynamoDB (schema.py creates it).

    Calls run in `threads`, or in a pool of the table's own.
    """

    def __init__(
        self, client: DynamoDBClient, name: str, threads: ThreadPoolExecutor | None = None
    ) -> None:
        self._client = client
        self._name = name
        self._own = None if threads else ThreadPoolExecutor(THREADS, thread_name_prefix="dynamodb")
        self._pool = threads or self._own

    async def close(self) -> None:
        """Wait for calls in progress; client and threads are closed by whoever made them."""
        if self._own is not None:
            await asyncio.to_thread(self._own.shutdown)

    async def get(self, key: ItemKey, *, consistent: bool = False) -> Item | None:
        check_key(key)
        answer = await self._call(
            self._client.get_item,
            TableName=self._name,
            Key=encode_key(key),
            ConsistentRead=consistent,
        )
        return decode_item(answer["Item"]) if "Item" in answer else None

    async def batch_get(
        self, keys: Sequence[ItemKey], *, consistent: bool = False
    ) -> dict[ItemKey, Item]:
        check_batch(keys, at_most=BATCH_GET_MAX)
        wanted: Request = {
            self._name: {"Keys": [encode_key(key) for key in keys], "ConsistentRead": consistent}
        }
        found: dict[ItemKey, Item] = {}
        async for attempt in _attempts():
            with attempt:
                answer = await self._call(self._client.batch_get_item, RequestItems=wanted)
                items = [decode_item(item) for item in answer["Responses"].get(self._name, ())]
                found |= {key_of(item): item for item in items}
                wanted = answer.get("UnprocessedKeys") or {}
                if wanted:
                    raise _Contended
        return found

    async def put_if(self, item: Item, condition: Condition | None = None) -> None:
        await self._write(self._client.put_item, Put(item=item, condition=condition))

    async def update_if(self, update: Update) -> Item:
        answer = await self._write(self._client.update_item, update, ReturnValues="ALL_NEW")
        return decode_item(answer["Attributes"])

    async def delete_if(self, key: ItemKey, condition: Condition | None = None) -> Item | None:
        delete = Delete(key=key, condition=condition)
        answer = await self._write(self._client.delete_item, delete, ReturnValues="ALL_OLD")
        return decode_item(answer["Attributes"]) if answer.get("Attributes") else None

    async def query(self, query: Query) -> QueryPage:
        check_query(query)
        check_cursor(query.cursor, parse_key_condition(query.condition, query.index), query.index)
        answer = await self._call(self._client.query, TableName=self._name, **query_request(query))
        items = tuple(decode_item(item) for item in answer["Items"])
        if len(items) == query.limit:
            return QueryPage(items=items, cursor=cursor_of(items[-1], query.index))
        last = answer.get("LastEvaluatedKey")
        return QueryPage(items=items, cursor=decode_item(last) if last else None)

    async def scan(self, *, cursor: Cursor | None = None, limit: int = SCAN_LIMIT) -> QueryPage:
        """Return one page of everything, unordered; for copies and comparisons, never to list."""
        after = {"ExclusiveStartKey": encode_item(cursor)} if cursor else {}
        answer = await self._call(
            self._client.scan, TableName=self._name, Limit=limit, ConsistentRead=True, **after
        )
        last = answer.get("LastEvaluatedKey")
        items = tuple(decode_item(item) for item in answer["Items"])
        return QueryPage(items=items, cursor=decode_item(last) if last else None)

    async def sweep_expired(self, now: datetime) -> int:  # noqa: ARG002 - the port's
        """Do nothing: DynamoDB deletes what has expired by itself."""
        return 0

    async def transact(self, actions: Sequence[Action]) -> None:
        checked = check_transaction(actions)
        requests = []
        for action in checked:
            _check(action.condition)
            kind, request = write_request(action)
            requests.append({kind: {"TableName": self._name, **request}})
        async for attempt in _attempts():
            with attempt:
                await self._call(self._client.transact_write_items, TransactItems=requests)

    async def batch_put(self, items: Sequence[Item]) -> None:
        checked = [check_item(item) for item in items]
        check_batch([key_of(item) for item in checked], at_most=BATCH_WRITE_MAX)
        await self._batch([{"PutRequest": {"Item": encode_item(item)}} for item in checked])

    async def batch_delete(self, keys: Sequence[ItemKey]) -> None:
        check_batch(keys, at_most=BATCH_WRITE_MAX)
        await self._batch([{"DeleteRequest": {"Key": encode_key(key)}} for key in keys])

    async def _batch(self, requests: list[Request]) -> None:
        undone: Request = {self._name: requests}
        async for attempt in _attempts():
            with attempt:
                answer = await self._call(self._client.batch_write_item, RequestItems=undone)
                undone = answer.get("UnprocessedItems") or {}
                if undone:
                    raise _Contended

    async def _write(self, operation: Callable[..., Any], action: Action, **more: str) -> Any:
        checked = check_action(action)
        _check(checked.condition)
        _, request = write_request(checked)
        answer: Any = None
        async for attempt in _attempts():
            with attempt:
                answer = await self._call(operation, TableName=self._name, **request, **more)
        return answer

    async def _call(self, operation: Callable[..., Any], **request: Any) -> Any:
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._pool, partial(operation, **request))
        except ClientError as error:
            raise _explain(error) from error
        except BotoCoreError as error:
            raise ExternalFailure(
                f"DynamoDB cannot be reached: {error}", stage="table", retryable=True
            ) from error


def _check(condition: Condition | None) -> None:
    if condition is not None:
        check_condition(condition)


async def _attempts() -> AsyncIterator[Any]:
    """Retry while another transaction holds the item; ExternalFailure if it never lets go."""
    try:
        async for attempt in stamina.retry_context(
            on=_Contended, attempts=ATTEMPTS, wait_initial=0.02, wait_max=1.0, wait_jitter=0.1
        ):
            yield attempt
    except _Contended as error:
        raise ExternalFailure(
            "The table is too busy now: try again in a minute.", stage="table", retryable=True
        ) from error


def _explain(error: ClientError) -> Exception:
    """Return the error that DynamoDB's answer means here."""
    code = error.response["Error"]["Code"]
    match code:
        case "ConditionalCheckFailedException":
            return ConditionFailed(_stored(error.response))
        case "TransactionCanceledException":
            return _explain_cancelled(error)
        case "TransactionConflictException":
            return _Contended()
        case "ValidationException":
            return RefusedByTable(f"DynamoDB refuses: {error.response['Error'].get('Message')}")
        case _:
            return ExternalFailure(
                f"DynamoDB answered {code}: try again in a minute, or run `trussbot table check`.",
                stage="table",
                retryable="Throttl" in code or "Throughput" in code or code.startswith("Internal"),
            )


def _explain_cancelled(error: ClientError) -> Exception:
    reasons: Sequence[Any] = error.response.get("CancellationReasons", ())
    codes = [reason.get("Code") for reason in reasons]
    if _CONDITION in codes:
        failed = {n: _stored(reasons[n]) for n, code in enumerate(codes) if code == _CONDITION}
        return TransactionCancelled(failed)
    if _BUSY_CODES & set(codes):
        return _Contended()
    return RefusedByTable(f"DynamoDB cancelled the transaction: {codes}")


def _stored(holder: Any) -> Item | None:
    item = holder.get("Item")
    return decode_item(item) if item else None
