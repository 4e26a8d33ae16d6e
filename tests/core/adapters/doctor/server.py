"""A small server on loopback that answers everything alike, and says which time it is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer


@asynccontextmanager
async def answering(body: Any = "", *, status: int = 200, date: str = "") -> AsyncIterator[str]:
    """Serve one answer, and give the URL."""

    async def answer(_request: web.Request) -> web.Response:
        headers = {"Date": date} if date else None
        if isinstance(body, str):
            return web.Response(text=body, status=status, headers=headers)
        return web.json_response(body, status=status, headers=headers)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    server = TestServer(app)
    await server.start_server()
    try:
        yield str(server.make_url("")).rstrip("/")
    finally:
        await server.close()


def one(findings):
    """Return the one finding that there must be."""
    (found,) = findings
    return found


def only(findings):
    """Return its sentence."""
    found = one(findings)
    assert "\n" not in found.sentence
    assert "; " in found.sentence
    return found.sentence
