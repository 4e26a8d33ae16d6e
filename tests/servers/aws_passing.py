"""Passing calls on to AWS's double, as the proxies before it do with what they leave alone."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

_HOP = frozenset({"transfer-encoding", "content-length", "connection", "expect", "date"})


async def pass_on(
    session: aiohttp.ClientSession, upstream: str, request: web.Request, content: bytes
) -> web.Response:
    """Return what the double answers; the length of a file is kept where only that was asked."""
    headers = {k: v for k, v in request.headers.items() if k.lower() not in _HOP}
    async with session.request(
        request.method,
        f"{upstream}{request.raw_path}",
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


@asynccontextmanager
async def serve_proxy(
    answer: Callable[[web.Request], Awaitable[web.StreamResponse]],
) -> AsyncIterator[tuple[aiohttp.ClientSession, str]]:
    """Yield a session to the double, and the address at which a proxy answers."""
    app = web.Application(client_max_size=64 * 1024**2)
    app.router.add_route("*", "/{path:.*}", answer)
    # A connection that is kept may be closed by the double just when it is used again.
    connector = aiohttp.TCPConnector(limit=64, force_close=True)
    async with (
        aiohttp.ClientSession(connector=connector, auto_decompress=False) as session,
        TestServer(app) as server,
    ):
        yield session, f"http://127.0.0.1:{server.port}"
