"""HTTP for uploads: sent once, however its connection ends, and given up where it stands still.

A request without a body has a short time to be answered. A part of a video may take as long as it
needs while its bytes flow: only standing still ends it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import aiohttp

from core.errors import ExternalFailure, NoAnswer, describe_outage

ANSWER_SECONDS: Final = 20.0
CONNECT_SECONDS: Final = 10.0
STALL_SECONDS: Final = 45.0
"""How long a part may stand still; its last bytes leave our buffers some time after our hands."""
_SLICE_BYTES: Final = 64 * 1024
_UNLIMITED: Final = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS)


@asynccontextmanager
async def open_upload_http(
    *, timeout_seconds: float = ANSWER_SECONDS
) -> AsyncIterator[aiohttp.ClientSession]:
    """Open a session for publishers, which handle lost replies themselves.

    By default aiohttp resends a PUT if the connection ends before the answer. A chunk that was
    accepted would then arrive twice, at an unexpected offset.
    """
    timeout = aiohttp.ClientTimeout(
        total=timeout_seconds, sock_connect=min(CONNECT_SECONDS, timeout_seconds)
    )
    async with aiohttp.ClientSession(
        timeout=timeout, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False
    ) as session:
        session._retry_connection = False
        yield session


@asynccontextmanager
async def put_part(
    http: aiohttp.ClientSession,
    url: str,
    part: bytes,
    *,
    headers: Mapping[str, str],
    stall_seconds: float = STALL_SECONDS,
) -> AsyncIterator[aiohttp.ClientResponse]:
    """Give the answer to a part of a video; TimeoutError where nothing moves for too long."""
    sized = {**headers, "Content-Length": str(len(part))}
    async with (
        asyncio.timeout(stall_seconds) as limit,
        http.put(
            url,
            data=_flow(part, limit, stall_seconds),
            headers=sized,
            allow_redirects=False,
            timeout=_UNLIMITED,
        ) as response,
    ):
        _extend(limit, stall_seconds)
        yield response


async def read_answer(response: aiohttp.ClientResponse) -> object:
    """Return the JSON of an answer, None where it is none."""
    try:
        return await response.json(content_type=None)
    except ValueError:
        return None


def read_part(path: Path, start: int, end: int) -> bytes:
    """Return a file's bytes from `start` up to `end`."""
    with path.open("rb") as file:
        file.seek(start)
        return file.read(end - start)


def read_silence(error: Exception, *, platform: str) -> ExternalFailure:
    """Return what a broken request means: NoAnswer, unless it never reached the platform."""
    sentence = f"{platform} does not answer ({describe_outage(error)}); asking again."
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return ExternalFailure(sentence, retryable=True, stage="upload")
    return NoAnswer(sentence, stage="upload")


async def _flow(part: bytes, limit: asyncio.Timeout, stall_seconds: float) -> AsyncIterator[bytes]:
    """Give a part slice by slice; each one that is asked for shows that the last one left."""
    for start in range(0, len(part), _SLICE_BYTES):
        _extend(limit, stall_seconds)
        yield part[start : start + _SLICE_BYTES]


def _extend(limit: asyncio.Timeout, seconds: float) -> None:
    limit.reschedule(asyncio.get_running_loop().time() + seconds)
