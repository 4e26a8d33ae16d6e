"""DynamoDB with the faults that its documentation tells of, on loopback before its double.

Source: the developer guide's pages on error handling, transactions and batch operations. Faults
come by chance, which is seeded (`Faults` holds the shares); `loses_every_other` loses every other
answer. A lost answer is a call that was done: the connection closes without a word, or says 500.
"""

from __future__ import annotations

import asyncio
import json
import random
import zlib
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

_SERVICE = "com.amazonaws.dynamodb.v20120810"
_COMMON = "com.amazon.coral.availability"
_THROTTLED = (
    f"{_SERVICE}#ProvisionedThroughputExceededException",
    f"{_COMMON}#ThrottlingException",
    f"{_SERVICE}#RequestLimitExceeded",
)
_WRITES = frozenset({"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem"})
_ONE_BY_ONE = frozenset({"PutItem", "UpdateItem", "DeleteItem"})
_BATCHES = {"BatchWriteItem": "UnprocessedItems", "BatchGetItem": "UnprocessedKeys"}
_KEPT = frozenset({"content-type", "x-amzn-requestid", "x-amz-crc32"})
Meanwhile = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """How large a share of the calls meets each fault, and how long each call takes besides."""

    throttled: float = 0.0
    conflicting: float = 0.0
    lost: float = 0.0
    undone: float = 0.0
    delay_seconds: float = 0.0


class FaultyDynamo:
    """Passes calls on to `upstream`, but for its faults; `counts` names those that came."""

    def __init__(self, upstream: str, *, seed: int) -> None:
        self._upstream = upstream
        self._chance = random.Random(seed)
        self._session: aiohttp.ClientSession | None = None
        self._is_next_lost = False
        self.url = ""
        self.faults = Faults()
        self.loses_every_other = False
        self.meanwhile: Meanwhile | None = None
        """What somebody else does, once, after the next answer that is lost."""
        self.counts: Counter[str] = Counter()

    @asynccontextmanager
    async def serve(self) -> AsyncIterator[None]:
        app = web.Application(client_max_size=64 * 1024**2)
        app.router.add_route("*", "/{path:.*}", self._answer)
        connector = aiohttp.TCPConnector(limit=64)
        async with (
            aiohttp.ClientSession(connector=connector, auto_decompress=False) as session,
            TestServer(app) as server,
        ):
            self._session = session
            self.url = f"http://127.0.0.1:{server.port}"
            yield

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        operation = request.headers.get("X-Amz-Target", ".").rpartition(".")[2]
        body = json.loads(await request.read() or b"{}")
        self.counts[operation] += 1
        await asyncio.sleep(self.faults.delay_seconds)
        refusal = self._refuse(operation, body)
        if refusal is not None:
            return refusal
        left = self._leave_undone(operation, body)
        answer = await self._pass_on(request, body)
        if self._loses():
            return await self._lose(request)
        if left and answer.status == 200:
            return _add_undone(answer, _BATCHES[operation], left)
        return answer

    async def _pass_on(self, request: web.Request, body: Any) -> web.Response:
        assert self._session is not None
        headers = {
            name: value
            for name, value in request.headers.items()
            if name.lower() not in {"host", "content-length", "expect", "connection"}
        }
        async with self._session.post(
            self._upstream, data=json.dumps(body), headers=headers
        ) as answer:
            kept = {name: held for name, held in answer.headers.items() if name.lower() in _KEPT}
            return web.Response(body=await answer.read(), status=answer.status, headers=kept)

    def _refuse(self, operation: str, body: Any) -> web.Response | None:
        """Return an answer to a call that is not done, or None."""
        if self._happens("throttled", self.faults.throttled):
            if operation == "TransactWriteItems":
                return _cancelled(body, "ThrottlingError")
            return _refusal(self._chance.choice(_THROTTLED))
        if operation in _WRITES and self._happens("conflicting", self.faults.conflicting):
            if operation == "TransactWriteItems":
                return _cancelled(body, "TransactionConflict")
            if operation in _ONE_BY_ONE:
                return _refusal(f"{_SERVICE}#TransactionConflictException")
        return None

    def _leave_undone(self, operation: str, body: Any) -> dict[str, Any]:
        """Take a part of a batch out of its request and return it."""
        if operation not in _BATCHES:
            return {}
        ((table, held),) = body["RequestItems"].items()
        wanted = held if isinstance(held, list) else held["Keys"]
        if len(wanted) < 2 or not self._happens("undone", self.faults.undone):
            return {}
        kept = self._chance.randrange(1, len(wanted))
        done, undone = wanted[:kept], wanted[kept:]
        if isinstance(held, list):
            body["RequestItems"] = {table: done}
            return {table: undone}
        body["RequestItems"] = {table: held | {"Keys": done}}
        return {table: held | {"Keys": undone}}

    def _loses(self) -> bool:
        if self.loses_every_other:
            self._is_next_lost = not self._is_next_lost
            self.counts["lost"] += self._is_next_lost
            return self._is_next_lost
        return self._happens("lost", self.faults.lost)

    async def _lose(self, request: web.Request) -> web.StreamResponse:
        if self.meanwhile is not None:
            meanwhile, self.meanwhile = self.meanwhile, None
            await meanwhile()
        if self._chance.random() < 0.5:
            return _refusal(f"{_SERVICE}#InternalServerError", status=500)
        assert request.transport is not None
        request.transport.abort()
        raise ConnectionResetError

    def _happens(self, name: str, share: float) -> bool:
        happens = self._chance.random() < share
        self.counts[name] += happens
        return happens


@asynccontextmanager
async def run_faulty_dynamo(upstream: str, *, seed: int = 1) -> AsyncIterator[FaultyDynamo]:
    proxy = FaultyDynamo(upstream, seed=seed)
    async with proxy.serve():
        yield proxy


def _refusal(kind: str, *, status: int = 400, **more: Any) -> web.Response:
    return _sealed({"__type": kind, "message": "It does not work now.", **more}, status)


def _cancelled(body: Any, code: str) -> web.Response:
    """Return the cancellation of a transaction, whose first action is what stood in the way."""
    others = [{"Code": "None"} for _ in body["TransactItems"][1:]]
    return _refusal(
        f"{_SERVICE}#TransactionCanceledException",
        CancellationReasons=[{"Code": code, "Message": "Later."}, *others],
    )


def _add_undone(answer: web.Response, name: str, left: dict[str, Any]) -> web.Response:
    assert isinstance(answer.body, bytes)
    return _sealed(json.loads(answer.body) | {name: left}, answer.status)


def _sealed(content: Any, status: int) -> web.Response:
    body = json.dumps(content).encode()
    headers = {
        "Content-Type": "application/x-amz-json-1.0",
        "x-amz-crc32": str(zlib.crc32(body)),
        "x-amzn-RequestId": "A" * 52,
    }
    return web.Response(body=body, status=status, headers=headers)
