"""HTTP for uploads: each request is sent once, however its connection ends."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

TIMEOUT_SECONDS = 120.0
CONNECT_SECONDS = 15.0


@asynccontextmanager
async def open_upload_http(
    *, timeout_seconds: float = TIMEOUT_SECONDS
) -> AsyncIterator[aiohttp.ClientSession]:
    """Open a session for publishers, which handle lost replies themselves.

    By default aiohttp resends a PUT if the connection ends before the answer. A chunk that was
    accepted would then arrive twice, at an unexpected offset.
    """
    timeout = aiohttp.ClientTimeout(total=timeout_seconds, sock_connect=CONNECT_SECONDS)
    async with aiohttp.ClientSession(
        timeout=timeout, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False
    ) as session:
        session._retry_connection = False
        yield session
