"""The DynamoDB engine: boto3's low-level client in one bounded pool of threads.

Every call is sent until it is answered (sending.py), so the client need not send anything again by
itself. A write whose answer was lost may meet itself then: a put knows its own token on the item
that is in its way, and all else is a transaction, whose token DynamoDB knows (decision 17).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from botocore import exceptions
from botocore.exceptions import BotoCoreError, ClientError

from core.adapters.aws import THREADS
from core.adapters.aws_refusals import explain_refusal, explain_silence, quote
from core.adapters.table.conditions import check_condition, check_cursor, holds, parse_key_condition
from core.adapters.table.dynamo_codec import (
    Request,
    decode_item,
    encode_item,
    encode_key,
    is_marked,
    mark,
    query_request,
    write_request,
)
from core.adapters.table.expressions import Attr, Condition
from core.adapters.table.limits import (
    BATCH_GET_MAX,
    BATCH_WRITE_MAX,
    check_action,
    check_batch,
    check_item,
    check_key,
    check_query,
    check_transaction,
    updated_item,
)
from core.adapters.table.migrations import upgrade
from core.adapters.table.sending import NotNow, Unanswered, make_token, send
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
from core.domain.work import stages
from core.errors import ExternalFailure

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

SCAN_LIMIT = 1000
_CONDITION = "ConditionalCheckFailed"
_BUSY = (
    "Throttl",
    "ProvisionedThroughput",
    "RequestLimit",
    "TransactionConflict",
    "TransactionInProgress",
)
_UNCLEAR = ("Internal", "ServiceUnavailable")


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
        return upgrade(decode_item(answer["Item"])) if "Item" in answer else None

    async def batch_get(
        self, keys: Sequence[ItemKey], *, consistent: bool = False
    ) -> dict[ItemKey, Item]:
        check_batch(keys, at_most=BATCH_GET_MAX)
        wanted: Request = {
            self._name: {"Keys": [encode_key(key) for key in keys], "ConsistentRead": consistent}
        }
        found: dict[ItemKey, Item] = {}

        async def read() -> None:
            nonlocal wanted
            answer = await self._call_once(self._client.batch_get_item, RequestItems=wanted)
            items = [upgrade(decode_item(item)) for item in answer["Responses"].get(self._name, ())]
            found.update((key_of(item), item) for item in items)
            wanted = answer.get("UnprocessedKeys") or {}
            if wanted:
                raise NotNow

        await send(read)
        return found

    async def put_if(self, item: Item, condition: Condition | None = None) -> None:
        put = check_action(Put(item=item, condition=condition))
        _check(condition)
        _, request = write_request(put)
        if condition is None:
            await self._call(self._client.put_item, TableName=self._name, **request)
            return
        token = make_token()
        mark(request, token)
        operation = partial(_put_own, self._client.put_item, token)
        await self._call(operation, TableName=self._name, **request)

    async def update_if(self, update: Update) -> Item:
        try:
            await self.transact([update])
        except TransactionCancelled as cancelled:
            raise ConditionFailed(cancelled.failed[0]) from cancelled
        stored = await self.get(update.key, consistent=True)
        return stored or updated_item(update, None)

    async def delete_if(self, key: ItemKey, condition: Condition | None = None) -> Item | None:
        _check(condition)
        stored = await self.get(key, consistent=True)
        if stored is not None:
            there = Attr("PK").exists()
            wanted = there & condition if condition else there
            try:
                await self.transact([Delete(key=key, condition=wanted)])
            except TransactionCancelled as cancelled:
                stored = cancelled.failed[0]
            else:
                return stored
        if not holds(condition, stored):
            raise ConditionFailed(stored)
        return None

    async def query(self, query: Query) -> QueryPage:
        check_query(query)
        check_cursor(query.cursor, parse_key_condition(query.condition, query.index), query.index)
        answer = await self._call(self._client.query, TableName=self._name, **query_request(query))
        items = tuple(upgrade(decode_item(item)) for item in answer["Items"])
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
        await self._call(
            self._client.transact_write_items,
            TransactItems=requests,
            ClientRequestToken=make_token(),
        )

    async def batch_put(self, items: Sequence[Item]) -> None:
        checked = [check_item(item) for item in items]
        check_batch([key_of(item) for item in checked], at_most=BATCH_WRITE_MAX)
        await self._batch([{"PutRequest": {"Item": encode_item(item)}} for item in checked])

    async def batch_delete(self, keys: Sequence[ItemKey]) -> None:
        check_batch(keys, at_most=BATCH_WRITE_MAX)
        await self._batch([{"DeleteRequest": {"Key": encode_key(key)}} for key in keys])

    async def _batch(self, requests: list[Request]) -> None:
        undone: Request = {self._name: requests}

        async def write() -> None:
            nonlocal undone
            answer = await self._call_once(self._client.batch_write_item, RequestItems=undone)
            undone = answer.get("UnprocessedItems") or {}
            if undone:
                raise NotNow

        await send(write)

    async def _call(self, operation: Callable[..., Any], **request: Any) -> Any:
        return await send(partial(self._call_once, operation, **request))

    async def _call_once(self, operation: Callable[..., Any], **request: Any) -> Any:
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._pool, partial(operation, **request))
        except ClientError as error:
            raise _explain(error) from error
        except (exceptions.ConnectionError, exceptions.HTTPClientError) as error:
            plain, in_full = explain_silence("DynamoDB", error)
            raise Unanswered(plain, in_full=in_full) from error
        except BotoCoreError as error:
            plain, in_full = explain_silence("DynamoDB", error)
            raise ExternalFailure(
                plain, stage=stages.TABLE, retryable=True, in_full=in_full
            ) from error


def _put_own(operation: Callable[..., Any], token: str, **request: Any) -> Any:
    """Put an item; where the one in the way is this very write's, sent before, all is well."""
    try:
        return operation(**request)
    except ClientError as error:
        failed: Any = error.response
        if is_marked(failed.get("Item"), token):
            return {}
        raise


def _check(condition: Condition | None) -> None:
    if condition is not None:
        check_condition(condition)


def _explain(error: ClientError) -> Exception:
    """Return the error that DynamoDB's answer means here."""
    code = error.response["Error"]["Code"]
    match code:
        case "ConditionalCheckFailedException":
            return ConditionFailed(_stored(error.response))
        case "TransactionCanceledException":
            return _explain_cancelled(error)
        case "ValidationException":
            return RefusedByTable(f"DynamoDB refuses: {error.response['Error'].get('Message')}")
    if code.startswith(_BUSY):
        return NotNow()
    if refused := explain_refusal(error, stage=stages.TABLE):
        return refused
    mend = "try again in a minute, or run `trussbot table check`."
    sentence, in_full = (f"DynamoDB answered {words}: {mend}" for words in (code, quote(error)))
    if code.startswith(_UNCLEAR) or _status(error) >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unanswered(sentence, in_full=in_full)
    return ExternalFailure(sentence, stage=stages.TABLE, in_full=in_full)


def _status(error: ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def _explain_cancelled(error: ClientError) -> Exception:
    reasons: Sequence[Any] = error.response.get("CancellationReasons", ())
    codes = [reason.get("Code", "") for reason in reasons]
    if _CONDITION in codes:
        failed = {n: _stored(reasons[n]) for n, code in enumerate(codes) if code == _CONDITION}
        return TransactionCancelled(failed)
    if any(code.startswith(_BUSY) for code in codes):
        return NotNow()
    return RefusedByTable(f"DynamoDB cancelled the transaction: {codes}")


def _stored(holder: Any) -> Item | None:
    item = holder.get("Item")
    return upgrade(decode_item(item)) if item else None
