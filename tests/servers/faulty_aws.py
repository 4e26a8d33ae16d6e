"""S3 or SQS with the faults that their documentation tells of, on loopback before their double.

A share of the calls is refused for now and not done; of another share the answer is lost, after
the call was done.
"""

from __future__ import annotations

import io
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

_HOP = frozenset({"transfer-encoding", "content-length", "connection", "expect", "date"})
_REFUSALS = ((503, "SlowDown"), (500, "InternalError"))


@dataclass(frozen=True, slots=True, kw_only=True)
class AwsFaults:
    """How large a share of the calls is refused, and of how many the answer is lost."""

    refused: float = 0.0
    lost: float = 0.0


class FaultyAws:
    """Passes calls on to `upstream`, but for its faults; `counts` names those that came."""

    def __init__(self, upstream: str, *, seed: int) -> None:
        self._upstream = upstream
        self._chance = random.Random(seed)
        self._session: aiohttp.ClientSession | None = None
        self.url = ""
        self.faults = AwsFaults()
        self.counts: Counter[str] = Counter()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.counts[_name(request)] += 1
        content = await request.read()
        if self._happens("refused", self.faults.refused):
            return _refuse(request, *self._chance.choice(_REFUSALS))
        answer = await self._pass_on(request, content)
        if self._happens("lost", self.faults.lost):
            assert request.transport is not None
            request.transport.abort()
            raise ConnectionResetError
        return answer

    async def _pass_on(self, request: web.Request, content: bytes) -> web.Response:
        assert self._session is not None
        headers = {k: v for k, v in request.headers.items() if k.lower() not in _HOP}
        async with self._session.request(
            request.method,
            f"{self._upstream}{request.raw_path}",
            headers=headers,
            data=io.BytesIO(content),
            allow_redirects=False,
        ) as answer:
            kept = {k: v for k, v in answer.headers.items() if k.lower() not in _HOP}
            if request.method != "HEAD":
                return web.Response(status=answer.status, body=await answer.read(), headers=kept)
            if size := answer.headers.get("Content-Length"):
                kept["Content-Length"] = size
            return web.Response(status=answer.status, headers=kept)

    def _happens(self, name: str, share: float) -> bool:
        happens = self._chance.random() < share
        self.counts[name] += happens
        return happens

    @asynccontextmanager
    async def serve(self) -> AsyncIterator[None]:
        app = web.Application(client_max_size=64 * 1024**2)
        app.router.add_route("*", "/{path:.*}", self._answer)
        # A connection that is kept may be closed by the double just when it is used again.
        connector = aiohttp.TCPConnector(limit=64, force_close=True)
        async with (
            aiohttp.ClientSession(connector=connector, auto_decompress=False) as session,
            TestServer(app) as server,
        ):
            self._session = session
            self.url = f"http://127.0.0.1:{server.port}"
            yield


@asynccontextmanager
async def run_faulty_aws(upstream: str, *, seed: int = 1) -> AsyncIterator[FaultyAws]:
    proxy = FaultyAws(upstream, seed=seed)
    async with proxy.serve():
        yield proxy


def _name(request: web.Request) -> str:
    return request.headers.get("X-Amz-Target", "").rpartition(".")[2] or request.method


def _refuse(request: web.Request, status: int, code: str) -> web.Response:
    if "X-Amz-Target" in request.headers:
        told = {"__type": f"com.amazonaws.sqs#{code}", "message": "Later."}
        return web.json_response(told, status=status, headers={"x-amzn-RequestId": "one"})
    body = f"<Error><Code>{code}</Code><Message>Later.</Message><RequestId>one</RequestId></Error>"
    return web.Response(status=status, text=body, content_type="application/xml")
