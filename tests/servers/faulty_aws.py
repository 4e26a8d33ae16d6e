"""S3 or SQS with the faults that their documentation tells of, on loopback before their double.

A share of the calls is refused for now and not done; of another share the answer is lost, after
the call was done.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from aiohttp import web

from tests.servers.aws_passing import pass_on, serve_proxy

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
        assert self._session is not None
        answer = await pass_on(self._session, self._upstream, request, content)
        if self._happens("lost", self.faults.lost):
            assert request.transport is not None
            request.transport.abort()
            raise ConnectionResetError
        return answer

    def _happens(self, name: str, share: float) -> bool:
        happens = self._chance.random() < share
        self.counts[name] += happens
        return happens

    @asynccontextmanager
    async def serve(self) -> AsyncIterator[None]:
        async with serve_proxy(self._answer) as (self._session, self.url):
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
